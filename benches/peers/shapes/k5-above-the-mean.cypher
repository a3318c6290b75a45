MATCH (f:Forum)-[:HAS_MEMBER]->(p:Person)
WITH f, count(p) AS n
WITH avg(n) AS m
MATCH (f:Forum)-[:HAS_MEMBER]->(p:Person)
WITH m, f, count(p) AS n
WHERE n > m
RETURN count(*)
