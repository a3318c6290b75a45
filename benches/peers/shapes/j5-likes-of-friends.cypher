MATCH (a:Person)-[:LIKES]->(m:Post)-[:HAS_CREATOR]->(b:Person)
WHERE (a)-[:KNOWS]-(b) AND m.id % 2 = 0
RETURN count(*)
