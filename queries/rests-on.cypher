// title: What does $technology rest on, directly or not?
// param technology: STRING = 'Keystone' -- the name of a technology
// show: graph, left-to-right
MATCH path = (:Technology {name: $technology})-[:BUILT_ON|DEPENDS_ON|FORK_OF|MANAGED_VERSION_OF*]->(:Technology)
RETURN path
ORDER BY length(path), [node IN nodes(path) | node.name]
