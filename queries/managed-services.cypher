// title: Which managed services are used, and what do they run?
// show: matrix, rows service, columns company, value technology, connect USES|MANAGED_VERSION_OF
MATCH (company:Company)-[use:USES]->(service:Technology)-[:MANAGED_VERSION_OF]->(technology:Technology)
RETURN DISTINCT company, service, technology
ORDER BY company.name, service.name, technology.name
