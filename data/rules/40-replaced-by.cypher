// title: What a study records as a replacement leads from the old to the new
MATCH (company:Company)<-[:ABOUT]-(study:Study)-[:RECORDS]->(replacement:Replacement),
      (old)<-[:OLD]-(replacement)-[:NEW]->(new)
CREATE (old)-[:REPLACED_BY {
  company: company.name,
  year: replacement.year,
  why: replacement.why,
  scope: replacement.scope,
  implied: replacement.implied,
  source: replacement.source,
  basis: replacement.basis,
  confidence: replacement.confidence
}]->(new)
