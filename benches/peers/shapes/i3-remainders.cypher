MATCH (m:Message)
WHERE m.id % 2 = 0 AND m.id % 3 = 1
RETURN count(*)
