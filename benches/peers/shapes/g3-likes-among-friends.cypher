MATCH (a:Person)-[:LIKES]->(m:Post)-[:HAS_CREATOR]->(b:Person)-[:KNOWS]-(a)
RETURN a.id AS a, count(*) AS n
ORDER BY n DESC, a LIMIT 10
