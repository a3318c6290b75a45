MATCH (p:Person)
WHERE EXISTS { MATCH (p)-[:LIKES]->(:Post)-[:HAS_TAG]->(:Tag)<-[:HAS_INTEREST]-(p) }
RETURN count(*) AS n
