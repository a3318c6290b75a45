// title: Which stack is recommended for a size of company, and who uses its parts?
// param segment: STRING = 'start-up' -- start-up, growth company or enterprise
// show: graph, left-to-right, connect RECOMMENDS|USES
MATCH (segment:Segment {name: $segment})-[advice:RECOMMENDS]->(part:Technology)
OPTIONAL MATCH (company:Company)-[:USES]->(part)
WITH segment, part, advice, company ORDER BY company.name
RETURN segment, advice.role AS role, part, coalesce(advice.alternative, false) AS alternative,
       collect(DISTINCT company) AS users
ORDER BY role, part.name
