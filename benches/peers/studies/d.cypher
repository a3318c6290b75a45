MATCH p = shortestPath((a:Company {name: 'company-0000007'})-[:USES|DEPENDS_ON*..6]-(b:Company {name: 'company-0000900'}))
RETURN length(p)
