MATCH (c:Company)-[:USES]->(t:Technology)-[:IN_CATEGORY]->(:Category {name: 'Database'})
RETURN t.name, count(c) AS companies ORDER BY companies DESC, t.name LIMIT 20
