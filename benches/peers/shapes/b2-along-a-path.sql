SELECT count(*) FROM knows k1 JOIN knows k2 ON k2.a=k1.b WHERE k1.a<k1.b AND k2.a<k2.b
