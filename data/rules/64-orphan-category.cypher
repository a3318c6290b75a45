// title: A category without a technology
// about: Only the ends of the tree count, and a category may do by being the layer of a use.
// severity: warning
MATCH ()-[use:USES]->(:Technology)
WITH collect(DISTINCT use.layer) AS layers
MATCH (category:Category)
WHERE NOT EXISTS { (:Category)-[:PART_OF]->(category) }
  AND NOT EXISTS { (:Technology)-[:IN_CATEGORY|ALSO_IN]->(category) }
  AND NOT (category.taxonomy = 'fine' AND category.path IN layers)
RETURN 'No technology is in the category ' + category.id + '.' AS finding, category
