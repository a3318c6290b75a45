SELECT count(*) FROM (SELECT a, list(b) l FROM post_has_tag GROUP BY a) WHERE len(l)>3
