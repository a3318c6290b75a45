WITH home AS (SELECT city.a AS person, country.b AS country FROM is_located_in city JOIN is_part_of country ON country.a = city.b)
SELECT count(*) FROM home x
JOIN knows k1 ON k1.a = x.person JOIN home y ON y.person = k1.b AND y.country = x.country
JOIN knows k2 ON k2.a = k1.b JOIN home z ON z.person = k2.b AND z.country = x.country
JOIN knows k3 ON k3.a = k2.b AND k3.b = x.person
