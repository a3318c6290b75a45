// title: Which companies share a stream processor?
// show: graph, left-to-right, connect USES
MATCH (company:Company)-[:USES]->(technology:Technology)-[:IN_CATEGORY]->(:Category {path: 'processing/stream'})
WITH technology, company ORDER BY company.name
WITH technology, collect(DISTINCT company) AS companies
WHERE size(companies) > 1
RETURN technology, companies
ORDER BY size(companies) DESC, technology.name
