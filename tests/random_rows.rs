//! Queries over a graph of some thousand nodes: what the planner and the threads make of them must be what is found without.
//!
//! `random_patterns` holds small graphs against brute force. These are large enough for work to be cut into pieces, for
//! lists by node to be worth their memory, and for rows to be dropped on the way to the first ones.

use casegraph::diag::{Source, Style, show_all};
use casegraph::engine::{Options, run};
use casegraph::graph::bulk::Bulk;
use casegraph::graph::{Bits, Cells, Graph, Packed, Schema, Texts, snapshot};
use casegraph::value::Map;
use std::sync::Arc;

const PERSONS: u32 = 2_500;
const ITEMS: u32 = 1_500;

/// Queries whose rows may come in any order.
const BAGS: &[&str] = &[
    "MATCH (a:Person) RETURN a.age, count(*) AS n, sum(a.score) AS total, avg(a.age) AS mean, min(a.name), max(a.name)",
    "MATCH (a:Person)-[l:LIKES]->(i:Item) RETURN i.code, count(DISTINCT a), sum(l.stars), max(l.stars), count(a.score)",
    "MATCH (a:Person)-[:LIKES]->(i:Item)<-[:LIKES]-(b:Person) WHERE a <> b RETURN a.age, b.age, count(*)",
    "MATCH (a:Person)-[:KNOWS]-(b) RETURN DISTINCT b.age, a.age",
    "MATCH (a:Person)-[:KNOWS]->(b:Person)-[l:LIKES]->(i) WHERE a.age < b.age AND l.stars > 2 AND b.age >= a.age RETURN a.name, i.code",
    "MATCH (a:Person)-[l:LIKES]->(i)<-[m:LIKES]-(b:Person) WHERE l.stars < m.stars AND a.name < b.name AND i.code < 'item 2' RETURN a, b",
    "MATCH (a:Person)-[:KNOWS]-(b:Person) WHERE a.score <> b.score AND b.name > a.name RETURN count(*), a.age",
    "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c) WHERE a.age < b.age AND b.age <= c.age RETURN count(*)",
    "MATCH (a:Person)-[:KNOWS]->(b:Person)<-[:KNOWS]-(c:Person) WHERE a.age < b.age AND c.age > a.age AND c.score < 50 RETURN a.age, count(*) AS n",
    "MATCH (a:Person)-[r:LIKES]->(i)<-[q:LIKES|PART_OF]-(c) WHERE r.stars > q.stars RETURN i.code, count(*), count(*) AS m",
    "MATCH (i:Item)<-[:LIKES]-(a:Person) WHERE i.code IN ['item 3', 'item 900', 'none', 4] RETURN i.code, count(DISTINCT a.age)",
    "MATCH (a:Person)-[:LIKES]->(i:Item) WITH i, collect(a.age) AS ages WHERE size(ages) > 5 RETURN i.code, size(ages)",
    "MATCH (a:Person) WHERE EXISTS { (a)-[:LIKES]->(:Item)-[:PART_OF]->(:Item)<-[:LIKES]-(a) } RETURN a.name",
    "MATCH (a:Person) WHERE a.name STARTS WITH 'person 1' AND a.age > 30 RETURN a.name, a.age",
    "MATCH (a:Person) WHERE a.name ENDS WITH '7' OR a.name CONTAINS '99' OR a.score IS NULL RETURN a.name",
    "MATCH (a:Person) WHERE a.age IN [20, 30.0, null] RETURN count(*)",
    "MATCH (a:Person) WHERE NOT EXISTS { (a)-[:LIKES]->() } RETURN a.name",
    "MATCH (a:Person) OPTIONAL MATCH (a)-[:LIKES]->(i:Item) WHERE i.code < 'item 5' RETURN a.name, count(i)",
    "MATCH (a:Person) WITH a.age AS age, count(*) AS n WHERE n > 40 RETURN age, n",
    "MATCH (a:Person) RETURN a.age AS x UNION MATCH (i:Item) RETURN size(i.code) AS x",
    "MATCH (a:Person {age: 30})-[:KNOWS]->()-[:LIKES]->(i) RETURN DISTINCT i.code",
    "MATCH (a:Person {name: 'person 17'})-[:KNOWS*0..3]->(b) RETURN count(DISTINCT b)",
    "MATCH (a:Person {name: 'person 17'})-[:KNOWS*1..4]->(b:Person) WHERE b.age > 25 RETURN DISTINCT b.name",
    "MATCH (a:Person)-[:LIKES]->(:Item)-[:PART_OF*0..2]->(i:Item {code: 'item 3'}) RETURN count(DISTINCT a)",
    "MATCH (i:Item {code: 'item 900'})-[:PART_OF*]->(j) RETURN DISTINCT j.code",
    "MATCH (a:Person {name: 'person 17'})-[:KNOWS*1..3]-(b:Person) RETURN count(DISTINCT b)",
    "MATCH (a:Person)-[:KNOWS*..2]-(b:Person) WHERE a.name STARTS WITH 'person 12' RETURN a.name, count(DISTINCT b), max(b.age)",
    "MATCH (i:Item)<-[:PART_OF*0..]-(j:Item {code: 'item 900'})<-[l:LIKES]-(a) WHERE l.stars > 3 RETURN DISTINCT a.name",
    "MATCH (a:Person)-[l:LIKES]->(i) WHERE l.stars = 5 AND a.age < 30 RETURN DISTINCT i",
    "MATCH (i:Item)-[:PART_OF*2..3]->(j) RETURN DISTINCT j.code",
    "MATCH (i:Item)-[:PART_OF*1..2]-(j) WHERE i.code < 'item 12' RETURN i.code, count(DISTINCT j)",
    "UNWIND range(0, 40) AS x MATCH (a:Person {name: 'person ' + toString(x)}) RETURN a.name, a.age",
    "UNWIND ['person 3', 'person 4', 'nobody'] AS name MATCH (a:Person {name: name})-[:KNOWS]-(b) RETURN name, b.name",
    "MATCH (a:Person {name: 'person 1'}), (b:Person {name: 'person 900'}) MATCH p = shortestPath((a)-[:KNOWS*]-(b)) RETURN length(p)",
    "MATCH (a:Person {name: 'person 5'}), (b:Person {age: 33}) MATCH p = shortestPath((a)-[:KNOWS*..4]->(b)) RETURN b.name, length(p)",
    "MATCH (a:Person {name: 'person 2'}), (b:Person {age: 40}) MATCH p = allShortestPaths((a)-[:KNOWS|LIKES*..5]-(b)) RETURN b.name, length(p), count(*)",
    "MATCH (a:Person {name: 'person 8'}), (b:Item) WHERE b.code STARTS WITH 'item 1' MATCH p = shortestPath((a)-[*..4]->(b)) RETURN b.code, length(p)",
    "MATCH (a:Person)-[:LIKES]->(i) WITH a, collect(DISTINCT i.code) AS codes WHERE size(codes) > 4 RETURN a.name, size(codes)",
    "MATCH (a)-[r]->(b) RETURN type(r), labels(a), labels(b), count(*)",
    "MATCH (a)-[r]->(b) RETURN type(r), count(*), count(r)",
    "MATCH (a:Person)<-[r]-(b) RETURN type(r) AS kind, count(*) AS n",
    "MATCH (a:Person)-[r:LIKES|KNOWS]->() RETURN type(r), count(*)",
    "MATCH (a)-[r]->(b:Item) WHERE a.age > 30 RETURN type(r), count(*), count(DISTINCT r)",
    "MATCH (a:Person) WHERE a.age > 30 AND a.score < 50 RETURN count(*), count(a.score), sum(a.age), min(a.age), max(a.score), avg(a.score)",
    "MATCH (a:Person) WHERE a.age <> 30 AND a.age <= 60 AND 21 <= a.age RETURN a.name, a.age",
    "MATCH (a:Person) WHERE a.age = 30 OR a.age >= 45 RETURN sum(a.score), max(a.name), count(a), min(a.age)",
    "MATCH (n) RETURN labels(n), count(*), max(n.age), sum(n.score)",
    "MATCH (n) WHERE n.age >= 30 RETURN labels(n) AS kinds, count(n.age), avg(n.age)",
    "MATCH (n) RETURN count(n), count(n.age), min(n.code), sum(n.age)",
    "MATCH (a:Person) WHERE a.age > 25 RETURN a.age % 7 AS k, size(a.name) AS s, count(*), sum(a.age), max(a.score)",
    "MATCH (a:Person) RETURN a.age IN [x IN range(20, 30) WHERE x % 2 = 0 | x] AS k, count(*), min(a.age)",
    "MATCH (a:Person) RETURN COUNT { (a)-[:LIKES]->() } AS k, count(*), sum(a.score)",
    "MATCH (a:Person) RETURN count(DISTINCT a.age), count(DISTINCT a), min(a.score), stDev(a.age), percentileDisc(a.age, 0.5)",
    "MATCH (a:Person)-[:KNOWS]->(b)-[:KNOWS]->(c) WHERE NOT (a)-[:KNOWS]->(c) AND a <> c RETURN a.age, count(*)",
    "MATCH (i:Item)<-[:LIKES]-(a:Person)-[:LIKES]->(j:Item) WHERE i.code < j.code RETURN i.code, j.code, count(*), sum(a.age)",
    "MATCH (i:Item)<-[l:LIKES]-(a:Person)-[m:LIKES]->(j:Item) RETURN i, j.code, a.age % 3, count(*), max(l.stars), avg(m.stars)",
    "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person) RETURN a.name, count(*), sum(c.age), min(b.age)",
    "MATCH (a:Person)-[:KNOWS]-(b)-[:KNOWS]-(c) WHERE a.age < b.age AND b.age < c.age RETURN count(*), count(DISTINCT c)",
    "MATCH (a:Person)-[r]-(b)-[q]-(c) WHERE a.name STARTS WITH 'person 11' RETURN type(r), type(q), count(*), count(c.age)",
    "MATCH (a)-[:KNOWS|LIKES]-(b) RETURN labels(b), a.score, count(*), sum(b.age), max(b.code)",
    "MATCH (a:Person)-[:LIKES]->(i:Item)<-[:LIKES]-(b:Person)-[:KNOWS]-(a) RETURN i.code, count(*), sum(a.age - b.age)",
    "MATCH (a:Person)-[k:KNOWS]->(b:Person) WHERE a.age = b.age OR a.score > b.score RETURN a.age + b.age, count(k), sum(b.score)",
    "MATCH (a:Person) RETURN a.score, count(*), avg(a.age), min(a.score)",
    "MATCH (n) RETURN n.age, n.score IS NULL, count(*), count(n.code)",
    "MATCH (n) WHERE n.age % 2 = 0 OR n.code ENDS WITH '3' RETURN coalesce(n.age, n.code), count(*)",
    "MATCH (n) RETURN CASE WHEN n.age > 40 THEN n.age WHEN n.age > 30 THEN n.score ELSE n.code END AS k, count(*), max(n.age)",
    "MATCH (a:Person) RETURN CASE WHEN a.age > 40 THEN a.age ELSE a.age / 1.0 END AS k, count(*)",
    "MATCH (a:Person) RETURN a.age % 5 = 0 AS k, sum(CASE WHEN a.age < 40 THEN a.age ELSE a.score END), max(a.age * 1.5)",
    "MATCH (a:Person)-[:KNOWS]->(b:Person) WITH a, collect(b) AS bs WHERE size(bs) > 1 UNWIND bs AS b MATCH (b)-[:LIKES]->(i:Item) RETURN i.code, count(*), count(DISTINCT a)",
    "MATCH (a:Person)-[:LIKES]->(i:Item) WITH i, count(*) AS n, collect(a) AS liking WHERE n > 3 UNWIND liking AS a RETURN a.age, sum(n), count(i)",
    "MATCH (a:Person) UNWIND [a.age, a.score, null, 7] AS x RETURN x, count(*), sum(a.age)",
    "MATCH (a:Person) UNWIND CASE WHEN a.age > 30 THEN [a, a.name] ELSE a.age END AS x RETURN x, count(*)",
    "MATCH (a:Person) WITH a, [x IN range(1, a.age % 4) | x * a.age] AS xs UNWIND xs AS x RETURN x % 10, count(*), max(x)",
    "MATCH (a:Person) OPTIONAL MATCH (a)-[l:LIKES]->(i:Item) WHERE l.stars > 3 RETURN i.code, count(*), count(l), sum(a.age)",
    "MATCH (a:Person) OPTIONAL MATCH (a)-[:KNOWS]->(b:Person) WITH a, b MATCH (b)-[:LIKES]->(i) RETURN i.code, count(DISTINCT a)",
    "MATCH (a:Person)-[:KNOWS]->(b:Person) CALL (b) { MATCH (b)-[:LIKES]->(i) RETURN count(*) AS n } RETURN a.age, sum(n)",
    "MATCH p = (a:Person)-[:KNOWS]->(b)-[:LIKES]->(i) RETURN length(p), a.age, count(*), count(DISTINCT nodes(p)[1])",
    "MATCH (a:Person)-[:KNOWS*1..2]->(b)-[:LIKES]->(i:Item) WHERE a.age > 60 RETURN i.code, count(*), count(DISTINCT b)",
    "MATCH (a:Person), (i:Item) WHERE a.name = 'person 5' AND i.code < 'item 2' RETURN i.code, a.age, count(*)",
    "MATCH (a:Person)-[:LIKES]->(i) WITH i, count(*) AS n WITH n, count(*) AS m WHERE m > 1 RETURN n, m, n * m",
    "MATCH (a:Person)-[:LIKES]->(i) WITH DISTINCT a.age AS age, i RETURN age, count(*)",
    "MATCH (a:Person)-[:LIKES]->(i)-[:PART_OF]->(j) RETURN DISTINCT a.age % 10, j.code",
    "MATCH (a:Person) WITH a.age % 10 AS k WHERE k > 3 RETURN DISTINCT k",
    "MATCH (a:Person) WITH a.age % 10 AS k, a WHERE a.score > 50 RETURN k * 2, count(*), sum(k)",
    "MATCH (a:Person)-[l:LIKES]->(i) RETURN a.name, l.stars, i.code",
    "MATCH (a:Person)-[:KNOWS]->(b) RETURN a.age, percentileCont(b.age, 0.3), stDev(b.age), count(DISTINCT b.age)",
    "MATCH (a:Person) WHERE a.age > 17 AND a.age < 68 AND a.age <> 200 RETURN count(*), count(DISTINCT a.age % 9)",
    "MATCH (a:Person) WHERE a.age > 70 RETURN count(*), sum(a.age), min(a.age), avg(a.age), collect(a.age)",
    "MATCH (a:Person) WHERE a.age > 70 RETURN a.name, count(*), collect(a.age)",
    "MATCH (a:Person)-[:KNOWS]->(a) RETURN a.age, count(*)",
    "MATCH (a:Person) WITH a, CASE WHEN a.age > 40 THEN 1 END AS c RETURN a.age % 2, count(c), min(a.nr), count(DISTINCT c)",
    "MATCH (a:Person) UNWIND CASE WHEN a.age > 40 THEN [1, 2] WHEN a.age > 30 THEN [] WHEN a.age > 25 THEN 7 END AS x RETURN x, count(*)",
    "MATCH (a:Person) WITH CASE WHEN a.age > 40 THEN [1, a.age] ELSE null END AS y UNWIND y AS x RETURN x, count(*)",
    "MATCH (a:Person) RETURN CASE WHEN a.age % 2 = 0 THEN 1 ELSE 1.0 END AS k, a.age % 2 AS m, count(*)",
    "MATCH (a:Person) RETURN DISTINCT CASE WHEN a.age % 2 = 0 THEN [1] ELSE [1.0] END AS k, a.age % 2 AS m",
    "MATCH (a:Person) WHERE a.nr < 900 RETURN percentileDisc(a.age, 0.5), percentileCont(a.score, 0.9)",
    "MATCH (a:Person)-[:TURNS*1..5]->(b) WHERE a.nr < 3 RETURN a.nr, b.nr",
    "MATCH (a:Person)-[:TURNS*1..40]->(b) WHERE a.nr < 3 RETURN a.nr, b.nr, count(*)",
    "MATCH (a:Person)<-[:TURNS*1..6]-(b) RETURN a.age, count(*), sum(b.nr)",
    "MATCH (a:Person) OPTIONAL MATCH (a)-[k:KNOWS]-(b:Person) WHERE b.nr > a.nr OPTIONAL MATCH (b)-[l:LIKES]->(i) RETURN a.age, count(k), count(l), max(i.nr), sum(b.age), count(*)",
    "MATCH (a:Person) OPTIONAL MATCH (a)-[:LIKES]->(i:Item)<-[l:LIKES]-(b:Person)-[:KNOWS]-(a) RETURN a.name, i.code, l.stars, b.name",
    "MATCH (i:Item) OPTIONAL MATCH (i)<-[l:LIKES]-(a) WHERE l.stars > 4 AND a.score < 30 WITH i, l, a WHERE l IS NULL OR a.age > 40 RETURN l.stars, a.age, count(*), sum(i.nr)",
    "MATCH (a:Person) OPTIONAL MATCH (a)-[:KNOWS]->(b) OPTIONAL MATCH (b)-[:FOLLOWS]->(c:Item) RETURN count(*), count(b), count(c), collect(c)",
    "MATCH (a:Person)-[:KNOWS]->(b) OPTIONAL MATCH (b)-[r]->(a) RETURN type(r), b.age, count(*)",
    "MATCH (a:Person) WITH a, CASE WHEN a.age < 40 THEN a END AS b OPTIONAL MATCH (b)-[:LIKES]->(i) RETURN b.age, i.code, count(*)",
    "MATCH (a:Person) RETURN CASE WHEN a.age % 10 < 3 THEN 'low' WHEN a.score > 50 THEN 'rich' END AS k, count(*), count(DISTINCT a.age)",
    "MATCH (a:Person)-[:LIKES]->(i) RETURN sum(CASE WHEN a.age < 40 THEN 1 ELSE 0 END), count(DISTINCT i), count(DISTINCT a.score)",
    "MATCH (a:Person)-[:KNOWS]->(b) RETURN a.age > b.age AS older, a.score > 20 AS rich, count(*)",
    "MATCH (a:Person)-[r]->(b) RETURN type(r), labels(b), count(*), count(DISTINCT b), count(DISTINCT type(r))",
    "MATCH (n) RETURN labels(n), count(DISTINCT n.age), count(DISTINCT n.code), count(DISTINCT n)",
    "MATCH (a:Person)-[:FOLLOWS*]->(b) RETURN b.name, count(*)",
    "MATCH (a:Person)-[:FOLLOWS*2..3]->(b:Person) RETURN b.age, count(*), sum(a.nr)",
    "MATCH (a:Person)<-[:FOLLOWS*0..]-(b) WHERE a.nr > 30 RETURN a.age, count(*), max(b.nr)",
    "MATCH (a:Person)<-[:FOLLOWS*]-(b) RETURN a.age, count(*), max(b.nr)",
    "MATCH (i:Item)<-[:PART_OF*1..3]-(j) RETURN i.code, count(*), max(j.nr)",
    "MATCH (i:Item)-[:PART_OF*0..]->(j:Item) RETURN j.code, count(*), min(i.nr)",
    "MATCH (i:Item)-[:PART_OF*2..]->(j) WHERE i.nr > 3000 RETURN j.code, count(*)",
    "MATCH (a:Person)-[:KNOWS]->(b) WITH avg(b.age) AS mean MATCH (a:Person)-[:KNOWS]->(b) WITH mean, a, count(b) AS n WHERE a.age > mean RETURN n, count(*)",
    "MATCH (a:Person) WITH count(*) AS n, sum(a.age) AS s MATCH (b:Person)-[:LIKES]->(i) WHERE b.nr < n WITH b, s, count(i) AS m, collect(i.nr) AS nrs WHERE m > 2 RETURN m, s, count(b), max(nrs[0])",
    "MATCH (a:Person) WITH max(a.age) AS most MATCH (b:Person)-[:KNOWS]->(c) WITH most, b.nr AS nr, c.age % 3 AS k, count(*) AS n RETURN most, k, n, count(*), sum(nr)",
    "MATCH (a:Person) WITH a.age % 3 AS k, count(*) AS n MATCH (i:Item) WHERE i.nr % 3 = 0 AND i.nr < 30 RETURN k, n, count(i), sum(i.nr)",
    "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(a) WHERE a.nr < b.nr AND b.nr < c.nr RETURN count(*)",
    "MATCH (i:Item) OPTIONAL MATCH (i)<-[:LIKES]-(a:Person) WITH i, count(a) AS n RETURN n, count(*), sum(i.nr)",
    "MATCH (a:Person)-[:LIKES]->(i:Item) WITH a, i, count(*) AS n WHERE n > 0 RETURN n, count(*), count(DISTINCT i)",
    "MATCH (a:Person)-[:LIKES]->(i:Item)<-[:LIKES]-(b:Person) WHERE a.nr % 2 = 0 AND b.nr % 3 = 0 AND (a)-[:KNOWS]-(b) RETURN count(*)",
    "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person) WHERE a.nr < b.nr AND b.nr < c.nr RETURN count(*)",
    "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person) WHERE a.nr <= b.nr AND b.nr >= c.nr RETURN a.age, count(*)",
    "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person) WHERE a.nr > b.nr AND a.nr >= c.nr RETURN count(*), sum(c.age)",
    "MATCH (a:Person)-[k]-(b:Person)-[l]-(c) WHERE a.nr >= b.nr RETURN type(k), type(l), count(*)",
    "MATCH (a:Person)-[:LIKES]->(i:Item)<-[:LIKES]-(b:Person)-[:KNOWS]->(c) WHERE a.nr < b.nr AND c.nr > a.nr RETURN a, b, c",
    "MATCH (a:Person)-[:LIKES]->(i:Item) WHERE a.nr < i.nr RETURN i.code, count(*)",
    "MATCH (a:Person)-[k:KNOWS]->(b:Person) WHERE a.nr < b.nr RETURN type(k), count(*)",
    "MATCH (a:Person)-[:KNOWS]->(b:Person) WHERE a.nr < b.nr RETURN DISTINCT b.age",
    "MATCH (a:Person)-[:KNOWS]->(b:Person) WHERE EXISTS { (a)-[:LIKES]->()<-[:LIKES]-(c:Person) WHERE c.nr > b.nr } RETURN a, b",
    "MATCH (i:Item)-[:PART_OF]->(j:Item)-[:PART_OF]->(k:Item) WHERE i.nr > j.nr AND k.nr < i.nr RETURN k.code, count(*)",
    "MATCH (a:Person)((b:Person)-[:KNOWS]->(c:Person) WHERE b.nr < c.nr){1,3}(d) RETURN d.age, count(*)",
    "MATCH (a:Person)-[:KNOWS]-(b) RETURN a.age, count(*)",
];

/// Queries whose rows come in one order.
const LISTS: &[&str] = &[
    "MATCH (a:Person) RETURN a.name, a.age ORDER BY a.age DESC, a.name SKIP 3 LIMIT 40",
    "MATCH (a:Person) RETURN a.name AS name ORDER BY name LIMIT 7",
    "MATCH (a:Person) WITH a ORDER BY a.score, a.name LIMIT 500 RETURN a.name, a.score ORDER BY a.name DESC LIMIT 5",
    "MATCH (a:Person)-[l:LIKES]->(i) RETURN i.code AS code, sum(l.stars) AS stars ORDER BY stars DESC, code LIMIT 25",
    "MATCH (a:Person) RETURN DISTINCT a.age AS age ORDER BY age DESC LIMIT 10",
    "MATCH (a:Person) RETURN a.name, a.score + 1 AS more ORDER BY more DESC, a.name LIMIT 30",
    "MATCH (a:Person)-[:KNOWS]->(b) RETURN a.name, b.name ORDER BY b.name DESC, a.name LIMIT 30",
    "MATCH (a:Person) RETURN a.name ORDER BY a.age % 7, a.name LIMIT 9",
    "MATCH (a:Person)-[:LIKES]->(i) RETURN i.code, a.name ORDER BY a.age DESC LIMIT 20",
    "MATCH (i:Item) RETURN i.code ORDER BY 1 SKIP 11 LIMIT 300",
    "MATCH (a:Person) RETURN a.name ORDER BY a.name LIMIT 0",
    "MATCH (a:Person) RETURN a.name ORDER BY a.name SKIP 2490 LIMIT 9223372036854775807",
    "MATCH (a:Person) WITH a AS b ORDER BY b.name LIMIT 4 RETURN b.name, b.age",
    "MATCH (a:Person) WITH a.name AS a, a.age AS age ORDER BY a, age LIMIT 4 RETURN a, age",
    "MATCH (a:Person)-[:KNOWS]->(b:Person) RETURN a.age, b.age, a.name, b.name ORDER BY a.age DESC, b.age, a.name, b.name LIMIT 15",
    "MATCH (a:Person)-[:LIKES]->(i) RETURN i.code AS code, count(*) AS n, max(a.age) AS age ORDER BY n, age DESC, code LIMIT 12",
    "MATCH (a:Person) RETURN a.age AS age ORDER BY age SKIP 100 LIMIT 400",
    "MATCH (a:Person) RETURN a.age, a.name ORDER BY a.age, a.name",
    "MATCH (n) RETURN n.age AS age, n.code AS code, n.name AS name ORDER BY age DESC, code, name LIMIT 1700",
    "MATCH (a:Person) RETURN a.name ORDER BY -a.age, a.name LIMIT 3",
    "MATCH (a:Person)-[:LIKES]->(i) WITH a, i, count(*) AS n ORDER BY n DESC, i.code, a.name RETURN a.age AS age, collect(i.code)[..4] AS codes, max(n) AS n ORDER BY age",
    "MATCH (a:Person) RETURN a.score AS score, a.age AS age, a.name AS name ORDER BY score DESC, age, name",
    "MATCH (a:Person) WITH a.age % 5 AS k, a ORDER BY k DESC, a.nr SKIP 50 LIMIT 1000 RETURN k, count(*) AS n, collect(a.nr)[..3] AS first ORDER BY n, k",
    "MATCH (n) WITH n ORDER BY n.age, n.nr WITH n.age % 2 AS k, collect(n.nr) AS nrs RETURN k, nrs[..5], size(nrs) ORDER BY k",
    "MATCH (a:Person) WITH a ORDER BY a.age, a.name LIMIT 900 RETURN a.age % 4 AS k, collect(a.name)[..5] AS names ORDER BY k",
    "MATCH (a:Person) WITH a.age % 6 AS k, collect(a.name) AS names RETURN k, names[0], names[-1], size(names) ORDER BY k",
    "MATCH (a:Person)-[l:LIKES]->(i) RETURN a.nr AS nr, i.code AS code, l.stars AS stars ORDER BY nr DESC, code, stars LIMIT 8",
    "MATCH (a:Person)-[:KNOWS]->(b) WHERE b.age > 30 AND a.age <> b.age RETURN a.nr AS a, b.nr AS b ORDER BY a DESC, b LIMIT 12",
    "MATCH (a:Person) WHERE a.age < 25 RETURN a.nr, a.name ORDER BY a.nr LIMIT 20",
    "MATCH (i:Item) WHERE i.code ENDS WITH '7' RETURN i.nr ORDER BY i.nr DESC SKIP 40 LIMIT 300",
    "MATCH (a:Person)-[:KNOWS]->(b:Person) RETURN a.nr, b.age, a.age ORDER BY a.age DESC, b.age, a.nr DESC, b.nr",
    "MATCH (i:Item) OPTIONAL MATCH (i)<-[:LIKES]-(a) RETURN i.nr, a.age ORDER BY i.nr DESC, a.age LIMIT 9",
];

/// Queries that fail, whichever row is met first.
const FAILURES: &[&str] = &[
    "MATCH (a:Person) RETURN a.age / (a.age - a.age)",
    "MATCH (a:Person) RETURN a.name, count(*), sum(a.name)",
    "MATCH (a:Person) WHERE 1 / (a.nr - 3) >= 0 RETURN a.nr ORDER BY a.nr DESC LIMIT 3",
    "MATCH (a:Person) WHERE a.age > 20 RETURN count(*), sum(a.name)",
    "MATCH (a:Person) WHERE a.age + 'x' < 5 / 0 RETURN a",
    "MATCH (a:Person) WITH CASE WHEN a.nr > 0 THEN range(1, 1000000000) ELSE [] END AS l, 1 / a.nr AS y RETURN size(l), y",
    "MATCH (a:Person) WITH a, 1 / (a.nr - 30) AS x ORDER BY x LIMIT 900 WITH a, x ORDER BY x LIMIT 900 WITH a, x ORDER BY x LIMIT 900
     WITH a, x ORDER BY x LIMIT 900 WITH a, x ORDER BY x LIMIT 900 WITH a, x ORDER BY x LIMIT 900 RETURN a.nr, x",
    "MATCH (a:Person) RETURN a.age % 3, sum(9223372036854775000 + a.age % 2)",
    "MATCH (a:Person) WHERE a.age > 20 RETURN sum(a.age * 9223372036854775), count(*)",
    "MATCH (a:Person) RETURN count(*), sum(CASE WHEN a.age < 60 THEN a.age ELSE 'old' END)",
    "MATCH (a:Person)-[:KNOWS]->(b) UNWIND [1, 0] AS x RETURN b.age / (a.age * 0 + x), count(*)",
];

#[test]
fn large_graphs_are_answered_alike_with_and_without_plans() {
    let mut bulk = bulk();
    compare(&mut bulk);
    // A graph that was written to is read in other ways.
    for change in [
        "MATCH (a:Person) WHERE a.age = 31 SET a.name = a.name + '!', a.age = 99",
        "MATCH (a:Person {name: 'person 17'}), (i:Item {code: 'item 900'}) CREATE (a)-[:LIKES {stars: 5}]->(i)-[:PART_OF]->(a)",
        "UNWIND range(1, 1200) AS x CREATE (:Person {name: 'new ' + toString(x), age: x % 50})",
        "MATCH (i:Item) WHERE i.code ENDS WITH '1' DETACH DELETE i",
    ] {
        ask(&mut bulk, change, true).expect("the change is made");
    }
    compare(&mut bulk);
}

fn compare(graph: &mut Graph) {
    let mut telling = 0;
    for query in BAGS {
        let [mut fast, mut slow] = [true, false].map(|optimize| ask(graph, query, optimize).expect("it runs"));
        fast.sort();
        slow.sort();
        telling += usize::from(!slow.is_empty());
        assert_eq!(fast, slow, "{query}");
    }
    assert!(5 * telling > 4 * BAGS.len(), "only {telling} queries have rows");
    for query in LISTS {
        let [fast, slow] = [true, false].map(|optimize| ask(graph, query, optimize).expect("it runs"));
        assert_eq!(fast, slow, "{query}");
    }
    for query in FAILURES {
        let [fast, slow] = [true, false].map(|optimize| ask(graph, query, optimize).expect_err("it fails"));
        assert_eq!(fast, slow, "{query}");
    }
}

#[test]
fn rows_come_in_the_same_order_every_time() {
    let mut graph = bulk();
    for query in BAGS {
        assert_eq!(ask(&mut graph, query, true), ask(&mut graph, query, true), "{query}");
    }
}

#[test]
fn a_profile_tells_of_blocks_what_they_were() {
    let mut graph = bulk();
    let count = |graph: &mut Graph, pattern: &str| {
        let rows = ask(graph, &format!("MATCH {pattern} RETURN count(*) AS n"), true).expect("it runs");
        rows[0].clone()
    };
    let pattern = "(a:Person)-[l:LIKES]->(i:Item)";
    let all = count(&mut graph, pattern);
    let some = count(&mut graph, &format!("{pattern} WHERE l.stars > 3"));
    let groups = ask(&mut graph, &format!("MATCH {pattern} WHERE l.stars > 3 RETURN count(DISTINCT i.code)"), true);
    let query =
        format!("PROFILE MATCH {pattern} WHERE l.stars > 3 RETURN i.code AS code, sum(a.age) AS age ORDER BY code");
    let lines = ask(&mut graph, &query, true).expect("it runs");
    for (operator, rows) in [("Expand", all), ("Filter", some), ("Aggregate", groups.expect("it runs")[0].clone())] {
        let line = lines.iter().find(|line| line.starts_with(&format!("'{operator}'"))).expect("the operator is there");
        let cells: Vec<&str> = line.split(" | ").collect();
        assert_eq!(cells[cells.len() - 3], rows, "{line}");
        assert_ne!(cells[cells.len() - 1], "null", "{line}");
    }
}

/// The rows as text, or the finding.
fn ask(graph: &mut Graph, text: &str, optimize: bool) -> Result<Vec<String>, String> {
    let options = Options { optimize, ..Options::default() };
    let answer = run(graph, &Source::new("query", text), &Map::new(), &options)
        .map_err(|findings| show_all(&findings, Style::Plain))?;
    let cells = |row: &Vec<casegraph::value::Value>| row.iter().map(|value| value.to_literal()).collect::<Vec<_>>();
    Ok(answer.rows.rows.iter().map(|row| cells(row).join(" | ")).collect())
}

fn bulk() -> Graph {
    let mut random = fastrand::Rng::with_seed(11);
    let mut bulk = Bulk::new(std::io::Cursor::new(Vec::new())).expect("memory can be written");
    let some = |random: &mut fastrand::Rng, rows: u32| {
        let mut bits = Bits::new(rows as usize);
        (0..rows as usize).filter(|_| random.u8(..10) > 0).for_each(|row| bits.set(row));
        Some(bits)
    };
    let ages = Packed::new(Cells::Int((0..PERSONS).map(|_| random.i64(18..68)).collect()), None);
    let scores = Cells::Float((0..PERSONS).map(|_| f64::from(random.u16(..1000)) / 10.0).collect());
    let scores = Packed::new(scores, some(&mut random, PERSONS));
    let numbers =
        |count: u32| (Arc::from("nr"), Packed::new(Cells::Int((0..count).map(|at| 3 * i64::from(at)).collect()), None));
    let persons = vec![
        (Arc::from("name"), texts("person", PERSONS)),
        (Arc::from("age"), ages),
        (Arc::from("score"), scores),
        numbers(PERSONS),
    ];
    let items = vec![(Arc::from("code"), texts("item", ITEMS)), numbers(ITEMS)];
    bulk.add_nodes(&["Person".into()], PERSONS, persons.into()).expect("there is room");
    bulk.add_nodes(&["Item".into()], ITEMS, items.into()).expect("there is room");
    let mut pairs = |count: u32, start: std::ops::Range<u32>, end: std::ops::Range<u32>| -> Vec<(u32, u32)> {
        (0..count).map(|_| (random.u32(start.clone()), random.u32(end.clone()))).collect()
    };
    let (people, items) = (0..PERSONS, PERSONS..PERSONS + ITEMS);
    let knows = pairs(4_000, people.clone(), people.clone());
    let likes = pairs(6_000, people, items);
    let parts = (1..ITEMS).map(|item| (PERSONS + item, PERSONS + item / 3)).collect::<Vec<_>>();
    let stars = Cells::Int((0..6_000).map(|at| at * 7 % 6).collect());
    let stars = vec![(Arc::from("stars"), Packed::new(stars, None))];
    bulk.add_rels("KNOWS", halves(&knows), Vec::new()).expect("there is room");
    bulk.add_rels("LIKES", halves(&likes), stars).expect("there is room");
    bulk.add_rels("PART_OF", halves(&parts), Vec::new()).expect("there is room");
    // Everybody follows one, and the first follows itself.
    // One leads into a circle of three.
    bulk.add_rels("TURNS", halves(&[(0, 1), (1, 2), (2, 3), (3, 1), (9, 8)]), Vec::new()).expect("there is room");
    let follows: Vec<(u32, u32)> = (0..PERSONS).map(|person| (person, person / 2)).collect();
    bulk.add_rels("FOLLOWS", halves(&follows), Vec::new()).expect("there is room");
    let written = bulk.finish(&Schema::open()).expect("memory can be written");
    snapshot::read(&written.into_inner()).expect("it is a snapshot").graph
}

/// Pairs as they come from a file that is read in pieces, one of which is empty.
fn halves(pairs: &[(u32, u32)]) -> Vec<Vec<(u32, u32)>> {
    let (first, second) = pairs.split_at(pairs.len() / 2);
    vec![first.to_vec(), Vec::new(), second.to_vec()]
}

fn texts(word: &str, count: u32) -> Packed {
    let mut texts = Texts::default();
    (0..count).for_each(|at| assert!(texts.push(&format!("{word} {at}"))));
    Packed::new(Cells::Text(texts), None)
}
