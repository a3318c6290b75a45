MATCH (n) RETURN n FROM Company
