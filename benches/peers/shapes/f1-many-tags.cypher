MATCH (p:Post)-[:HAS_TAG]->(t:Tag)
WITH p, collect(t.id) AS ts
WHERE size(ts) > 3
RETURN count(*) AS n
