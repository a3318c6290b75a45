// title: What connects two companies?
// about: Every shortest way between them that leads over technologies and patterns.
// param from: STRING = 'Netflix' -- the name of a company
// param to: STRING = 'Uber' -- the name of another
// show: graph, left-to-right, connect USES|USES_VIA
MATCH (a:Company {name: $from}), (b:Company {name: $to})
MATCH path = allShortestPaths((a)-[:USES|USES_VIA|ORIGINATED_AT|BUILT_ON|DEPENDS_ON*..6]-(b))
RETURN DISTINCT nodes(path) AS way
ORDER BY [node IN way | node.id]
