// title: Which phase was when, side by side?
// show: timeline, bars phase, from from, until to, lanes company
MATCH (company:Company)<-[:ABOUT]-(study:Study)-[:HAS_PHASE]->(phase:Phase)
RETURN company, study, phase.from AS from, phase.to AS to, phase, phase.style AS style
ORDER BY from, company.name
