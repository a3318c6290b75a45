WITH x AS (SELECT b p, count(*) posts FROM post_has_creator GROUP BY b HAVING count(*)>10) SELECT count(*), sum(posts)::BIGINT FROM x JOIN knows k ON k.a=x.p
