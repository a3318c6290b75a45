//! The page `docs/language.md` is true: its examples run, and its lists are those of the tables.
//!
//! A block marked `cypher` gives rows on the built-in knowledge; one marked `cypher CODE` gives that error or warning. A list
//! between `<!-- generated: NAME -->` and `<!-- end -->` is written by the test under `UPDATE_EXPECT=1`.

use casegraph::diag::{Source, Style, codes, show_all};
use casegraph::engine::{Options, run};
use casegraph::functions::procedure::{BuiltIn, built_in};
use casegraph::functions::{aggregates, categories};
use casegraph::project;
use casegraph::value::Map;
use std::path::PathBuf;

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/language.md")
}

fn text() -> String {
    std::fs::read_to_string(page()).expect("there is a page")
}

/// The examples: the line, the code that is expected, and the statement.
fn examples(text: &str) -> Vec<(usize, Option<String>, String)> {
    let mut examples = Vec::new();
    let mut open: Option<(usize, Option<String>, String)> = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_start();
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(head)) => {
                let code = head.strip_prefix("cypher").expect("every block is a statement").trim();
                open = Some((number + 1, (!code.is_empty()).then(|| code.to_owned()), String::new()));
            }
            (Some(_), Some(_)) => examples.extend(open.take()),
            (Some((.., statement)), None) => *statement += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    examples
}

#[test]
fn every_example_does_what_the_page_says() {
    let graph = project::builtin().graph;
    for (line, code, statement) in examples(&text()) {
        let source = Source::new(format!("docs/language.md:{line}"), statement.as_str());
        let outcome = run(&mut graph.clone(), &source, &Map::new(), &Options::default());
        let findings = match &outcome {
            Ok(answer) => &answer.warnings,
            Err(findings) => findings,
        };
        let found: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
        let plain = show_all(findings, Style::Plain);
        match (&outcome, code) {
            (_, Some(code)) => assert_eq!(found, [code.as_str()], "{line}: {plain}"),
            (Ok(answer), None) => {
                assert!(found.is_empty(), "{line}: {plain}");
                assert!(!answer.rows.rows.is_empty(), "{line}: no rows: {statement}");
            }
            (Err(_), None) => panic!("{line}: {plain}"),
        }
    }
}

#[test]
fn the_lists_are_those_of_the_tables() {
    let text = text();
    let mut fresh = text.clone();
    for (name, list) in [("procedures", procedures()), ("functions", functions()), ("errors", errors())] {
        let head = format!("<!-- generated: {name} -->\n");
        let start = fresh.find(&head).unwrap_or_else(|| panic!("there is no list of {name}")) + head.len();
        let end = start + fresh[start..].find("<!-- end -->").expect("the list ends");
        fresh.replace_range(start..end, &list);
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(page(), &fresh).expect("the page can be written");
    } else {
        assert!(text == fresh, "docs/language.md is out of date; UPDATE_EXPECT=1 writes its lists anew");
    }
}

/// Text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn procedures() -> String {
    built_in().map(procedure).collect()
}

fn procedure(row: &BuiltIn) -> String {
    let mut text = format!("- `{}`  \n  {}\n", row.signature(), row.about);
    for setting in row.settings {
        text += &format!("  - `{}`: {}\n", setting.name, setting.about);
    }
    text
}

fn functions() -> String {
    let mut text = String::new();
    for (category, rows) in categories() {
        text += &format!("### {category}\n\n| function | what it gives | example |\n|---|---|---|\n");
        for row in rows {
            let example = format!("`{}` → `{}`", cell(row.example.0), cell(row.example.1));
            text += &format!("| `{}` | {} | {example} |\n", cell(&row.signature()), cell(row.about));
        }
        text.push('\n');
    }
    text += "### Aggregating\n\nThey pass over null. `DISTINCT` before the argument takes each value once.\n\n";
    text += "| function | what it gives |\n|---|---|\n";
    for row in aggregates() {
        text += &format!("| `{}` | {} |\n", cell(&row.signature()), cell(row.about));
    }
    text
}

fn errors() -> String {
    let mut text = "| code | when | name |\n|---|---|---|\n".to_owned();
    for code in codes::ALL {
        text += &format!("| {} | {} | {} |\n", code.id, cell(code.title), code.standard());
    }
    text
}
