RETURN a STARTS WITH 'x', a ENDS WITH 'y', a CONTAINS 'z', a =~ '.*', a IN [1], a IS NULL, a IS NOT NULL, a + b IN c, a = b IS NULL, NOT a IN b, a IS NULL IS NULL;
