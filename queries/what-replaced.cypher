// title: What replaced $technology, and where?
// param technology: STRING = 'Apache Storm' -- the name of a technology
// show: graph, left-to-right
MATCH (old:Technology {name: $technology})-[change:REPLACED_BY]->(new)
RETURN old, change, new, coalesce(change.implied, false) AS implied
ORDER BY new.name, change.company
