MATCH (n) WHERE n.name = 'Domino's' RETURN n
