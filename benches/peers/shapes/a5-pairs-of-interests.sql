SELECT x.b, y.b, count(*) n FROM has_interest x JOIN has_interest y ON x.a=y.a WHERE x.b<y.b GROUP BY ALL ORDER BY n DESC, 1, 2 LIMIT 10
