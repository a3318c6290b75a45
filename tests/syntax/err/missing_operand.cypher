MATCH (n) WHERE n.x > AND n.y < 2 RETURN n
