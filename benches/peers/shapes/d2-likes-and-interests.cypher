MATCH (p:Person)
OPTIONAL MATCH (p)-[:LIKES]->(c:Post)
OPTIONAL MATCH (p)-[:HAS_INTEREST]->(t:Tag)
RETURN count(*) AS n, count(c) AS c, count(t) AS t
