MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person)-[:HAS_INTEREST]->(:Tag)
WHERE NOT (a)-[:KNOWS]-(c) AND a <> c
RETURN count(*)
