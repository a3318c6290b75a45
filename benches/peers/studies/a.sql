SELECT count(*) FROM uses x
JOIN uses y ON y.b = x.b AND x.a < y.a
JOIN in_category c ON c.a = x.b
WHERE c.b = 'Stream processor'
