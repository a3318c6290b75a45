MATCH (s:Tag)<-[:HAS_TAG]-(:Message)<-[:REPLY_OF]-(c:Comment)-[:HAS_TAG]->(t:Tag)
WHERE s <> t AND NOT (c)-[:HAS_TAG]->(s)
RETURN count(*)
