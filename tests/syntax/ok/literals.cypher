RETURN null, NULL, true, False, [], {}, [1, [2, {a: {b: 3}}]], $p, $0, $`a b`;
