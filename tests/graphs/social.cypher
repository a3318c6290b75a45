// A triangle of friends (Ann, Bob, Cid), a friend who knows nobody (Dee, who likes herself), and a loner (Eve).
CREATE (ann:Person {name: 'Ann', age: 30}),
       (bob:Person {name: 'Bob', age: 25}),
       (cid:Person:Admin {name: 'Cid', age: 35}),
       (dee:Person {name: 'Dee'}),
       (eve:Admin {name: 'Eve', age: 30}),
       (ann)-[:KNOWS {since: 2010}]->(bob),
       (bob)-[:KNOWS {since: 2012}]->(cid),
       (cid)-[:KNOWS {since: 2015}]->(ann),
       (ann)-[:KNOWS {since: 2020}]->(dee),
       (ann)-[:LIKES {stars: 5}]->(bob),
       (dee)-[:LIKES]->(dee);
