// title: Where do the sources contradict each other?
// about: Where `apparent` is true, the two figures may be told of two different things.
MATCH (one:Figure)-[contradiction:CONTRADICTS]->(other:Figure)
RETURN one.metric AS metric, one.raw AS one, one.source AS `one source`, other.raw AS other, other.source AS `other source`,
       contradiction.why AS why, coalesce(contradiction.apparent, false) AS apparent
ORDER BY metric, `one source`
