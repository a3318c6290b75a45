MATCH (a) RETURN [(a)-->(b) WHERE b.x > 1]
