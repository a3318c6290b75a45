MATCH (:Person)-[:LIKES]->(p:Post)-[:HAS_TAG]->(t:Tag)-[:HAS_TYPE]->(k:TagClass)
RETURN k.id AS k, count(*) AS n
