SELECT count(*) FROM knows k1
JOIN knows k2 ON k2.a = k1.b AND k2.b <> k1.a
JOIN has_interest interest ON interest.a = k2.b
LEFT JOIN knows k3 ON k3.a = k1.a AND k3.b = k2.b
WHERE k3.a IS NULL
