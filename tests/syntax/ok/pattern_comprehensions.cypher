MATCH (a) RETURN [(a)-->(b) | b.x], [p = (a)-[:R*]->({y: {z: "}"}}) WHERE b.x > 1 | p], [(a)-->(b)], [(a)-->(b), 1];
