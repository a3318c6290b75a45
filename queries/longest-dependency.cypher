// title: What is the longest chain of technologies that rest on each other?
// show: graph, left-to-right
MATCH path = (:Technology)-[:BUILT_ON|DEPENDS_ON|FORK_OF*]->(:Technology)
WITH max(length(path)) AS longest
MATCH path = (:Technology)-[:BUILT_ON|DEPENDS_ON|FORK_OF*]->(:Technology)
WHERE length(path) = longest
RETURN path
ORDER BY [node IN nodes(path) | node.name]
