MATCH (p:Person)
WHERE NOT (p)-[:HAS_INTEREST]->(:Tag {id: 5})
MATCH (p)-[:LIKES]->(m:Post)-[:HAS_TAG]->(t:Tag)
RETURN t.id AS t, count(DISTINCT p) AS n
ORDER BY n DESC, t LIMIT 5
