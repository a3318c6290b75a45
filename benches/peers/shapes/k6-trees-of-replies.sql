WITH RECURSIVE r(c,p) AS (SELECT a,b FROM reply_of_post UNION ALL SELECT x.a, r.p FROM r JOIN reply_of_comment x ON x.b=r.c) SELECT p, count(*) FROM r GROUP BY p ORDER BY 2 DESC,1 LIMIT 10
