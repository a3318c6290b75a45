RETURN filter(x IN [1, 2] WHERE x > 1)
