SELECT count(DISTINCT k.b) FROM (SELECT a FROM has_interest WHERE b IN (1,5,9,100,200) GROUP BY a HAVING count(*)>1) x JOIN knows k ON k.a=x.a
