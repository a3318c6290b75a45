// title: What did $company build its platform for, and with what?
// param company: STRING = 'Uber' -- the name of a company
// param kind: STRING = 'use case' -- use case, innovation, optimization, ingestion or storage tier
// show: graph, left-to-right, connect USES
MATCH (:Company {name: $company})<-[:ABOUT]-(:Study)-[:HAS_SOLUTION]->(solution:Solution {kind: $kind})
OPTIONAL MATCH (solution)-[:USES]->(technology:Technology)
WITH solution, technology ORDER BY technology.name
RETURN solution, collect(DISTINCT technology) AS technologies, solution.techniques AS techniques,
       [(solution)-[:REPORTS]->(figure:Figure) | figure.metric + ': ' + figure.raw] AS figures
ORDER BY solution.name
