SELECT uses.b, count(*) AS companies FROM uses
JOIN in_category c ON c.a = uses.b
WHERE c.b = 'Database'
GROUP BY 1 ORDER BY companies DESC, 1 LIMIT 20
