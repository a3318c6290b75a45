MATCH (f:Forum)-[:CONTAINER_OF]->(p:Post)
OPTIONAL MATCH (p)<-[:LIKES]-(x:Person)
WITH f, count(DISTINCT p) AS posts, count(x) AS likes
RETURN posts, count(*) AS fs, sum(likes) AS ls
ORDER BY fs DESC, posts LIMIT 5
