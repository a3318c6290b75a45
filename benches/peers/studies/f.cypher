MATCH (c:Company {name: 'company-0000123'})-[r:USES|HAS_STUDY]->(n)
RETURN n.name ORDER BY n.name
