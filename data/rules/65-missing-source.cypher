// title: A statement without a source
// severity: error
MATCH (statement)
WHERE statement.source IS NULL
  AND (statement:Figure OR statement:Lesson OR statement:Solution OR statement:Phase OR statement:Replacement
       OR statement:Recommendation OR statement:Plan OR statement:Note OR statement:Driver OR statement:Benefit
       OR statement:Factor OR statement:Segment OR statement:Study OR statement:Collection)
RETURN 'The ' + toLower(labels(statement)[0]) + ' ' + statement.id + ' has no source.' AS finding, statement
