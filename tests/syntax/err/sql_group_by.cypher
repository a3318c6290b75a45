MATCH (n) RETURN n.industry, count(*) GROUP BY n.industry
