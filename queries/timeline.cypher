// title: Which phase was when, side by side?
// show: graph, left-to-right, connect HAS_PHASE|ABOUT
MATCH (company:Company)<-[:ABOUT]-(study:Study)-[:HAS_PHASE]->(phase:Phase)
RETURN company, study, phase.from AS from, phase.to AS to, phase, phase.style AS style
ORDER BY from, company.name
