SELECT k1.a, k2.b, count(*) n FROM knows k1 JOIN knows k2 ON k2.a=k1.b WHERE k1.a<k2.b AND NOT EXISTS (SELECT 1 FROM knows k WHERE k.a=k1.a AND k.b=k2.b) GROUP BY ALL ORDER BY n DESC,1,2 LIMIT 10
