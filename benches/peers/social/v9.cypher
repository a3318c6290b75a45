MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person)-[:HAS_INTEREST]->(t:Tag)
WHERE NOT (a)-[:KNOWS]-(c) AND a <> c AND t.id < 1000
RETURN count(*)
