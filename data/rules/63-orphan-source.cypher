// title: A source that nothing names
// severity: warning
MATCH (node)
WITH collect(DISTINCT node.source) AS by_nodes
MATCH ()-[relationship]->()
WITH by_nodes, collect(DISTINCT relationship.source) AS by_relationships
MATCH (source:Source)
WHERE NOT source.id IN by_nodes + by_relationships
RETURN 'No statement names the source ' + source.id + '.' AS finding, source
