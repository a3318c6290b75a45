MATCH (a:A|B&!C WHERE a.x > 1)-[r:R|!S WHERE r.y]->{1,3}(b IS %), p = SHORTEST 2 GROUPS (c)-->+(d)
MATCH q = ((x)-[:R]->(y) WHERE x.n < y.n){2,} (z) ((u)-->(v))*
CALL (a, b) { WITH a RETURN COUNT { (a)-->() } AS n UNION RETURN COLLECT { MATCH (m) RETURN m.k } AS n }
OPTIONAL CALL { RETURN 1 AS one }
LET t = [i IN l WHERE i:A | i.k]
FILTER t IS NOT NULL AND a:A|B
FOREACH (i IN t | CREATE (:N {v: i}))
FINISH
