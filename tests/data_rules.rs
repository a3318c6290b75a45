//! Every rule that checks the shipped data finds the flaw that it is there for, and the shipped data has none.

use casegraph::diag::{Style, show_all};
use casegraph::engine::Options;
use casegraph::load::File;
use casegraph::project;

/// Flaws of every kind that a rule looks for, as text behind a shipped file or as a file of their own.
const FLAWS: [(&str, &str); 7] = [
    (
        "studies/flawed.yaml",
        "
id: flawed
title: A flawed study
company: Netflix
figures:
  - {metric: nothing, raw: '0'}
phases:
  - {order: 1, name: First, from: 2000, to: 2010, source: netflix/phase-1}
  - id: flawed/second
    order: 2
    name: Second
    from: 2005
    source: netflix/phase-1
    technologies:
      - {technology: Apache Kafka, layer: no/such/layer}
replacements:
  - {name: Snowflake to Kafka, old: Snowflake, new: Apache Kafka, source: netflix/phase-1, basis: document, confidence: high}
",
    ),
    (
        "technologies/flawed.yaml",
        "
- {id: apache-kaf-ka, name: Apache-KafKa, kind: open source, category: messaging/broker}
",
    ),
    ("patterns.yaml", "\n- {id: a-pattern-apart, name: a pattern apart}\n"),
    ("themes.yaml", "\n- {id: a-theme-apart, title: A theme apart}\n"),
    ("sources.yaml", "\n- {id: a-source-apart, title: A source apart}\n"),
    ("categories.yaml", "\n- {id: apart, name: a category apart, path: apart, taxonomy: fine}\n"),
    (
        "segments.yaml",
        "
- id: flawed
  name: flawed
  source: collection/startups
  stack:
    - {technology: Amazon S3, role: storage, alternative: true}
",
    ),
];

fn flawed() -> Vec<File> {
    let mut files = project::builtin_data();
    for (path, text) in FLAWS {
        match files.iter_mut().find(|file| file.path == path) {
            Some(file) => file.bytes.to_mut().extend_from_slice(text.as_bytes()),
            None => files.push(File { path: path.into(), name: path.into(), bytes: text.as_bytes().to_vec().into() }),
        }
    }
    files
}

/// The names of the rules that return rows, which are checks; the others derive facts.
fn checks() -> Vec<String> {
    let rules = project::builtin_data().into_iter().filter(|file| file.path.starts_with("rules/"));
    rules
        .filter(|file| String::from_utf8_lossy(&file.bytes).contains("\nRETURN "))
        .map(|file| file.path.trim_start_matches("rules/").trim_end_matches(".cypher").to_owned())
        .collect()
}

#[test]
fn the_shipped_data_has_no_findings() {
    let findings = project::builtin().findings;
    assert!(findings.is_empty(), "{}", show_all(&findings, Style::Plain));
}

#[test]
fn every_check_finds_its_flaw() {
    let found =
        show_all(&project::open(&flawed(), &[], project::Rules::All, &Options::default()).findings, Style::Plain);
    let checks = checks();
    assert!(checks.len() >= 12, "the checks are {checks:?}");
    for check in checks {
        assert!(found.contains(&format!("The rule `{check}` says so")), "{check} finds nothing in\n{found}");
    }
}
