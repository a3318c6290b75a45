CALL a.b.c
YIELD *
CALL run(1, n.x) YIELD out AS o, other WHERE o > 1
CALL nothing() YIELD -
RETURN call, yield
