MATCH (p:Person)-[:LIKES]->(m:Post)
RETURN p.id AS p, m.id AS m
ORDER BY m DESC, p LIMIT 10
UNION ALL
MATCH (p:Person)-[:LIKES]->(m:Comment)
RETURN p.id AS p, m.id AS m
ORDER BY m DESC, p LIMIT 10
