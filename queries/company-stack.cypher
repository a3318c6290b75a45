// title: What does $company use today, layer by layer?
// param company: STRING = 'Netflix' -- the name of a company
MATCH (:Company {name: $company})-[use:USES]->(technology:Technology)
WHERE use.current
WITH DISTINCT use.layer AS layer, technology.name AS name ORDER BY name
RETURN layer, collect(name) AS technologies
ORDER BY layer
