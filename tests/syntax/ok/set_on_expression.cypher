MATCH (n), (m) SET (CASE WHEN n.x THEN n ELSE m END).y = 1, [n, m].z = 2;
