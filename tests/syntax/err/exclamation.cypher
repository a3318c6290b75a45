MATCH (n) WHERE !n.active RETURN n
