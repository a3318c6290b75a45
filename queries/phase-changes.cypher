// title: What did each phase at $company drop and add?
// about: Compares each phase with the one before it.
// show: graph, left-to-right, annotate dropped|added|kept
// param company: STRING = 'Uber' -- the name of a company
MATCH (:Company {name: $company})<-[:ABOUT]-(study:Study)-[:HAS_PHASE]->(phase:Phase)
MATCH (study)-[:HAS_PHASE]->(before:Phase {order: phase.order - 1})
RETURN phase,
       [(before)-[:USES]->(old:Technology) WHERE NOT (phase)-[:USES]->(old) | old.name] AS dropped,
       [(phase)-[:USES]->(new:Technology) WHERE NOT (before)-[:USES]->(new) | new.name] AS added,
       [(before)-[:USES]->(kept:Technology) WHERE (phase)-[:USES]->(kept) | kept.name] AS kept
ORDER BY phase.order
