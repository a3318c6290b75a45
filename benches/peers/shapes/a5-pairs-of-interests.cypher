MATCH (a:Tag)<-[:HAS_INTEREST]-(p:Person)-[:HAS_INTEREST]->(b:Tag)
WHERE a.id < b.id
RETURN a.id AS a, b.id AS b, count(*) AS n
ORDER BY n DESC, a, b LIMIT 10
