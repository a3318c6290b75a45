RETURN a = b, a <> b, a < b, a <= b, a > b, a >= b, a < b <= c, (a < b) < c, NOT a = b;
