MATCH (n)
WEHRE n.name = 'Uber'
RETURN n
