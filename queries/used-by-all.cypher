// title: Which technologies do all companies use?
// about: Counts the companies that a study is about. A managed version counts when asked for.
// param count_managed: BOOLEAN = false -- a managed version counts as the technology that it runs
// show: graph, left-to-right, connect USES|USES_VIA
MATCH (:Study)-[:ABOUT]->(company:Company)
WITH count(DISTINCT company) AS everybody
MATCH (company:Company)-[use:USES|USES_VIA]->(technology:Technology)
WHERE type(use) = 'USES' OR $count_managed
WITH everybody, technology, company ORDER BY company.name
WITH everybody, technology, collect(DISTINCT company) AS companies
WHERE size(companies) = everybody
RETURN technology, companies
ORDER BY technology.name
