SELECT i.b, count(DISTINCT k.b) n FROM has_interest i JOIN knows k ON k.a=i.a GROUP BY i.b ORDER BY n DESC, i.b LIMIT 5
