MATCH (p:Person)-[:HAS_INTEREST]->(t:Tag)
WITH p, collect(t.id) AS ts
RETURN p.id AS p, size(ts) AS n
ORDER BY n DESC, p LIMIT 10
