MATCH (f:Forum)-[:CONTAINER_OF]->(p:Post)
RETURN f.id AS f, count(*) AS n
ORDER BY n DESC, f LIMIT 10
