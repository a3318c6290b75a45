MATCH (c:Comment)-[:REPLY_OF]->(p:Post)
RETURN p.id AS p, c.id AS c
ORDER BY p DESC, c LIMIT 20
