MERGE (a:A {x: 1}) ON MATCH SET a.n = 1 ON CREATE SET a.m = 2, a.k = 3 ON MATCH SET a:Seen RETURN a;
MERGE p = (a)-[:R]->(b);
