MATCH (n) RETURN n.x, count(*) HAVING count(*) > 1
