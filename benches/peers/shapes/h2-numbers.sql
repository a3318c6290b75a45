SELECT count(*), min(id), max(id), sum(id)::BIGINT FROM (SELECT id FROM Post UNION ALL SELECT id FROM Comment)
