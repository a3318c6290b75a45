MATCH (a:Person)-[:IS_LOCATED_IN]->(x:City), (b:Person)-[:IS_LOCATED_IN]->(y:City), (a)-[:KNOWS]-(b)
WHERE x.id < y.id
RETURN x.id AS x, y.id AS y, count(*) AS n
ORDER BY n DESC, x, y LIMIT 5
