//! Statements of a size that nobody writes by hand: an answer or an error, soon and within the stack.

use casegraph::diag::{Source, codes};
use casegraph::engine::{Answer, Options, run};
use casegraph::graph::{Graph, Schema};
use casegraph::value::Map;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The answer, or the code of the first finding.
fn ask(text: &str) -> Result<Answer, &'static str> {
    ask_until(text, None)
}

fn ask_until(text: &str, stop: Option<Arc<AtomicBool>>) -> Result<Answer, &'static str> {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let options = Options { stop, ..Options::default() };
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

#[test]
fn a_product_of_rows_ends_with_an_error_or_when_asked() {
    let list = "range(1, 1000)";
    let kept = format!("UNWIND {list} AS a UNWIND {list} AS b UNWIND {list} AS c RETURN a, b, c");
    assert_eq!(ask(&kept).err(), Some(codes::NEEDS_MORE_MEMORY.id));
    let stop = Arc::new(AtomicBool::new(true));
    let counted =
        format!("UNWIND {list} AS a UNWIND {list} AS b UNWIND {list} AS c UNWIND {list} AS d RETURN count(*) AS n");
    assert_eq!(ask_until(&counted, Some(stop)).err(), Some(codes::INTERRUPTED.id));
}

#[test]
fn walks_that_nobody_could_wait_for_end_when_asked() {
    let mut graph = Graph::new(Arc::new(Schema::open()));
    let make =
        "UNWIND range(1, 12) AS i CREATE (:N {i: i}) WITH count(*) AS made MATCH (a:N), (b:N) CREATE (a)-[:R]->(b)";
    let text = "MATCH p = (:N)-[:R*]-(:N) WHERE length(p) = 200 RETURN p";
    run(&mut graph, &Source::new("query", make), &Map::new(), &Options::default()).expect("it is made");
    let stop = Arc::new(AtomicBool::new(false));
    let options = Options { stop: Some(Arc::clone(&stop)), ..Options::default() };
    let waiter = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(50));
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let findings = run(&mut graph, &Source::new("query", text), &Map::new(), &options).expect_err("nobody could wait");
    assert_eq!(findings.iter().next().map(|finding| finding.code.id), Some(codes::INTERRUPTED.id));
    waiter.join().expect("it only waits");
}
