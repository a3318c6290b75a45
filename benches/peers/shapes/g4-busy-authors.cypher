MATCH (p:Person)<-[:HAS_CREATOR]-(m:Post)
WITH p, count(m) AS posts
WHERE posts > 10 MATCH (p)-[:KNOWS]-(q:Person)
RETURN count(*) AS n, sum(posts) AS s
