WITH x AS (SELECT a, count(*) n FROM knows GROUP BY a HAVING count(*)>20) SELECT h.b, sum(n)::BIGINT FROM x JOIN has_interest h ON h.a=x.a GROUP BY h.b ORDER BY 2 DESC,1 LIMIT 5
