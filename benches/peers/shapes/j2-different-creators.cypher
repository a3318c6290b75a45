MATCH (t:Tag)<-[:HAS_TAG]-(m:Post)-[:HAS_CREATOR]->(p:Person)
RETURN t.id AS t, count(DISTINCT p) AS n
ORDER BY n DESC, t LIMIT 5
