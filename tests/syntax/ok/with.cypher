MATCH (n) WITH n, count(*) AS many WHERE many > 1 WITH DISTINCT n ORDER BY n.x SKIP 1 LIMIT 2 WITH *, 1 AS one RETURN *;
