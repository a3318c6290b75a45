MATCH (p:Person)-[:HAS_INTEREST]->(t:Tag)
WHERE NOT EXISTS { MATCH (p)-[:LIKES]->(:Post) }
RETURN count(*) AS n
