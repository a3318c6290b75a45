SELECT c.b, q.b, count(*) FROM comment_has_creator c JOIN reply_of_post r ON r.a=c.a JOIN post_has_creator q ON q.a=r.b GROUP BY ALL ORDER BY 3 DESC,1,2 LIMIT 5
