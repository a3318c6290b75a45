// title: What does $area success depend on?
// param area: STRING = 'technical' -- technical or organizational
MATCH (factor:Factor {area: $area})
OPTIONAL MATCH (factor)-[:ON]->(theme:Theme)<-[:ON]-(:Lesson)<-[:TEACHES]-(study:Study)-[:ABOUT]->(company:Company)
WITH factor, company ORDER BY company.name
RETURN factor.group AS group, factor.title AS factor, factor.text AS text, collect(DISTINCT company.name) AS `also a lesson of`
ORDER BY group, factor
