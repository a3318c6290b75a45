MATCH p = (a)-[:R]->(b) RETURN p;
MATCH p = ((a)-->(b)), ((c)) RETURN p;
