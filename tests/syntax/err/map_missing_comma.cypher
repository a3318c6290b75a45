MATCH (n {name: 'Uber' year: 2010}) RETURN n
