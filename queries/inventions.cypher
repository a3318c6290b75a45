// title: Which company invented what the others use?
// show: matrix, rows technology, columns users, group by inventor, connect USES|ORIGINATED_AT
MATCH (inventor:Company)<-[:ORIGINATED_AT]-(technology:Technology)<-[:USES]-(user:Company)
WHERE user <> inventor
WITH inventor, technology, user ORDER BY user.name
WITH inventor, technology, collect(DISTINCT user) AS users
WHERE size(users) >= 2
RETURN inventor, technology, users
ORDER BY size(users) DESC, inventor.name, technology.name
