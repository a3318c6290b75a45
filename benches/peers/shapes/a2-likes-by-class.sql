SELECT h.b, count(*) FROM likes_post l JOIN post_has_tag t ON t.a=l.b JOIN has_type h ON h.a=t.b GROUP BY h.b
