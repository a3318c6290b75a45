MATCH (a)-[r:USES WHERE r.since > 2010]->(b) RETURN r
