SELECT count(*) FROM knows k1
JOIN knows k2 ON k2.a = k1.b AND k2.b <> k1.a
JOIN has_interest interest ON interest.a = k2.b
