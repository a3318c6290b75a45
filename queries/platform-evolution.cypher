// title: How did a platform evolve, phase by phase?
// param company: STRING = 'Netflix' -- the name of a company
// show: graph, left-to-right, connect USES, annotate from|to
MATCH (:Company {name: $company})<-[:ABOUT]-(:Study)-[:HAS_PHASE]->(phase:Phase)-[use:USES]->(technology:Technology)
WITH phase, technology ORDER BY technology.name
RETURN phase, phase.from AS from, phase.to AS to, phase.style AS style, collect(DISTINCT technology) AS technologies
ORDER BY phase.order
