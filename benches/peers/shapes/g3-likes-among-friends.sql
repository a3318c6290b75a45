SELECT l.a, count(*) n FROM likes_post l JOIN post_has_creator c ON c.a=l.b JOIN knows k ON k.a=c.b AND k.b=l.a GROUP BY l.a ORDER BY n DESC, l.a LIMIT 10
