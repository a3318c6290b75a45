// title: Which patterns do at least $least companies apply?
// param least: INTEGER = 3 -- the least number of companies
// show: matrix, rows pattern, columns company
MATCH (pattern:Pattern)<-[:APPLIES]-(place)
OPTIONAL MATCH (place)<-[:HAS_PHASE|HAS_SOLUTION]-(around:Study)
MATCH (study:Study)-[:ABOUT]->(company:Company)
WHERE study = coalesce(around, place)
WITH pattern, collect(DISTINCT company) AS companies
WHERE size(companies) >= $least
UNWIND companies AS company
RETURN pattern, company
ORDER BY pattern.name, company.name
