MATCH p = shortestPath((a)-[:R*..5]->(b)), allShortestPaths((a)-[*]-(b)) RETURN p;
MATCH (a), (b) RETURN length(shortestPath((a)-[*]-(b))), ALLSHORTESTPATHS((a)-[*]->(b));
