// title: How did the platform of $company evolve, phase by phase?
// param company: STRING = 'Netflix' -- the name of a company
// show: graph, left-to-right, connect USES, annotate years
MATCH (:Company {name: $company})<-[:ABOUT]-(:Study)-[:HAS_PHASE]->(phase:Phase)-[use:USES]->(technology:Technology)
WITH phase, technology ORDER BY technology.name
RETURN phase, toString(phase.from) + coalesce('–' + toString(phase.to), ' on') AS years, phase.style AS style,
       collect(DISTINCT technology) AS technologies
ORDER BY phase.order
