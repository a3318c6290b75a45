MATCH (a:Tag)<-[:HAS_TAG]-(m:Post)-[:HAS_TAG]->(b:Tag), (m)-[:HAS_TAG]->(c:Tag)
WHERE a <> b AND b <> c AND a <> c
RETURN count(*) AS n
