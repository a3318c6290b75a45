// title: A claim that is held to be more certain than it can be
// about: What a document claims, and what is generally known, is of medium confidence at most.
// severity: error
MATCH (node)
WHERE node.confidence = 'high' AND node.basis IN ['document', 'general knowledge']
RETURN 'A claim whose basis is ' + node.basis + ' has high confidence.' AS finding, node AS claim
UNION ALL
MATCH ()-[relationship]->()
WHERE relationship.confidence = 'high' AND relationship.basis IN ['document', 'general knowledge']
RETURN 'A claim whose basis is ' + relationship.basis + ' has high confidence.' AS finding, relationship AS claim
