MATCH (n)-[r]-(m)
DELETE r, m
DETACH DELETE n, [n, m][0]
