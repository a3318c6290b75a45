// title: What do the companies do about $goal?
// param goal: STRING = 'cost' -- latency, throughput, cost, reliability, observability or correctness
MATCH (whole)-[:HAS_SOLUTION]->(solution:Solution {goal: $goal})
OPTIONAL MATCH (whole)-[:ABOUT]->(company:Company)
RETURN coalesce(company.name, whole.title) AS `by`, solution.name AS optimization,
       [(solution)-[:APPLIES]->(pattern:Pattern) | pattern.name] AS patterns,
       [(solution)-[:REPORTS]->(figure:Figure) | figure.metric + ': ' + figure.raw] AS figures
ORDER BY `by`, optimization
