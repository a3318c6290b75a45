MATCH (a)-->(b), (b)-->(c), p = (c)--(d) WHERE a.x = d.x RETURN *;
