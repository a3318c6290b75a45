MATCH (n) WHERE n.name NOT IN ['a'] RETURN n
