MATCH (a:Person)-[:LIKES]->(m:Post)
RETURN a.id, m.id
