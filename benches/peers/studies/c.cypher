MATCH (c:Company)-[:USES]->(:Technology)-[:DEPENDS_ON*0..3]->(:Technology {name: 'technology-00003'})
RETURN count(DISTINCT c)
