SELECT count(*), sum(n)::BIGINT, max(n) FROM (SELECT p.id, count(r.a) n FROM Post p LEFT JOIN reply_of_post r ON r.b=p.id GROUP BY p.id)
