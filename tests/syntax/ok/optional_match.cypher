MATCH (n) OPTIONAL MATCH (n)-[r]->(m) WHERE m.x > 1 RETURN n, r, m;
