MATCH (n) REMOVE n.x, n:A:B, (n).y.z
