MATCH (m:Message)-[:HAS_CREATOR]->(p:Person)
RETURN CASE WHEN m.id % 10 < 3 THEN 'low' ELSE 'high' END AS k, count(*) AS n, count(DISTINCT p) AS d
ORDER BY k
