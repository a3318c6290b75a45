// title: Where do the sources contradict each other?
MATCH (one:Figure)-[contradiction:CONTRADICTS]->(other:Figure)
RETURN one.metric AS metric, one.raw AS one, one.source AS `one source`, other.raw AS other, other.source AS `other source`,
       contradiction.why AS why
ORDER BY metric, `one source`
