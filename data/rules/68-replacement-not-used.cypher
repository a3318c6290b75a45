// title: A replacement of or by a technology that the company does not use
// severity: error
MATCH (company:Company)<-[:ABOUT]-(:Study)-[:RECORDS]->(replacement:Replacement)-[:OLD|NEW]->(technology:Technology)
WHERE NOT EXISTS { (company)-[:USES]->(technology) }
RETURN 'The replacement ' + replacement.name + ' names ' + technology.name + ', which ' + company.name
       + ' does not use.' AS finding,
       replacement
