// title: How the processing at Netflix moved from batch to streams
// show: timeline, bars what, from since, until until, lanes lane, as returned
MATCH (:Company {name: 'Netflix'})<-[:ABOUT]-(:Study)-[:HAS_PHASE]->(phase:Phase)
WITH phase ORDER BY phase.order
RETURN phase AS what, phase.from AS since, phase.to AS until, 'phases' AS lane
UNION ALL
MATCH (:Company {name: 'Netflix'})-[use:USES]->(technology:Technology)
WHERE use.layer STARTS WITH 'processing/' AND use.since IS NOT NULL
WITH technology, use ORDER BY use.layer, technology.name
RETURN technology AS what, use.since AS since, use.until AS until, split(use.layer, '/')[1] AS lane
