MATCH (f:Forum)
OPTIONAL MATCH (f)-[:CONTAINER_OF]->(p:Post)-[:HAS_TAG]->(t:Tag)
WITH f, count(t) AS n
RETURN n, count(*) AS forums
ORDER BY n
