MATCH (c:Company)-[:HAS_STUDY]->(s:Study)-[:APPLIES]->(:Pattern {name: 'pattern-0012'}), (s)-[:TEACHES]->(l:Lesson)
WITH l, count(DISTINCT c) AS companies WHERE companies >= 3
RETURN l.name, companies ORDER BY companies DESC, l.name LIMIT 50
