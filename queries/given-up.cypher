// title: Which technologies did everybody give up who used them?
// show: matrix, rows technology, columns companies, value until, connect USES
MATCH (company:Company)-[use:USES]->(technology:Technology)
WITH technology, collect(DISTINCT company) AS companies, max(use.until) AS until, collect(use.current) AS current
WHERE none(each IN current WHERE each)
RETURN technology, companies, until
ORDER BY until, technology.name
