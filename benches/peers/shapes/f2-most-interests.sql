SELECT a, len(list(b)) n FROM has_interest GROUP BY a ORDER BY n DESC, a LIMIT 10
