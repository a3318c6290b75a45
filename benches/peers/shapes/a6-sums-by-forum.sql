SELECT c.a, sum(l.a)::BIGINT s, max(l.a) FROM container_of c JOIN likes_post l ON l.b=c.b GROUP BY c.a ORDER BY s DESC, c.a LIMIT 5
