MATCH (n:Company)
WHERE n.name = 'Uber'
DETACH DELETE n
