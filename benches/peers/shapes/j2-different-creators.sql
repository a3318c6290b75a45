SELECT t.b, count(DISTINCT c.b) FROM post_has_tag t JOIN post_has_creator c ON c.a=t.a GROUP BY t.b ORDER BY 2 DESC,1 LIMIT 5
