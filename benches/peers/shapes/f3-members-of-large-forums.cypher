MATCH (f:Forum)-[:HAS_MEMBER]->(p:Person)
WITH f, collect(p) AS ps
WHERE size(ps) > 30
UNWIND ps AS p MATCH (p)-[:IS_LOCATED_IN]->(c:City)
RETURN c.id AS c, count(*) AS n
ORDER BY n DESC, c LIMIT 5
