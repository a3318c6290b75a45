UNWIND [1, 2] AS x UNWIND $list AS y RETURN x + y;
