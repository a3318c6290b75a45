MATCH (n) RETURN n ODER BY n.name
