MATCH (f:Forum)-[:HAS_MEMBER]->(a:Person)-[:KNOWS]-(b:Person)
WHERE NOT EXISTS { MATCH (f)-[:HAS_MEMBER]->(b) }
RETURN count(*) AS n
