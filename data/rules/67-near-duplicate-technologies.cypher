// title: Technologies whose names differ in case, spaces or hyphens only
// about: An alias counts as a name.
// severity: error
MATCH (technology:Technology)
UNWIND [technology.name] + coalesce(technology.aliases, []) AS name
WITH replace(replace(toLower(name), ' ', ''), '-', '') AS folded, collect(DISTINCT technology) AS alike
WHERE size(alike) > 1
RETURN 'The technologies ' + alike[0].id + ' and ' + alike[1].id + ' have nearly the same name.' AS finding,
       alike[1] AS second
