// title: A company uses what the phases of its platform use
// about: One relationship for each use in a phase, with the years of the phase, or the first year that is given for it.
MATCH (company:Company)<-[:ABOUT]-(study:Study)-[:HAS_PHASE]->(phase:Phase)-[use:USES]->(technology:Technology)
CREATE (company)-[:USES {
  role: use.role,
  layer: use.layer,
  as_written: use.as_written,
  since: coalesce(use.since, phase.from),
  until: phase.to,
  current: phase.to IS NULL,
  implied: use.implied,
  source: use.source,
  basis: use.basis,
  confidence: use.confidence
}]->(technology)
