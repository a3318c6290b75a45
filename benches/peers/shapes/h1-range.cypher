MATCH (m:Message)
WHERE m.id > 100000 AND m.id < 100100
RETURN m.id
