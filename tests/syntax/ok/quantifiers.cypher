RETURN all(x IN xs WHERE x > 1), ANY(x IN xs WHERE x), none(x IN xs WHERE x), single(x IN xs WHERE x), any(xs), all(x = y);
