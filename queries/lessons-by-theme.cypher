// title: Which lessons do several studies teach?
// param least: INTEGER = 2 -- the least number of studies
// show: matrix, rows theme, columns companies
MATCH (company:Company)<-[:ABOUT]-(study:Study)-[:TEACHES]->(lesson:Lesson)-[:ON]->(theme:Theme)
WITH theme, company, study, lesson ORDER BY company.name, lesson.title
WITH theme, count(DISTINCT study) AS studies, collect(DISTINCT company) AS companies,
     collect(DISTINCT lesson.title) AS lessons
WHERE studies >= $least
RETURN theme, companies, lessons
ORDER BY studies DESC, theme.title
