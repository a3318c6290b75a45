// title: Which patterns are applied by whom, and what for?
// show: matrix, rows pattern, columns companies
MATCH (pattern:Pattern)<-[:APPLIES]-(place)
OPTIONAL MATCH (place)<-[:HAS_PHASE|HAS_SOLUTION]-(around:Study)
MATCH (study:Study)-[:ABOUT]->(company:Company)
WHERE study = coalesce(around, place)
WITH pattern, collect(DISTINCT company) AS companies, collect(DISTINCT place.name) AS places
RETURN pattern, companies, places
ORDER BY size(companies) DESC, pattern.name
