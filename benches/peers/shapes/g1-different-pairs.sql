SELECT count(*) FROM (SELECT DISTINCT l.a, c.a FROM likes_post l JOIN container_of c ON c.b=l.b)
