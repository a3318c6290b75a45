MATCH (p:Person)<-[:HAS_CREATOR]-(m:Post)-[:HAS_TAG]->(t:Tag)
WITH p, t, count(*) AS n
ORDER BY n DESC, t.id
WITH p, collect(t.id)[0] AS top, max(n) AS n
RETURN top, count(*) AS c
ORDER BY c DESC, top LIMIT 5
