MATCH (a:Person {id: 933})-[:KNOWS*1..3]-(b:Person)
RETURN count(DISTINCT b) AS n
