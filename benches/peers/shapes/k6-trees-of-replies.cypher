MATCH (c:Comment)-[:REPLY_OF*]->(p:Post)
RETURN p.id AS p, count(*) AS n
ORDER BY n DESC, p LIMIT 10
