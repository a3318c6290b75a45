CREATE (a:A {x: 1})-[:R {y: 2}]->(b:B), (c) RETURN a;
