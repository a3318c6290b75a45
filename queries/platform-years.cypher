// title: Which technologies carried the platform of $company through its phases?
// param company: STRING = 'Netflix' -- the name of a company
// param layers: LIST<STRING> = ['messaging', 'processing', 'orchestration'] -- the parts of the platform
// show: timeline, bars what, from since, until until, lanes layer, as returned
MATCH (:Company {name: $company})<-[:ABOUT]-(:Study)-[:HAS_PHASE]->(phase:Phase)
WITH phase ORDER BY phase.order
RETURN phase AS what, phase.from AS since, phase.to AS until, 'phases' AS layer
UNION ALL
MATCH (:Company {name: $company})-[use:USES]->(technology:Technology)
WITH technology, use, split(use.layer, '/')[0] AS layer
WHERE layer IN $layers AND use.since IS NOT NULL
WITH technology, use, layer ORDER BY layer, technology.name
RETURN technology AS what, use.since AS since, use.until AS until, layer
