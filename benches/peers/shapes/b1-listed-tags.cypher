MATCH (t:Tag)<-[:HAS_TAG]-(c:Comment)-[:HAS_CREATOR]->(p:Person)
WHERE t.id IN [1,2,3,5,8,13,21,34]
RETURN t.id AS t, count(DISTINCT p) AS n
