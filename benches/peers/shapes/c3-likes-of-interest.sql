SELECT count(*) FROM Person p WHERE EXISTS (SELECT 1 FROM likes_post l JOIN post_has_tag t ON t.a=l.b JOIN has_interest i ON i.b=t.b AND i.a=p.id WHERE l.a=p.id)
