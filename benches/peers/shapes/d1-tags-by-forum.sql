SELECT n, count(*) FROM (SELECT f.id, count(t.b) n FROM Forum f LEFT JOIN container_of c ON c.a=f.id LEFT JOIN post_has_tag t ON t.a=c.b GROUP BY f.id) GROUP BY n ORDER BY n
