MATCH (a:Person)-[:KNOWS]-(b:Person)
WITH a, count(b) AS n
WHERE n > 20
MATCH (a)-[:HAS_INTEREST]->(t:Tag)
RETURN t.id AS t, sum(n) AS s
ORDER BY s DESC, t LIMIT 5
