MATCH (m:Message)
RETURN count(*), min(m.id), max(m.id), sum(m.id)
