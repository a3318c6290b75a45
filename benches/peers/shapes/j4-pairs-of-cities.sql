SELECT l1.b, l2.b, count(*) FROM knows k JOIN is_located_in l1 ON l1.a=k.a JOIN is_located_in l2 ON l2.a=k.b WHERE l1.b<l2.b GROUP BY ALL ORDER BY 3 DESC,1,2 LIMIT 5
