// title: A pattern that nothing refers to
// about: No platform applies it, no replacement names it, and no other pattern is its kin.
// severity: warning
MATCH (pattern:Pattern)
WHERE NOT EXISTS { ()-->(pattern) } AND NOT EXISTS { (pattern)-[:RELATED_TO|CONTRASTS_WITH]->() }
RETURN 'Nothing refers to the pattern ' + pattern.name + '.' AS finding, pattern
