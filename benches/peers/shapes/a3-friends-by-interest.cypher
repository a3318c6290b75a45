MATCH (t:Tag)<-[:HAS_INTEREST]-(p:Person)-[:KNOWS]-(o:Person)
RETURN t.id AS t, count(DISTINCT o) AS n
ORDER BY n DESC, t LIMIT 5
