// title: What replaced what?
// about: Most of these are implied: the documents list other tools in the next phase and never say that one replaced the
// about: other.
// show: graph, left-to-right
MATCH (old)-[change:REPLACED_BY]->(new)
RETURN old, change, new, coalesce(change.implied, false) AS implied
ORDER BY change.company, old.name, new.name
