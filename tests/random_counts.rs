//! Random counts over random graphs: counting without rows must give what counting rows gives.
//!
//! Without the planner's choices every row is made and counted, which `random_patterns` holds against brute force. Here the
//! patterns are larger, and have what such counts are made of: trees, circles, inequalities, missing relationships,
//! optional parts, groups. The rounds are the same on every machine.

use casegraph::diag::{Source, Style, show_all};
use casegraph::engine::{Options, run};
use casegraph::graph::Graph;
use casegraph::value::Map;

const ROUNDS: usize = 400;

#[test]
fn counts_without_rows_are_those_of_rows() {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut counted, mut telling) = (0, 0);
    for round in 0..ROUNDS {
        let script = world(&mut random);
        let mut graph = crate::case_runner::open_graph(&script).expect("the script is well-formed");
        for _ in 0..3 {
            let query = query(&mut random);
            let [fast, slow] = [true, false].map(|optimize| answer(&mut graph, &query, optimize));
            assert_eq!(fast, slow, "round {round}\n{script}\n{query}");
            telling += usize::from(slow.iter().any(|row| row != "0"));
            let plan = answer(&mut graph, &format!("EXPLAIN {query}"), true);
            counted += usize::from(plan.iter().any(|line| line.starts_with("'Count'")));
        }
    }
    assert!(2 * counted > ROUNDS, "only {counted} queries were counted without rows");
    assert!(telling > ROUNDS, "only {telling} queries have matches");
}

/// Of small graphs there are no long lists, no blocks of rows, and no sums that many nodes hand on to few.
#[test]
fn counts_in_a_network_are_those_of_rows() {
    let mut random = fastrand::Rng::with_seed(11);
    let mut graph = crate::case_runner::open_graph(&network(&mut random)).expect("the script is well-formed");
    for query in [
        "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(a) RETURN count(*)",
        "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(a), (c)-[:LIKES]->(t:Tag) RETURN count(*)",
        "MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person)-[:LIKES]->(:Tag)
         WHERE NOT (a)-[:KNOWS]-(c) AND a <> c RETURN count(*)",
        "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(a) WHERE a.id < b.id AND c.id > b.id RETURN count(*)",
        "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(a), (a)-[:LIKES]->(t:Tag)<-[:LIKES]-(b), (c)-[:LIKES]->(t)
         WHERE a.id < b.id AND b.id < c.id AND a.id < c.id RETURN t.id, count(*)",
        "MATCH (a:Person)-[:KNOWS]-(b:Person), (a)<-[:BY]-(:Post)<-[:ON]-(:Post)-[:BY]->(b) RETURN count(*)",
        "MATCH (t:Tag)<-[:ABOUT]-(p:Post)-[:BY]->(:Person)-[:LIKES]->(:Tag) RETURN t.id, count(*)",
        "MATCH (t:Tag)<-[:ABOUT]-(p:Post)-[:ON]->(:Post)-[:BY]->(:Person)-[:KNOWS]-(:Person) RETURN t.id, count(*)",
        "MATCH (t:Tag) WHERE (t)<-[:ABOUT]-(:Post {odd: 1}) RETURN count(*)",
        "MATCH (t:Tag) OPTIONAL MATCH (t)<-[:ABOUT]-(p:Post)-[:BY]->(b) RETURN t, count(b), count(*)",
        "MATCH (t:Tag)<-[:ABOUT]-(:Post)-[:BY]->(b:Person) RETURN t, count(DISTINCT b) AS persons",
        "MATCH (t:Tag)<-[:ABOUT]-(:Post {odd: 1})-[:BY]->(b:Person) RETURN t, t.id, count(DISTINCT b) AS persons",
        "MATCH (t:Tag)<-[:ABOUT]-(p:Post)-[:BY]->(b:Person) RETURN b, avg(p.odd), count(DISTINCT t) AS tags",
        "MATCH (p:Post)-[:ABOUT]->(t:Tag)<-[:LIKES]-(b:Person)<-[:BY]-(p) RETURN t.id, count(*)",
        "MATCH (p:Post)-[:ABOUT]->(t:Tag), (p)-[:BY]->(b)-[:LIKES]->(u:Tag) WHERE t <> u RETURN count(DISTINCT p)",
        "MATCH (t:Tag)<-[:ABOUT]-(:Post)-[:BY]->(b:Person) RETURN t.id, count(DISTINCT b) AS persons, count(*)",
        "MATCH (t:Tag)<-[:ABOUT]-(p:Post)-[:BY]->(b) RETURN b, count(t.id), count(DISTINCT t.id), count(p.odd)",
        "MATCH (t:Tag)<-[:ABOUT]-(:Post)-[:BY]->(:Person)-[:LIKES]->(u:Tag) WHERE t.id < u.id RETURN t.id, u.id, count(*)",
        "MATCH (t:Tag)<-[:ABOUT]-(:Post)-[:BY]->(b:Person) WITH DISTINCT t, b RETURN count(*)",
        "MATCH (t:Tag)<-[:ABOUT]-(p:Post)-[:BY]->(:Person) RETURN DISTINCT p.odd, t.id ORDER BY t.id DESC LIMIT 7",
        "MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person) RETURN a.id, count(DISTINCT d)",
        "MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person) WITH DISTINCT d, a RETURN count(*)",
        "MATCH (t:Tag)<-[:LIKES]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person) RETURN d.id, t.id, count(*)",
        "MATCH (t:Tag)<-[:LIKES]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person) RETURN t.id, count(DISTINCT d), count(*)",
        "MATCH (t:Tag)<-[:LIKES]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person) RETURN d.id, count(DISTINCT t), count(*)",
        // What is done with the groups of some nodes before those of others are counted.
        "MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person) WITH a, d, count(*) AS n
         WHERE n % 3 > 0 RETURN a.id, d.id, n ORDER BY n DESC, a.id, d.id LIMIT 9",
        "MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person) WITH a, count(DISTINCT d) AS n, count(*) AS m
         RETURN n, count(*), sum(m), min(a.id) ORDER BY n",
        "MATCH (a:Person)-[:KNOWS]-(:Person)-[:KNOWS]-(c:Person) WHERE a.id < c.id WITH a, c, count(*) AS n
         RETURN n, count(*), max(a.id), max(c.id)",
        "MATCH (t:Tag)<-[:ABOUT]-(p:Post)-[:BY]->(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(d:Person), (x:Post {odd: 1})
         WITH b, avg(p.odd) AS m, sum(p.odd) AS s, count(*) AS n RETURN s, count(*), max(m), sum(n)",
        "MATCH (p:Post {odd: 1})-[:ABOUT]->(t:Tag) WITH p, collect(t.id) AS ids WHERE size(ids) > 1 RETURN count(*)",
        "MATCH (b:Person)-[:LIKES]->(t:Tag) RETURN b, size(collect(DISTINCT t)) + size(collect(t)) AS n ORDER BY n",
    ] {
        let [fast, slow] = [true, false].map(|optimize| answer(&mut graph, query, optimize));
        assert_eq!(fast, slow, "{query}");
        assert!(slow.iter().any(|row| row != "0"), "{query}");
        let plan = answer(&mut graph, &format!("EXPLAIN {query}"), true);
        assert!(plan.iter().any(|line| line.starts_with("'Count'")), "{query}");
    }
}

/// What holds of the graph before a statement need not hold when a part of it runs.
#[test]
fn a_statement_counts_what_it_has_written() {
    let script = "CREATE (:P {id: 1})-[:R]->(t:T {id: 10})<-[:R]-(:P {id: 2}), (:P {id: 3})-[:R]->(:T {id: 11})";
    let groups = "MATCH (t:T)<-[:R]-(p:P) RETURN t.id AS id, count(DISTINCT p) AS n";
    let change = "CREATE (:T {id: 10})<-[:R]-(:P {id: 9})";
    let both = "MATCH (p:P {id: 1}) CREATE (p)-[:R]->(:T {id: 12})";
    for query in [
        format!("{change} WITH 1 AS one CALL {{ {groups} }} RETURN id, n"),
        format!("{change} RETURN 0 AS id, 0 AS n UNION ALL {groups}"),
        format!("MATCH (t:T) SET t.id = 10 WITH count(*) AS c CALL {{ {groups} }} RETURN id, n"),
        format!("{change} WITH 1 AS one CALL {{ MATCH (:P)-[:R]->(t:T) RETURN count(DISTINCT t.id) AS n }} RETURN n"),
        format!("{both} RETURN 0 AS n UNION MATCH (p:P) MATCH (p)-[:R]->(t:T) RETURN count(*) AS n"),
        format!("{change} RETURN 0 AS a UNION MATCH (t:T)<-[:R]-() WITH DISTINCT t.id AS id RETURN count(*) AS a"),
        "MATCH (p:P) WITH DISTINCT rand() AS r RETURN count(*) AS n".to_owned(),
        "MATCH (p:P)-[:R]->(t) WITH t, rand() AS r, count(*) AS c RETURN count(*) AS n".to_owned(),
        "MATCH (a:P)-[:R]->(t)<-[:R]-(b:P) WHERE a.id < b.id WITH rand() AS r, count(*) AS c RETURN count(*) AS n"
            .to_owned(),
    ] {
        let [fast, slow] = [true, false].map(|optimize| {
            let mut graph = crate::case_runner::open_graph(script).expect("the script is well-formed");
            answer(&mut graph, &query, optimize)
        });
        assert_eq!(fast, slow, "{query}");
    }
}

/// Where each node is reached once, a walk that may go either way must not come back to its beginning by the way it went.
#[test]
fn walks_either_way_reach_what_their_trails_reach() {
    let mut random = fastrand::Rng::with_seed(3);
    let (mut back, mut away) = (0, 0);
    for round in 0..ROUNDS {
        let script = world(&mut random);
        let mut graph = crate::case_runner::open_graph(&script).expect("the script is well-formed");
        let (start, most) = (random.usize(..6), random.usize(2..6));
        let kind = random.choice([":R", ":R|S", ""]).expect("there are some");
        for query in [
            format!("MATCH (a {{id: {start}}})-[{kind}*1..{most}]-(b) RETURN DISTINCT b.id, a.id"),
            format!("MATCH (a {{id: {start}}})-[{kind}*..{most}]-(b:A) RETURN count(DISTINCT b)"),
            format!("MATCH (a:A) WHERE EXISTS {{ (a)-[{kind}*..{most}]-(b) WHERE b.id = {start} }} RETURN a.id"),
            format!("MATCH (a {{id: {start}}})-[{kind}*2..{most}]-(b) RETURN DISTINCT b.id"),
        ] {
            let [fast, slow] = [true, false].map(|optimize| answer(&mut graph, &query, optimize));
            assert_eq!(fast, slow, "round {round}\n{script}\n{query}");
            if query.contains("*1..") && !slow.is_empty() {
                *if slow.contains(&format!("{start} | {start}")) { &mut back } else { &mut away } += 1;
            }
        }
    }
    assert!(back > 20 && away > 20, "{back} come back, {away} do not");
}

/// Persons who know each other, and far more posts by them about few tags.
fn network(random: &mut fastrand::Rng) -> String {
    let (persons, tags, posts) = (60, 5, 300);
    let mut parts: Vec<String> = (0..tags).map(|id| format!("(t{id}:Tag {{id: {id}}})")).collect();
    for id in 0..persons {
        parts.push(format!("(n{id}:Person {{id: {}}})", (id * 7) % persons));
        (0..random.usize(..3)).for_each(|at| parts.push(format!("(n{id})-[:LIKES]->(t{})", (id + at) % tags)));
        // Nobody knows the last few, and some know a great many.
        for other in (0..id.min(50)).filter(|other| random.usize(..60) < 60 - other) {
            parts.push(format!("(n{id})-[:KNOWS]->(n{other})"));
        }
    }
    for id in 0..posts {
        parts.push(format!("(p{id}:Post {{odd: {}}})-[:BY]->(n{})", id % 2, random.usize(..persons)));
        if id > 0 && random.bool() {
            parts.push(format!("(p{id})-[:ON]->(p{})", random.usize(..id)));
        }
        // Some are about one tag twice.
        (0..random.usize(..4)).for_each(|_| parts.push(format!("(p{id})-[:ABOUT]->(t{})", random.usize(..tags))));
    }
    format!("CREATE {}", parts.join(", "))
}

#[test]
fn weights_that_leave_64_bits_are_added_up_as_rows_are() {
    let script =
        "CREATE (h:Hub {stamp: 1700000000000000}) WITH h UNWIND range(1, 150) AS i CREATE (h)<-[:R]-(:Leaf {id: i})";
    let mut graph = crate::case_runner::open_graph(script).expect("the script is well-formed");
    for (query, counted) in [
        ("MATCH (:Leaf)-[:R]->(h)<-[:R]-(:Leaf) RETURN avg(h.stamp) AS mean", "1700000000000000.0"),
        (
            "MATCH (a:Leaf)-[:R]->(h)<-[:R]-(b:Leaf) WHERE a <> b RETURN avg(h.stamp) AS mean, h",
            "1700000000000000.0 | ",
        ),
    ] {
        let [fast, slow] = [true, false].map(|optimize| answer(&mut graph, query, optimize));
        assert_eq!(fast, slow, "{query}");
        assert!(fast[0].starts_with(counted), "{query}: {fast:?}");
    }
    for query in [
        "MATCH (a:Leaf)-[:R]->(h)<-[:R]-(b:Leaf) WHERE a <> b RETURN sum(h.stamp) AS sum",
        "MATCH (:Leaf)-[:R]->(h)<-[:R]-(:Leaf) RETURN h, sum(h.stamp) AS sum",
    ] {
        for optimize in [true, false] {
            let options = Options { optimize, ..Options::default() };
            let wrong =
                run(&mut graph, &Source::new("query", query), &Map::new(), &options).expect_err("it is too much");
            assert!(show_all(&wrong, Style::Plain).contains("sum() leaves the range of integers"), "{query}");
        }
    }
}

/// The rows as sorted text.
fn answer(graph: &mut Graph, text: &str, optimize: bool) -> Vec<String> {
    let options = Options { optimize, ..Options::default() };
    let answer = run(graph, &Source::new("query", text), &Map::new(), &options)
        .unwrap_or_else(|findings| panic!("{text}\n{}", show_all(&findings, Style::Plain)));
    let line =
        |row: &Vec<casegraph::value::Value>| row.iter().map(|value| value.to_literal()).collect::<Vec<_>>().join(" | ");
    let mut rows: Vec<String> = answer.rows.rows.iter().map(line).collect();
    rows.sort();
    rows
}

/// A graph of up to nine nodes. Most have neither loops nor parallel relationships, which the planner makes use of.
fn world(random: &mut fastrand::Rng) -> String {
    let count = random.usize(2..10);
    let wild = random.u8(..100) < 25;
    let nodes = (0..count).map(|id| {
        let labels = *random.choice(["", ":A", ":B", ":A:B", ":A", ":B"].iter()).expect("there are some");
        let p = if random.bool() { format!(", p: {}", random.u8(..3)) } else { String::new() };
        format!("(n{id}{labels} {{id: {id}{p}}})")
    });
    let mut parts: Vec<String> = nodes.collect();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..random.usize(..18) {
        let (a, b) = (random.usize(..count), random.usize(..count));
        let kind = *random.choice(["R", "R", "S", "T"].iter()).expect("there are some");
        if wild || a != b && !seen.contains(&(b, a, kind)) && seen.insert((a, b, kind)) {
            parts.push(format!("(n{a})-[:{kind}]->(n{b})"));
        }
    }
    format!("CREATE {}", parts.join(", "))
}

fn relationship(random: &mut fastrand::Rng) -> String {
    let kind = *random.choice([":R", ":R", ":S", ":T", ":R|S", ""].iter()).expect("there are some");
    match random.u8(..3) {
        0 => format!("-[{kind}]->"),
        1 => format!("<-[{kind}]-"),
        _ => format!("-[{kind}]-"),
    }
}

fn label(random: &mut fastrand::Rng) -> &'static str {
    random.choice(["", "", "", ":A", ":B"]).expect("there are some")
}

fn query(random: &mut fastrand::Rng) -> String {
    let mut nodes = 1;
    let mut text = format!("MATCH (n0{})", label(random));
    for _ in 0..random.usize(1..5) {
        let from = random.usize(..nodes);
        let to = if random.u8(..100) < 20 && nodes > 1 {
            format!("(n{})", random.usize(..nodes))
        } else {
            nodes += 1;
            format!("(n{}{})", nodes - 1, label(random))
        };
        let joint = if random.u8(..100) < 70 { "," } else { " MATCH" };
        text += &format!("{joint} (n{from}){}{to}", relationship(random));
    }
    let conditions: Vec<String> = (0..random.usize(..4)).map(|_| condition(random, nodes)).collect();
    if !conditions.is_empty() {
        text += &format!(" WHERE {}", conditions.join(" AND "));
    }
    let mut optional = Vec::new();
    for at in 0..random.usize(..3) {
        let from = random.usize(..nodes);
        text += &format!(" OPTIONAL MATCH (n{from}){}(o{at}{})", relationship(random), label(random));
        if random.u8(..100) < 30 {
            text += &format!("{}(q{at})", relationship(random));
        }
        if random.u8(..100) < 20 {
            text += &format!(" WHERE o{at}.p > 0");
        }
        optional.push(format!("o{at}"));
    }
    let any = |random: &mut fastrand::Rng| format!("n{}", random.usize(..nodes));
    let mut counts = vec!["count(*)".to_owned()];
    match random.u8(..8) {
        0 => counts.push(format!("count({})", optional.first().cloned().unwrap_or_else(|| any(random)))),
        1 => counts.push(format!("count(DISTINCT {})", any(random))),
        2 => counts.push(format!("count({}.p)", any(random))),
        3 => counts.push(format!("sum({}.p)", optional.first().cloned().unwrap_or_else(|| any(random)))),
        4 => counts.push(format!("avg({}.id)", any(random))),
        // Weights that are negative or no whole numbers, of which rows are made.
        5 => counts.push(format!("sum({}.p {})", any(random), random.choice(["- 1", "/ 2.0", "* 3"]).expect("some"))),
        6 => counts.push(format!("count(DISTINCT {}.id)", any(random))),
        7 if random.bool() => counts.push(format!("size(collect({}.p))", any(random))),
        _ => {}
    }
    match random.u8(..8) {
        0 => counts.insert(0, format!("{}.id", any(random))),
        1 => counts.insert(0, any(random)),
        2 => counts.splice(0..0, [any(random), format!("{}.p", any(random))]).for_each(drop),
        3 => counts.insert(0, format!("{}.p", any(random))),
        4 => counts.splice(0..0, [format!("{}.id", any(random)), format!("{}.id", any(random))]).for_each(drop),
        5 if random.bool() => {
            return format!(
                "{text} WITH DISTINCT {} AS x, {} AS y RETURN x.id, y.p, count(*)",
                any(random),
                any(random)
            );
        }
        _ => {}
    }
    let columns: Vec<String> = counts.iter().enumerate().map(|(at, each)| format!("{each} AS c{at}")).collect();
    format!("{text} RETURN {}", columns.join(", "))
}

fn condition(random: &mut fastrand::Rng, nodes: usize) -> String {
    let (a, b) = (random.usize(..nodes), random.usize(..nodes));
    match random.u8(..8) {
        0 | 1 if random.u8(..100) < 30 => {
            format!("n{a}.id {} n{b}.id", random.choice(["<", "<", ">", "<=", "<>"]).expect("some"))
        }
        0 if random.u8(..100) < 40 => format!("n{a}.p >= n{b}.p"),
        0 | 1 => format!("n{a} <> n{b}"),
        2 => format!("NOT (n{a}){}(n{b})", relationship(random)),
        3 => format!("(n{a}){}(n{b})", relationship(random)),
        4 => format!("n{a}.p > 0"),
        5 => format!("NOT (n{a}){}()", relationship(random)),
        6 => format!("EXISTS {{ MATCH (n{a}){}(x:A){}(y) }}", relationship(random), relationship(random)),
        _ => format!("id(n{a}) <> id(n{b})"),
    }
}
