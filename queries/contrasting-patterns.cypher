// title: Which patterns that one would choose between are both in use?
// show: graph, left-to-right
MATCH (one:Pattern)-[contrast:CONTRASTS_WITH]->(other:Pattern)
WHERE (one)<-[:APPLIES]-() AND (other)<-[:APPLIES]-()
RETURN one, contrast, other,
       [(one)<-[:APPLIES]-(place) | coalesce(place.name, place.title)] AS `one is applied in`,
       [(other)<-[:APPLIES]-(place) | coalesce(place.name, place.title)] AS `other is applied in`
ORDER BY one.name, other.name
