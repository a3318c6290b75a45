MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(a)
RETURN a.id AS a, count(*) AS n
ORDER BY n DESC, a LIMIT 5
