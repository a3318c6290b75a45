MATCH (n:Company WHERE n.name = 'Uber') RETURN n
