// title: What connects $from and $to?
// about: Every shortest way between them that leads over technologies and patterns.
// param from: STRING = 'Netflix' -- the name of a company
// param to: STRING = 'Uber' -- the name of another
// show: graph, left-to-right
MATCH (a:Company {name: $from}), (b:Company {name: $to})
MATCH path = allShortestPaths((a)-[:USES|USES_VIA|ORIGINATED_AT|BUILT_ON|DEPENDS_ON*..6]-(b))
// Of several ways over the same nodes the one that is used today counts.
WITH path, size([step IN relationships(path) WHERE step.current = false]) AS given_up ORDER BY given_up
WITH nodes(path) AS way, collect(path)[0] AS path
RETURN path
ORDER BY [node IN way | node.id]
