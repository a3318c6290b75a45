SELECT count(*) FROM knows k1 JOIN knows k2 ON k2.a=k1.b JOIN knows k3 ON k3.a=k2.b AND k3.b=k1.a WHERE k1.a<k1.b AND k2.a<k2.b
