// title: Which lessons pull in opposite directions?
// about: The opposition of two themes is a reading of ours; the lessons are those of the documents.
// show: graph, left-to-right
MATCH (one:Theme)-[opposition:OPPOSES]->(other:Theme)
RETURN one, opposition, other,
       [(one)<-[:ON]-(lesson:Lesson)<-[:TEACHES]-(from) | from.title + ': ' + lesson.title] AS `for one`,
       [(other)<-[:ON]-(lesson:Lesson)<-[:TEACHES]-(from) | from.title + ': ' + lesson.title] AS `for other`
ORDER BY one.title, other.title
