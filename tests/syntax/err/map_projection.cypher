MATCH (n) RETURN n {.name, .year}
