MATCH (f:Forum)-[:CONTAINER_OF]->(p:Post)<-[:LIKES]-(x:Person)
RETURN f.id AS f, sum(x.id) AS s, max(x.id) AS m
ORDER BY s DESC, f LIMIT 5
