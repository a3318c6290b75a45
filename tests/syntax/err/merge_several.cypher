MERGE (a), (b)
