RETURN [x IN xs], [x IN xs WHERE x > 1], [x IN xs | x + 1], [x IN xs WHERE x > 1 | x], [1 IN xs], [(x IN xs), y], [[x IN y | x] IN z];
