// title: Which technologies do several companies use?
// param least: INTEGER = 2 -- the least number of companies
// param current_only: BOOLEAN = false -- leave out what a company has given up
// show: matrix, rows technology, columns companies, connect USES
MATCH (company:Company)-[use:USES]->(technology:Technology)
WHERE use.current OR NOT $current_only
WITH technology, company ORDER BY company.name
WITH technology, collect(DISTINCT company) AS companies
WHERE size(companies) >= $least
RETURN technology, companies
ORDER BY size(companies) DESC, technology.name
