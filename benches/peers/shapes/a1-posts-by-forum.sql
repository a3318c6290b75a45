SELECT a, count(*) n FROM container_of GROUP BY a ORDER BY n DESC, a LIMIT 10
