// title: How much of each platform is open source, managed or made in house?
MATCH (:Study)-[:ABOUT]->(company:Company)-[:USES]->(technology:Technology)
WITH DISTINCT company, technology ORDER BY technology.name
RETURN company.name AS company, technology.kind AS kind, count(*) AS technologies, collect(technology.name)[..4] AS examples
ORDER BY company, technologies DESC, kind
