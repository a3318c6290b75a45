RETURN [x IN xs, 1]
