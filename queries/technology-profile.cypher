// title: What is known of $technology?
// param technology: STRING = 'Apache Kafka' -- the name of a technology
// show: graph, left-to-right
MATCH (technology:Technology {name: $technology})-[relation]-(other)
WHERE other:Technology OR other:Company OR other:Category
RETURN type(relation) AS relation, startNode(relation) AS from, endNode(relation) AS to, collect(relation)[..1] AS example
ORDER BY relation, from.name, to.name
