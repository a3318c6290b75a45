MATCH (c:Comment)-[:REPLY_OF]->(p:Post)-[:HAS_CREATOR]->(x:Person)
RETURN x.id AS x, max(c.id) AS c, min(p.id) AS p, sum(c.id - p.id) AS d
ORDER BY x LIMIT 5
