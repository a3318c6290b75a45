UNWIND [1] AS count WITH count, 1 AS any, 2 AS all, 3 AS none, 4 AS single, 5 AS exists, 6 AS filter, 7 AS extract, 8 AS type, 9 AS by, 10 AS on, 11 AS shortestPath RETURN all, exists, type(any), on;
