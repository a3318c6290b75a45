RETURN all(x IN [1, 2])
