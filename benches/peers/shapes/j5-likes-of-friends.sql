SELECT count(*) FROM likes_post l JOIN post_has_creator c ON c.a=l.b WHERE l.b%2=0 AND EXISTS (SELECT 1 FROM knows k WHERE k.a=l.a AND k.b=c.b)
