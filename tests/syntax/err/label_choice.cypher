MATCH (n:Company|Study) RETURN n
