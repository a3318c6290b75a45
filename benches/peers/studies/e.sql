SELECT teaches.b, count(DISTINCT has_study.a) AS companies FROM has_study
JOIN applies ON applies.a = has_study.b
JOIN teaches ON teaches.a = has_study.b
WHERE applies.b = 'pattern-0012'
GROUP BY 1 HAVING companies >= 3 ORDER BY companies DESC, 1 LIMIT 50
