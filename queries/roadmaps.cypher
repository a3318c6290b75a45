// title: What do the companies plan?
MATCH (company:Company)<-[:ABOUT]-(:Study)-[:PLANS]->(plan:Plan)
RETURN company.name AS company, plan.area AS area, plan.items AS items
ORDER BY company, area
