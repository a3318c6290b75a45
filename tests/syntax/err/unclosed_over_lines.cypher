MATCH (n:Company {
  name: 'Uber'
)
RETURN n
