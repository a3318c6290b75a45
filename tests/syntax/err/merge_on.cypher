MERGE (n) ON FIND SET n.x = 1
