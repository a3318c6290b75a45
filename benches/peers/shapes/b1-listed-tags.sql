SELECT t.b, count(DISTINCT c.b) FROM comment_has_tag t JOIN comment_has_creator c ON c.a=t.a WHERE t.b IN (1,2,3,5,8,13,21,34) GROUP BY t.b
