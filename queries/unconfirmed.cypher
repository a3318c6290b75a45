// title: Which facts rest on little?
// about: What is marked with low confidence, with the file and line where it is written.
MATCH (thing)
WHERE thing.confidence = 'low'
RETURN labels(thing)[0] AS kind, coalesce(thing.name, thing.title, thing.metric, thing.text) AS thing,
       thing.basis AS basis, file(thing) + ':' + line(thing) AS place
ORDER BY kind, thing
