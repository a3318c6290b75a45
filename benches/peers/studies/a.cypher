MATCH (x:Company)-[:USES]->(t:Technology)-[:IN_CATEGORY]->(:Category {name: 'Stream processor'}), (y:Company)-[:USES]->(t)
WHERE x.name < y.name
RETURN count(*)
