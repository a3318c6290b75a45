SELECT id % 100, count(*), sum(id)::BIGINT FROM (SELECT id FROM Post UNION ALL SELECT id FROM Comment) GROUP BY 1
