MATCH (a:Person)-[:LIKES]->(:Post)<-[:CONTAINER_OF]-(f:Forum)
WITH DISTINCT a, f
RETURN count(*) AS n
