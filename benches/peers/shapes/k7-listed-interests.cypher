MATCH (p:Person)-[:HAS_INTEREST]->(t:Tag)
WHERE t.id IN [1, 5, 9, 100, 200]
WITH p, collect(t.id) AS ts
WHERE size(ts) > 1
MATCH (p)-[:KNOWS]-(q)
RETURN count(DISTINCT q)
