MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)
WHERE NOT (a)-[:KNOWS]-(c) AND a.id < c.id
RETURN a.id AS a, c.id AS c, count(*) AS n
ORDER BY n DESC, a, c LIMIT 10
