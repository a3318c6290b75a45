MATCH (n:Company&Listed) RETURN n
