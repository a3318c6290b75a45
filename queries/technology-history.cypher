// title: Who used $technology when, and what for?
// param technology: STRING = 'Apache Hadoop' -- the name of a technology
MATCH (company:Company)-[use:USES]->(:Technology {name: $technology})
RETURN company.name AS company, use.since AS since, use.until AS until, use.current AS current, use.role AS role,
       source(use) AS source
ORDER BY company, since, role
