// title: An alternative without another to choose
// severity: error
MATCH (segment:Segment)-[one:RECOMMENDS {alternative: true}]->(technology:Technology)
WHERE NOT EXISTS {
  (segment)-[other:RECOMMENDS {alternative: true}]->(:Technology) WHERE other.role = one.role AND other <> one
}
RETURN technology.name + ' is the only choice of its role.' AS finding, one
