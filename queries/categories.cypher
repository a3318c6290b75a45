// title: Which categories are there, and what is in them?
// param taxonomy: STRING = 'fine' -- fine, or seed for the collection's own table
MATCH (technology:Technology)-[:IN_CATEGORY]->(category:Category {taxonomy: $taxonomy})
WITH category, technology ORDER BY technology.name
RETURN category.path AS category, count(technology) AS technologies, collect(technology.name)[..5] AS examples
ORDER BY category
