//! Random patterns over random graphs, judged by a reference that tries every assignment.
//!
//! Each round makes a small graph and a query of one or two MATCH clauses. The query runs with the planner's choices and
//! without; both answers must be, as bags, what [`reference::answer`] finds by brute force. The rounds are the same on
//! every machine: they come from one seed.

mod answers;
mod extensions;
mod generate;
mod model;
mod reference;

use casegraph::diag::{Source, Style, show_all};
use casegraph::engine::{Options, run};
use casegraph::graph::Graph;
use casegraph::value::Map;
use generate::Random;

const ROUNDS: u64 = 500;

/// Rounds of queries that do something with their matches; a number in the environment replaces it, and another the seed.
const ANSWERS: u64 = 2_500;

#[test]
fn random_patterns_match_what_brute_force_finds() {
    let (mut random, mut telling) = (Random::new(0x5eed_cafe), 0);
    for round in 0..ROUNDS {
        let world = generate::world(&mut random);
        let query = generate::query(&mut random);
        let (script, text) = (world.script(), query.text());
        let expected = reference::answer(&world, &query);
        let graph = crate::case_runner::open_graph(&script).expect("the script is well-formed");
        for optimize in [true, false] {
            let found = found(&mut graph.clone(), &text, optimize);
            assert_eq!(found, expected, "round {round}, optimize {optimize}\n{script}\n{text}");
        }
        telling += usize::from(!expected.is_empty());
    }
    assert!(3 * telling > ROUNDS as usize, "only {telling} rounds have rows");
}

/// The number that a variable of the environment holds.
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn random_answers_are_those_of_brute_force() {
    let mut random = Random::new(setting("CASEGRAPH_SEED", 0xfeed_5eed));
    for round in 0..setting("CASEGRAPH_ROUNDS", ANSWERS) {
        let world = generate::world(&mut random);
        let query = generate::query(&mut random);
        let returns = answers::Returns::random(&mut random, &query);
        let (script, text) = (world.script(), query.matching() + &returns.text());
        let expected = returns.answer(&world, &reference::rows(&world, &query));
        let graph = crate::case_runner::open_graph(&script).expect("the script is well-formed");
        for optimize in [true, false] {
            let mut found = in_order(&mut graph.clone(), &text, optimize);
            let mut expected = expected.clone();
            if !returns.is_ordered() {
                found.sort();
                expected.sort();
            }
            assert_eq!(found, expected, "round {round}, optimize {optimize}\n{script}\n{text}");
        }
    }
}

/// The rows of the engine as sorted text.
fn found(graph: &mut Graph, text: &str, optimize: bool) -> Vec<String> {
    let mut rows = in_order(graph, text, optimize);
    rows.sort();
    rows
}

/// The rows of the engine as text.
fn in_order(graph: &mut Graph, text: &str, optimize: bool) -> Vec<String> {
    let options = Options { optimize, ..Options::default() };
    let answer = run(graph, &Source::new("query", text), &Map::new(), &options)
        .unwrap_or_else(|findings| panic!("{}\n{text}", show_all(&findings, Style::Plain)));
    let cells = |row: &Vec<casegraph::value::Value>| row.iter().map(|value| value.to_literal()).collect::<Vec<_>>();
    answer.rows.rows.iter().map(|row| cells(row).join(" | ")).collect()
}
