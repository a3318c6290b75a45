SELECT t.b, count(DISTINCT l.a) FROM likes_post l JOIN post_has_tag t ON t.a=l.b WHERE NOT EXISTS (SELECT 1 FROM has_interest h WHERE h.a=l.a AND h.b=5) GROUP BY t.b ORDER BY 2 DESC,1 LIMIT 5
