// title: Open source, managed, or made in house?
// show: matrix, rows kind, columns company, value technologies, as returned
MATCH (:Study)-[:ABOUT]->(company:Company)-[:USES]->(technology:Technology)
WITH DISTINCT company, technology ORDER BY company.name
WITH technology.kind AS kind, count(*) AS all, collect(company) AS companies
UNWIND companies AS company
WITH kind, all, company, count(*) AS technologies
RETURN kind, company, technologies
ORDER BY all DESC, kind, company.name
