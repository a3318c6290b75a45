SELECT b FROM uses WHERE a = 'company-0000123'
UNION ALL SELECT b FROM has_study WHERE a = 'company-0000123'
ORDER BY 1
