// title: A use in a layer that no category has
// severity: error
MATCH (category:Category {taxonomy: 'fine'})
WITH collect(category.path) AS paths
MATCH (user)-[use:USES]->(technology:Technology)
WHERE NOT use.layer IN paths AND NOT user:Company
RETURN technology.name + ' is used in the layer ' + use.layer + ', which no category has.' AS finding, use
