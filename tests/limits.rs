//! Statements of a size that nobody writes by hand: an answer or an error, soon and within the stack.

#[cfg(target_os = "linux")]
use crate::tck::pipe::Pipe;
use casegraph::diag::{Source, codes};
use casegraph::engine::{Answer, Options, run};
use casegraph::graph::{Graph, Schema};
use casegraph::value::{Map, Stop, Why};
use std::sync::Arc;
use std::time::Duration;

/// The answer, or the code of the first finding.
fn ask(text: &str) -> Result<Answer, &'static str> {
    ask_with(text, Options::default())
}

fn ask_with(text: &str, options: Options) -> Result<Answer, &'static str> {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    run(&mut graph, &Source::new("query", text), &Map::new(), &options)
        .map_err(|findings| findings.iter().next().map_or("none", |finding| finding.code.id))
}

#[test]
fn a_hundred_thousand_parts_of_a_union_are_no_trouble() {
    let text = vec!["RETURN 1 AS x"; 100_000].join(" UNION ALL ");
    assert_eq!(ask(&text).map(|answer| answer.rows.rows.len()), Ok(100_000));
}

#[test]
fn a_million_parts_of_a_union_are_too_large_a_text() {
    let text = vec!["RETURN 1 AS x"; 1_000_000].join(" UNION ALL ");
    assert_eq!(ask(&text).err(), Some(codes::TOO_LARGE.id));
}

#[test]
fn long_chains_of_one_operator_are_no_trouble() {
    for (first, rest) in [("1", " + 1"), ("true", " AND true"), ("1", " < 2"), ("'a'", " + 'a'")] {
        let text = format!("RETURN {first}{} AS x", rest.repeat(50_000));
        assert_eq!(ask(&text).map(|answer| answer.rows.rows.len()), Ok(1), "{rest}");
    }
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{a: ", "}"), ("NOT ", ""), ("-", ""), ("abs(", ")"), ("[x IN ", " | x]")]
    {
        let text = format!("RETURN {}1{} AS x", open.repeat(100_000), close.repeat(100_000));
        let code = ask(&text).err();
        let refused = [codes::TOO_DEEP.id, codes::TOO_LARGE.id, codes::WRONG_TYPE.id];
        assert!(code.is_some_and(|code| refused.contains(&code)) || matches!(open, "-" | "NOT "), "{open}: {code:?}");
    }
    let text = format!(
        "MATCH (a) WHERE {}EXISTS {{ (a) }}{} RETURN a",
        "EXISTS { MATCH (a) WHERE ".repeat(5_000),
        " }".repeat(5_000)
    );
    assert_eq!(ask(&text).err(), Some(codes::TOO_DEEP.id));
}

#[test]
fn many_clauses_and_long_patterns_are_run_or_refused() {
    let text = format!("{} RETURN count(*) AS n", "MATCH (a) ".repeat(1_000));
    assert_eq!(ask(&text).map(|answer| answer.rows.rows.len()), Ok(1));
    let text = format!("MATCH (a){} RETURN count(*) AS n", "-->()".repeat(1_500));
    assert!(
        ask(&text).is_ok_and(|answer| answer.rows.rows.len() == 1) || ask(&text).err() == Some(codes::TOO_LARGE.id)
    );
    let text = format!("MATCH (a){} RETURN count(*) AS n", "-->()".repeat(100_000));
    assert_eq!(ask(&text).err(), Some(codes::TOO_LARGE.id));
}

/// More rows than anybody could wait for.
const ENDLESS: &str = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b UNWIND range(1, 1000000) AS c";

/// Statements that would keep more than ten megabytes, each in another place.
const HUNGRY: [&str; 27] = [
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN a, b",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN DISTINCT a, b",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN a, b ORDER BY a - b",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b WITH a, b, count(*) AS n RETURN count(*) AS n",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN head(collect(a * b)) AS n",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN count(DISTINCT a * 1000 + b) AS n",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN percentileCont(a * b, 0.5) AS n",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN a, b UNION RETURN 1 AS a, 2 AS b",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b CREATE (:N {a: a, b: b})",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b MERGE (:N {a: a, b: b})",
    "FOREACH (a IN range(1, 1000) | FOREACH (b IN range(1, 1000) | CREATE (:N)))",
    "CREATE (n) FOREACH (a IN range(1, 1000) | FOREACH (b IN range(1, 1000) | CREATE (n)-[:R]->(n)))",
    "UNWIND range(1, 10) AS a CALL { WITH a CREATE (:N) WITH a UNWIND range(1, 100000) AS b RETURN b } RETURN count(*) AS n",
    "RETURN size(range(1, 1000000)) AS n",
    "RETURN size([x IN range(1, 300000) | [x]]) AS n",
    "WITH range(1, 200000) AS a, range(2, 200001) AS b, range(3, 200002) AS c RETURN size(a) AS n",
    "RETURN size([range(1, 200000), range(2, 200001), range(3, 200002)]) AS n",
    "RETURN size({a: range(1, 200000), b: range(2, 200001), c: range(3, 200002)}.a) AS n",
    "RETURN size(coalesce(null, range(1, 200000) + range(1, 300000))) AS n",
    "UNWIND range(1, 200000) AS a UNWIND range(1, 300000) AS b RETURN count(*) AS n",
    "RETURN size(reduce(l = [], x IN range(1, 100) | l + range(1, 10000))) AS n",
    "RETURN size(reduce(t = 'ab', x IN range(1, 100) | t + t)) AS n",
    "WITH reduce(t = 'ab', x IN range(1, 20) | t + t) AS t RETURN size(replace(t, 'a', 'aaaaaaaaaaaa')) AS n",
    "WITH reduce(t = 'ab', x IN range(1, 18) | t + t) AS t RETURN size(split(t, '')) AS n",
    "UNWIND range(1, 20) AS a RETURN [toString(a), reduce(t = 'ab', x IN range(1, 18) | t + t)] AS n",
    "RETURN size(COLLECT { UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN a }) AS n",
    "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN {a: a, b: b} AS m",
];

fn small() -> Options {
    Options { memory: 10_000_000, ..Options::default() }
}

#[test]
fn what_needs_more_memory_than_it_may_hold_ends_with_an_error() {
    let code = |text: &str| ask_with(text, small()).err();
    let modest: Vec<&str> = HUNGRY.into_iter().filter(|text| code(text) != Some(codes::NEEDS_MORE_MEMORY.id)).collect();
    assert!(modest.is_empty(), "{modest:#?}");
}

#[test]
fn what_is_given_back_is_not_counted_again() {
    for text in [
        "UNWIND range(1, 1000) AS a WITH a, size(range(1, 10000)) AS n RETURN sum(n) AS n",
        "UNWIND range(1, 1000) AS a WITH a, range(1, 10000) AS n RETURN sum(size(n)) AS n",
        "UNWIND range(1, 100) AS a CALL { UNWIND range(1, 10000) AS b RETURN DISTINCT b } RETURN count(*) AS n",
        "UNWIND range(1, 100) AS a RETURN max(size(COLLECT { UNWIND range(1, 10000) AS b RETURN b ORDER BY -b })) AS n",
    ] {
        assert_eq!(ask_with(text, small()).map(|answer| answer.rows.rows.len()), Ok(1), "{text}");
    }
}

#[test]
fn walks_and_counts_need_no_more_memory_than_they_may_hold() {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let make = "UNWIND range(1, 1500) AS i CREATE (a:A), (b:B), (c:C) CREATE (a)-[:R]->(b)-[:R]->(c) \
                WITH collect(a) AS xs, collect(b) AS ys UNWIND range(0, 1499) AS i UNWIND range(0, 40) AS j \
                WITH xs[i] AS x, ys[(i * 7 + j * 31) % 1500] AS y CREATE (x)-[:R]->(y)";
    run(&mut graph, &Source::new("query", make), &Map::new(), &Options::default()).expect("it is made");
    for text in [
        "MATCH (a:A)-[:R]->(b:B)<-[:R]-(c:A) RETURN a, c, count(*) AS n",
        "MATCH (a:A)-[:R]->(b:B)<-[:R]-(c:A) WITH count(*) AS n, b.x AS x, a, c RETURN collect([a, c, n]) AS n",
        "MATCH p = (:A)-[:R*]-(:B) RETURN collect(p) AS n",
        "MATCH p = ALL SHORTEST (a:A)-[:R]-+(c:C) RETURN count(p) AS n",
        "MATCH p = (:A)((x)-[:R]-(y))+(:C) RETURN collect(p) AS n",
    ] {
        let options = Options { memory: 3_000_000, ..Options::default() };
        let found = run(&mut graph, &Source::new("query", text), &Map::new(), &options);
        let code = found.err().and_then(|findings| findings.iter().next().map(|finding| finding.code.id));
        assert_eq!(code, Some(codes::NEEDS_MORE_MEMORY.id), "{text}");
    }
}

/// Statements that keep something for each node of a large graph, and little else.
const WIDE: [&str; 17] = [
    "CALL algo.pageRank() YIELD node RETURN count(*) AS n",
    "CALL algo.betweenness({labels: ['A', 'B', 'C'], types: 'R'}) YIELD node RETURN count(*) AS n",
    "CALL algo.degree() YIELD node RETURN count(*) AS n",
    "CALL algo.weakComponents() YIELD node RETURN count(*) AS n",
    "CALL algo.strongComponents() YIELD node RETURN count(*) AS n",
    "CALL algo.communities() YIELD node RETURN count(*) AS n",
    "CALL algo.kCore() YIELD node RETURN count(*) AS n",
    "CALL algo.topologicalOrder() YIELD node RETURN count(*) AS n",
    "CALL algo.cycles() YIELD length RETURN count(*) AS n",
    "MATCH (a:A {i: 1}), (b:C {i: 1}) CALL algo.shortestPath(a, b) YIELD cost RETURN count(*) AS n",
    "MATCH (a:A {i: 1}) CALL algo.distances(a) YIELD node RETURN count(*) AS n",
    "MATCH (a:A)-[:R]->(b:B)-[:R]->(c:C) WHERE a.i > 5 AND c.i > 10 RETURN count(*) AS n",
    "MATCH (a:A)-[:R]->(b:B)-[:R]->(c:C) RETURN sum(c.i) AS n",
    "MATCH (a:A)-[:R]->(b:B) RETURN b, count(a) AS n ORDER BY n LIMIT 1",
    "MATCH (a:A {i: 1})-[:R|S*]-(c) RETURN count(DISTINCT c) AS n",
    "MATCH (a:A)-[:R*1..3]->(c) RETURN count(DISTINCT c) AS n",
    "MATCH (a:A {i: 1}), (b:C {i: 200}) MATCH p = SHORTEST 1 (a)-[:R|S]-+(b) RETURN count(p) AS n",
];

#[test]
fn what_is_kept_for_each_node_is_counted_and_given_back() {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let make = "UNWIND range(1, 4000) AS i CREATE (a:A {i: i}), (b:B {i: i}), (c:C {i: i}) \
                CREATE (a)-[:R]->(b)-[:R]->(c) WITH collect(c) AS all UNWIND range(0, 3998) AS i \
                WITH all[i] AS x, all[i + 1] AS y CREATE (x)-[:S]->(y)";
    run(&mut graph, &Source::new("query", make), &Map::new(), &Options::default()).expect("it is made");
    let mut modest = Vec::new();
    for text in WIDE {
        let mut ask = |memory: u64| {
            let options = Options { memory, ..Options::default() };
            let found = run(&mut graph, &Source::new("query", text), &Map::new(), &options);
            found.map_err(|findings| findings.iter().next().map(|finding| finding.code.id)).map(|answer| answer.rows)
        };
        assert_eq!(ask(50_000_000).map(|rows| rows.rows.len()), Ok(1), "{text}");
        if ask(20_000).err() != Some(Some(codes::NEEDS_MORE_MEMORY.id)) {
            modest.push(text);
        }
    }
    assert!(modest.is_empty(), "{modest:#?}");
}

/// Statements that do not end on their own in any time.
const WITHOUT_END: [&str; 11] = [
    "RETURN count(*) AS n",
    "RETURN sum(a * b - c) AS n",
    "WHERE a + b + c < 0 RETURN a",
    "WITH a, b, c WHERE a < 0 RETURN DISTINCT b",
    "WITH a, b, c WHERE a < 0 RETURN b ORDER BY c",
    "RETURN [x IN range(1, 1000000) WHERE ALL(y IN range(1, 1000000) WHERE x + y > 0) | x] AS n",
    "RETURN reduce(n = 0, x IN range(1, 1000000) | n + reduce(m = 0, y IN range(1, 1000000) | m + y)) AS n",
    "WITH a WHERE EXISTS { UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y WITH x WHERE x < 0 RETURN x } RETURN a",
    "WITH a WHERE COUNT { UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN x } < 0 RETURN a",
    "SET a.x = 1",
    "FOREACH (x IN range(1, 1000000) | FOREACH (y IN range(1, 1000000) | REMOVE n.x))",
];

#[test]
fn what_does_not_end_ends_when_its_time_is_up_or_when_asked() {
    for rest in WITHOUT_END {
        let text = match rest {
            "SET a.x = 1" => {
                "UNWIND range(1, 1000000) AS i UNWIND range(1, 1000000) AS j MATCH (a) SET a.x = 1".to_owned()
            }
            rest if rest.starts_with("FOREACH") => format!("CREATE (n) {rest}"),
            rest => format!("{ENDLESS} {rest}").replace(" WHERE a + b", " WITH a, b, c WHERE a + b"),
        };
        let late = Options { timeout: Some(Duration::from_millis(1)), ..Options::default() };
        assert_eq!(ask_with(&text, late.clone()).err(), Some(codes::TIMED_OUT.id), "{text}");
        let stop = Stop::default();
        stop.ask(Why::Asked);
        assert_eq!(ask_with(&text, Options { stop, ..late }).err(), Some(codes::INTERRUPTED.id), "{text}");
    }
}

#[test]
fn a_request_to_end_outlives_no_timer() {
    let options = Options { timeout: Some(Duration::from_millis(1)), ..Options::default() };
    assert!(ask_with(ENDLESS_COUNT, options.clone()).is_err());
    assert_eq!(options.stop.why(), None);
    let patient = Options { timeout: Some(Duration::from_secs(3600)), ..options };
    assert_eq!(ask_with("RETURN 1 AS x", patient).map(|answer| answer.rows.rows.len()), Ok(1));
}

const ENDLESS_COUNT: &str = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n";

#[test]
fn what_ends_early_changes_nothing() {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let mut ask = |text: &str, options: &Options| run(&mut graph, &Source::new("query", text), &Map::new(), options);
    ask("CREATE (:N {x: 1})-[:R]->(:N {x: 2})", &Options::default()).expect("it is made");
    let late = Options { timeout: Some(Duration::from_millis(20)), ..Options::default() };
    let hungry = Options { memory: 3_000_000, ..Options::default() };
    for options in [&late, &hungry] {
        let text = "MATCH (n:N) SET n.x = 0 WITH n FOREACH (i IN range(1, 100000) | FOREACH (j IN range(1, 100000) | \
                    CREATE (n)-[:R]->(:N {x: j})))";
        assert!(ask(text, options).is_err());
        let after = "MATCH (n:N) OPTIONAL MATCH (n)-[r]->() RETURN sum(n.x) * 10 + count(r) AS n";
        let rows = ask(after, &Options::default()).expect("the graph is as it was").rows;
        assert_eq!(rows.rows[0][0].to_literal(), "31");
    }
}

#[test]
fn walks_that_nobody_could_wait_for_end_when_asked() {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let make =
        "UNWIND range(1, 12) AS i CREATE (:N {i: i}) WITH count(*) AS made MATCH (a:N), (b:N) CREATE (a)-[:R]->(b)";
    run(&mut graph, &Source::new("query", make), &Map::new(), &Options::default()).expect("it is made");
    for text in [
        "MATCH p = (:N)-[:R*]-(:N) WHERE length(p) = 200 RETURN p",
        "MATCH p = (:N)((a)-[:R]-(b))+(:N) WHERE length(p) = 200 RETURN p",
        "MATCH (a:N)-[:R]-(b)-[:R]-(c)-[:R]-(d)-[:R]-(e)-[:R]-(f)-[:R]-(g)-[:R]-(h)-[:R]-(a) RETURN count(*) AS n",
        "MATCH (a:N)-[:R]-(b)-[:R]-(c)-[:R]-(d)-[:R]-(e)-[:R]-(f)-[:R]-(g)-[:R]-(h) WHERE a.i > h.i + c.i * 100 RETURN a",
        "CALL algo.cycles({limit: 1000000000}) YIELD length RETURN count(*) AS n",
    ] {
        let options = Options { timeout: Some(Duration::from_millis(20)), ..Options::default() };
        let found = run(&mut graph, &Source::new("query", text), &Map::new(), &options);
        let code = found.err().and_then(|findings| findings.iter().next().map(|finding| finding.code.id));
        assert_eq!(code, Some(codes::TIMED_OUT.id), "{text}");
    }
}

/// The graph on which the statements below need too much: three hundred nodes that are all related to forty others.
#[cfg(target_os = "linux")]
const KNOWN: &str = "UNWIND range(0, 299) AS i CREATE (:P {id: i, name: 'person ' + toString(i)}) \
                     WITH collect(i) AS all MATCH (a:P), (b:P) WHERE (b.id - a.id + 300) % 300 IN range(1, 20) \
                     CREATE (a)-[:K {since: a.id + b.id}]->(b)";

/// Statements that would fill the memory of any machine, each by another part of the program.
#[cfg(target_os = "linux")]
const NASTY: [&str; 42] = [
    "RETURN size(range(1, 1000000000)) AS n",
    "RETURN range(1, 30000000) AS n",
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN a, b",
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN a, b ORDER BY a - b",
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN DISTINCT a, b",
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b WITH a * b AS k, count(*) AS n RETURN max(n) AS n",
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN head(collect(a * b)) AS n",
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN count(DISTINCT a * 10000 + b) AS n",
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b RETURN percentileCont(a * b, 0.5) AS n",
    "MATCH (a:P), (b:P), (c:P) RETURN a.id, b.id, c.name",
    "MATCH (a:P), (b:P), (c:P) RETURN a, b, c ORDER BY a.id + b.id - c.id",
    "MATCH (a:P), (b:P), (c:P) RETURN a, b, c, count(*) AS n",
    "MATCH (a:P), (b:P), (c:P) RETURN head(collect([a, b, c])) AS n",
    "MATCH (a:P), (b:P), (c:P) RETURN collect(properties(a)) AS n",
    "MATCH (a:P), (b:P), (c:P) RETURN a, b UNION MATCH (b:P), (a:P) RETURN a, b",
    "MATCH (a:P)-[r:K]->(b)-[s:K]->(c)-[t:K]->(d) RETURN a, r, b, s, c, t, d",
    "MATCH (a:P)-[r:K]->(b)-[s:K]->(c)-[t:K]->(d) RETURN DISTINCT a.id * 27000000 + b.id * 90000 + c.id * 300 + d.id AS n",
    "MATCH p = (:P)-[:K*]-(:P) RETURN collect(p) AS n",
    "MATCH p = (:P)-[:K*1..5]-(:P) RETURN p",
    "MATCH p = (:P)((a)-[:K]-(b)){1,5}(:P) RETURN collect(p) AS n",
    "MATCH p = (:P)((a)-[:K]-(b))+(:P) RETURN a, b",
    "MATCH p = ALL SHORTEST (a:P)-[:K]-+(b:P) RETURN p",
    "MATCH p = SHORTEST 100 (a:P)-[:K]-+(b:P) RETURN collect(p) AS n",
    "MATCH (a:P) RETURN collect([(a)-[:K*1..4]-(b) | b.id]) AS n",
    "MATCH (a:P) RETURN size(COLLECT { MATCH (b:P), (c:P), (d:P) RETURN c }) AS n",
    "MATCH (a:P) CALL { WITH a MATCH (b:P), (c:P), (d:P) RETURN b ORDER BY b.id DESC } RETURN count(*) AS n",
    "CALL algo.cycles({limit: 1000000000}) YIELD nodes RETURN collect(nodes) AS n",
    "RETURN size(reduce(l = [], x IN range(1, 100000000) | l + x)) AS n",
    "RETURN size(reduce(t = 'ab', x IN range(1, 60) | t + t)) AS n",
    "RETURN size(reduce(t = [1], x IN range(1, 60) | t + t)) AS n",
    "RETURN size([x IN range(1, 300000) | [x, toString(x)]]) AS n",
    "RETURN size([x IN range(1, 10000) | [y IN range(1, 10000) | x * y]]) AS n",
    "RETURN reduce(m = {}, x IN range(1, 1000000) | {a: m, b: [x, x]}) AS n",
    "WITH reduce(t = 'ab', x IN range(1, 20) | t + t) AS t RETURN size(replace(t, 'a', 'aaaaaaaaaaaaaaaaaaaaaaaa')) AS n",
    "WITH reduce(t = 'a,', x IN range(1, 20) | t + t) AS t RETURN size(split(t, ',')) AS n",
    "WITH range(1, 100000) AS l UNWIND range(1, 10000) AS i RETURN collect(l[1..]) AS n",
    "WITH range(1, 100000) AS l UNWIND range(1, 10000) AS i RETURN reverse(l) AS l",
    "UNWIND range(1, 100000000) AS i CREATE (:P {id: i})",
    "UNWIND range(1, 100000000) AS i MERGE (:P {id: i})",
    "MATCH (a:P), (b:P), (c:P) CREATE (a)-[:K]->(b)",
    "MATCH (a:P), (b:P), (c:P) SET a.id = b.id",
    "FOREACH (i IN range(1, 10000) | FOREACH (j IN range(1, 10000) | CREATE (:P {id: i * j})))",
];

/// A program that is asked one such statement after the other says each time that it needs too much, and takes not much more
/// than it may, also for what it still gives back of those before.
#[test]
#[cfg(target_os = "linux")]
fn no_statement_takes_much_more_than_it_may() {
    const LIMIT: u64 = 30_000_000;
    let mut pipe = Pipe::start(&["--memory-limit", &LIMIT.to_string()]);
    let mut ask = |statement: &str| pipe.run(statement).unwrap_or_else(|died| panic!("{statement}: {died}"));
    let made = ask(KNOWN);
    assert_eq!(made["counters"]["relationshipsCreated"], 6_000, "{made}");
    for statement in NASTY {
        let code = &ask(statement)["errors"][0]["code"];
        assert_eq!(code, "ResourceError.OutOfMemory", "{statement}");
    }
    let left = ask("MATCH (a:P)-[r:K]->() RETURN toString(count(r)) + ' ' + toString(sum(a.id)) AS n");
    assert_eq!(left["data"]["values"][0][0]["_value"], "6000 897000");
    // The program itself, what the last statements are still giving back, and what is not worth counting. Without a limit
    // each would take gigabytes.
    assert!(pipe.peak() < 12 * LIMIT, "{} bytes", pipe.peak());
    assert_eq!(pipe.finish(), Some(0));
}
