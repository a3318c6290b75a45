SELECT count(*) FROM has_interest i WHERE NOT EXISTS (SELECT 1 FROM likes_post l WHERE l.a=i.a)
