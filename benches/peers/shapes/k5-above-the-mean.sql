WITH x AS (SELECT a, count(*) n FROM has_member GROUP BY a) SELECT count(*) FROM x WHERE n > (SELECT avg(n) FROM x)
