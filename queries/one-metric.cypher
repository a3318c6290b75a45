// title: How do the companies compare in $metric?
// param metric: STRING = 'availability' -- words that the name of the metric holds
MATCH (company:Company)<-[:ABOUT]-(study:Study)-[:REPORTS|HAS_PHASE|HAS_SOLUTION*1..2]->(figure:Figure)
WHERE toLower(figure.metric) CONTAINS toLower($metric)
RETURN DISTINCT company.name AS company, figure.metric AS metric, figure.raw AS raw, figure.year AS year, figure.source AS source
ORDER BY metric, company, year
