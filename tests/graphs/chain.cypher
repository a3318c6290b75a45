// a → b → c → d → e by NEXT, a shortcut a → d by JUMP, and a separate circle x → y → z → x.
CREATE (a:N {name: 'a'}), (b:N {name: 'b'}), (c:N {name: 'c'}), (d:N {name: 'd'}), (e:N:End {name: 'e'}),
       (a)-[:NEXT {w: 1}]->(b), (b)-[:NEXT {w: 1}]->(c), (c)-[:NEXT {w: 2}]->(d), (d)-[:NEXT {w: 1}]->(e),
       (a)-[:JUMP {w: 1}]->(d),
       (x:C {name: 'x'}), (y:C {name: 'y'}), (z:C {name: 'z'}),
       (x)-[:TURN]->(y), (y)-[:TURN]->(z), (z)-[:TURN]->(x);
