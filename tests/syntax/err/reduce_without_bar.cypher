RETURN reduce(total = 0, x IN [1], total + x)
