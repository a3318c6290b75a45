SELECT CASE WHEN a%10<3 THEN 'low' ELSE 'high' END k, count(*), count(DISTINCT b) FROM (SELECT * FROM post_has_creator UNION ALL SELECT * FROM comment_has_creator) GROUP BY 1 ORDER BY 1
