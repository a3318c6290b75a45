MATCH (a)-[r USES]->(b) RETURN r
