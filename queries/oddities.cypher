// title: What is odd about the sources?
// about: What was noticed while reading them: contradictions, doubts, gaps, figures that mirror each other.
// param kind: STRING = 'contradiction' -- the kind of a note, such as contradiction, doubt, gap or mirror figures
MATCH (whole)-[:HAS_NOTE]->(note:Note {kind: $kind})
RETURN whole.title AS about, note.scope AS scope, note.text AS text
ORDER BY about, scope, text
