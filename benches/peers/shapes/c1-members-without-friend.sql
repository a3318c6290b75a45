SELECT count(*) FROM has_member m JOIN knows k ON k.a=m.b LEFT JOIN has_member o ON o.a=m.a AND o.b=k.b WHERE o.a IS NULL
