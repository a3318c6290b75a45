// Two clusters of towns joined by one bridge (c to d), a loop, parallel roads, and an island (h).
CREATE (a:Town {name: 'a'}), (b:Town {name: 'b'}), (c:Town {name: 'c'}), (d:Town {name: 'd'}),
       (e:Town {name: 'e'}), (f:Town {name: 'f'}), (g:Village {name: 'g'}), (h:Town {name: 'h'}),
       (a)-[:ROAD {km: 4}]->(b), (b)-[:ROAD {km: 1}]->(c), (a)-[:ROAD {km: 7.5}]->(c), (c)-[:ROAD {km: 2}]->(a),
       (c)-[:ROAD {km: 3}]->(d), (c)-[:ROAD {km: 1}]->(d),
       (d)-[:ROAD {km: 2}]->(e), (e)-[:ROAD {km: 2}]->(f), (f)-[:ROAD {km: 5}]->(d), (e)-[:ROAD {km: 9}]->(e),
       (f)-[:TRAIL]->(g), (g)-[:TRAIL {km: -1}]->(f)
