// title: Which lessons do several studies teach?
// show: table
MATCH (study:Study)-[:TEACHES]->(:Lesson)-[:ON]->(theme:Theme)
WITH theme, study ORDER BY study.title
WITH theme, collect(DISTINCT study.title) AS studies
WHERE size(studies) >= 3
RETURN theme.title AS theme, size(studies) AS number, studies
ORDER BY number DESC, theme
