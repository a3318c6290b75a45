MATCH (n {name = 'Uber'}) RETURN n
