// title: What is advised to which size of company?
// show: graph, annotate data|phase|actions|patterns|factors
MATCH (segment:Segment)-[:ADVISES]->(advice:Recommendation)
RETURN segment, segment.data_size AS data, advice.name AS phase, advice.actions AS actions,
       [(segment)-[:RECOMMENDS]->(pattern:Pattern) | pattern.name] AS patterns,
       [(segment)-[:ADVISES]->(factor:Factor) | factor.title] AS factors
ORDER BY segment.from_terabytes IS NOT NULL, segment.from_terabytes
