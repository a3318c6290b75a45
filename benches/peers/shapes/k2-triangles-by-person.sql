SELECT k1.a, count(*) FROM knows k1 JOIN knows k2 ON k2.a=k1.b JOIN knows k3 ON k3.a=k2.b AND k3.b=k1.a GROUP BY k1.a ORDER BY 2 DESC,1 LIMIT 5
