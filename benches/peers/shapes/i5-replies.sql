SELECT q.b, max(r.a), min(r.b), sum(r.a-r.b)::BIGINT FROM reply_of_post r JOIN post_has_creator q ON q.a=r.b GROUP BY q.b ORDER BY 1 LIMIT 5
