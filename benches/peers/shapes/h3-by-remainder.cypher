MATCH (m:Message)
RETURN m.id % 100, count(*), sum(m.id)
