// title: When did each company change the style of its platform?
// show: timeline, bars phase, from from, until to, lanes company
MATCH (company:Company)<-[:ABOUT]-(:Study)-[:HAS_PHASE]->(phase:Phase)
WHERE phase.from IS NOT NULL
RETURN company.name AS company, phase
ORDER BY company, phase.order
