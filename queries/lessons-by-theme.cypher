// title: Which lessons do several studies teach?
// param least: INTEGER = 2 -- the least number of studies
MATCH (study:Study)-[:TEACHES]->(lesson:Lesson)-[:ON]->(theme:Theme)
WITH theme, collect(DISTINCT study) AS studies, collect(DISTINCT lesson.title) AS lessons
WHERE size(studies) >= $least
RETURN theme, studies, lessons
ORDER BY size(studies) DESC, theme.title
