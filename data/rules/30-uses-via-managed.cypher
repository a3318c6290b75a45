// title: Who uses a managed version of a technology uses the technology by way of it
MATCH (company:Company)-[use:USES]->(managed:Technology)-[:MANAGED_VERSION_OF]->(technology:Technology)
CREATE (company)-[:USES_VIA {
  via: managed.name,
  since: use.since,
  until: use.until,
  current: use.current,
  implied: use.implied,
  source: use.source,
  basis: use.basis,
  confidence: use.confidence
}]->(technology)
