MATCH (n) SET n.x = 1, n.y.z = 2, (n).w = 3, n = {a: 1}, n += $map, n:A:B, n.x = n.x = 1;
