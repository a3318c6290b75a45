MATCH (n) WHERE n.name LIKE 'U%' RETURN n
