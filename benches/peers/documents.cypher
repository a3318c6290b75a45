// title: A company uses what the phases of its platform use
MATCH (company:Company)<-[:ABOUT]-(:Study)-[:HAS_PHASE]->(phase:Phase)-[use:USES]->(technology:Technology)
CREATE (company)-[:USES {role: use.role, since: phase.from, until: phase.to}]->(technology)
