MATCH (a)-[:USES]=>(b) RETURN a
