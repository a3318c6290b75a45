// title: Phases of one study that overlap
// about: The last year of a phase may be the first of the next.
// severity: error
MATCH (study:Study)-[:HAS_PHASE]->(one:Phase), (study)-[:HAS_PHASE]->(next:Phase)
WHERE one.order < next.order AND (one.to IS NULL OR one.to > next.from)
RETURN 'The phases ' + one.name + ' and ' + next.name + ' overlap.' AS finding, next
