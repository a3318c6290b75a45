MATCH (c:Comment)-[:HAS_CREATOR]->(p:Person), (c)-[:REPLY_OF]->(m:Post)-[:HAS_CREATOR]->(q:Person)
RETURN p.id AS p, q.id AS q, count(*) AS n
ORDER BY n DESC, p, q LIMIT 5
