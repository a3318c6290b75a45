// title: A company uses what the current stack of its platform holds
// about: Only what its last phase does not say already in the same role.
MATCH (company:Company)<-[:ABOUT]-(study:Study)-[use:USES]->(technology:Technology)
WHERE NOT EXISTS {
  (company)-[known:USES]->(technology) WHERE known.current AND known.role = use.role
}
CREATE (company)-[:USES {
  role: use.role,
  layer: use.layer,
  as_written: use.as_written,
  current: true,
  implied: use.implied,
  source: use.source,
  basis: use.basis,
  confidence: use.confidence
}]->(technology)
