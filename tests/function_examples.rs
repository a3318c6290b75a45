//! The examples of the function table are run; what the documentation shows is what comes out.

use casegraph::diag::{Source, Style, show_all};
use casegraph::engine::{Options, run};
use casegraph::functions::{aggregates, functions, procedure::built_in};
use casegraph::graph::{Graph, Schema};
use casegraph::value::Map;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The first value that a statement or an expression gives on an empty graph.
fn first_value(text: &str) -> String {
    let whole = ["CREATE ", "UNWIND ", "MATCH "].iter().any(|word| text.starts_with(word));
    let query = if whole { text.to_owned() } else { format!("RETURN {text}") };
    let mut graph = Graph::new(Arc::new(Schema::open()));
    match run(&mut graph, &Source::new("example", query), &Map::new(), &Options::default()) {
        Ok(answer) => answer.rows.rows[0][0].to_literal(),
        Err(findings) => show_all(&findings, Style::Plain),
    }
}

#[test]
fn every_example_gives_what_it_shows() {
    for row in functions() {
        let (call, result) = row.example;
        assert_eq!(first_value(call), result, "{call}");
    }
}

#[test]
fn every_example_of_a_procedure_gives_what_it_shows() {
    for row in built_in() {
        let (statement, result) = row.example;
        assert!(statement.contains(row.name), "{statement}");
        assert_eq!(first_value(statement), result, "{statement}");
        assert!(row.about.ends_with('.') && !row.about.contains('\n'), "{} needs a sentence", row.name);
        let optional = row.inputs.iter().skip_while(|input| input.default.is_none());
        assert!(optional.clone().all(|input| input.default.is_some()), "{} needs its inputs in order", row.name);
    }
}

#[test]
fn every_function_can_be_called_in_any_case() {
    for row in functions() {
        let (call, result) = row.example;
        let shouted = call.replace(row.name, &row.name.to_ascii_uppercase());
        assert_eq!(first_value(&shouted), result, "{shouted}");
    }
}

#[test]
fn every_row_has_its_own_name_and_a_sentence() {
    let rows = functions().map(|row| (row.name, row.about)).chain(aggregates().map(|row| (row.name, row.about)));
    let mut names = BTreeSet::new();
    for (name, about) in rows {
        assert!(names.insert(name.to_ascii_lowercase()), "{name} stands twice");
        let sentence = about.starts_with(char::is_uppercase) && about.ends_with('.') && !about.contains('\n');
        assert!(sentence, "{name} needs a sentence: {about}");
    }
}

/// What each aggregate gives over some numbers, and over none.
const AGGREGATES: &[(&str, &str, &str)] = &[
    ("count(x)", "4", "0"),
    ("count(DISTINCT x)", "3", "0"),
    ("sum(x)", "9", "0"),
    ("avg(x)", "2.25", "null"),
    ("min(x)", "1", "null"),
    ("max(x)", "4", "null"),
    ("collect(x)", "[1, 2, 4, 2]", "[]"),
    ("stDev(x)", "1.2583057392117916", "0.0"),
    ("stDevP(x)", "1.0897247358851685", "0.0"),
    ("percentileDisc(x, 0.5)", "2", "null"),
    ("percentileCont(x, 0.75)", "2.5", "null"),
];

#[test]
fn every_aggregate_is_computed_over_rows() {
    for row in aggregates() {
        let shown = AGGREGATES.iter().any(|(call, _, _)| call.split('(').next() == Some(row.name));
        assert!(shown, "{} needs an example", row.name);
    }
    for (call, some, none) in AGGREGATES {
        assert_eq!(first_value(&format!("UNWIND [1, 2, null, 4, 2] AS x RETURN {call}")), *some, "{call}");
        assert_eq!(first_value(&format!("UNWIND [] AS x RETURN {call}")), *none, "{call}");
    }
}
