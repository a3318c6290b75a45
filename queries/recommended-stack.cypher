// title: Which stack is recommended for the $segment, and who uses its parts?
// param segment: STRING = 'start-up' -- start-up, growth company or enterprise
// show: matrix, rows part, columns users, group by role, value first choice
MATCH (:Segment {name: $segment})-[advice:RECOMMENDS]->(part:Technology)
OPTIONAL MATCH (company:Company)-[:USES]->(part)
WITH part, advice, company ORDER BY company.name
RETURN advice.role AS role, part, NOT coalesce(advice.alternative, false) AS `first choice`,
       collect(DISTINCT company) AS users
ORDER BY role, part.name
