SELECT count(*), count(l.b), count(i.b) FROM Person p LEFT JOIN likes_post l ON l.a=p.id LEFT JOIN has_interest i ON i.a=p.id
