MATCH (n) RETURN n.last AS end
