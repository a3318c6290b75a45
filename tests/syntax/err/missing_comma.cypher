MATCH (n) RETURN n.name n.year
