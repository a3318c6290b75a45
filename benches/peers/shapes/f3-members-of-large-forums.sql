WITH x AS (SELECT a FROM has_member GROUP BY a HAVING count(*)>30) SELECT l.b, count(*) n FROM x JOIN has_member m ON m.a=x.a JOIN is_located_in l ON l.a=m.b GROUP BY l.b ORDER BY n DESC, l.b LIMIT 5
