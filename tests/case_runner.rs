//! The runner of the case files `tests/cases/**/*.test`; `tests/cases/README.md` describes them.
//!
//! Input: a query over a small graph, with what is expected of it. Every query runs with the planner's choices and without
//! them, each time on a fresh copy of the graph; both runs must agree. A statement that fails must leave no trace.
//! `UPDATE_EXPECT=1` rewrites the expectations.

mod fixture;
mod format;

use casegraph::diag::{Diagnostic, Diagnostics, Label, Severity, Source};
use casegraph::engine::{self, Answer, Options};
use casegraph::graph::{Counters, Entity, Graph, View};
use casegraph::value::{Value, literal};
use format::{Case, Section};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

#[test]
fn every_case_gives_what_it_says() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut graphs = fixture::Graphs::default();
    let (mut run, mut wrong) = (0, Vec::new());
    for path in files(&folder()) {
        let name = path.strip_prefix(folder()).expect("it is below the folder").display().to_string();
        let text = std::fs::read_to_string(&path).expect("a case file is UTF-8 text");
        let mut cases = match format::parse(&text) {
            Ok(cases) => cases,
            Err(mistake) => {
                wrong.push(format!("{name}:{mistake}"));
                continue;
            }
        };
        for case in &mut cases {
            run += 1;
            match actual(case, &mut graphs) {
                Err(message) => wrong.push(format!("{name}:{}: {}: {message}", case.line, case.name)),
                Ok(sections) if format::agree(&case.expected, &sections) => {}
                Ok(sections) if update => case.expected = sections,
                Ok(sections) => {
                    let (expected, actual) = (format::print(&case.expected), format::print(&sections));
                    wrong.push(format!(
                        "{name}:{}: {}\n{}\n=== expected\n{expected}=== actual\n{actual}",
                        case.line, case.name, case.query
                    ));
                }
            }
        }
        if update {
            std::fs::write(&path, format::print_file(&cases)).expect("the case file can be written");
        }
    }
    assert!(run > 0, "there are no cases");
    assert!(wrong.is_empty(), "{} of {run} cases:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Every case file, in the order of the paths.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).filter(|path| path.extension().is_some_and(|end| end == "test")).collect()
}

/// What the query of a case gives, in the sections that the case asks for.
fn actual(case: &Case, graphs: &mut fixture::Graphs) -> Result<Vec<Section>, String> {
    let graph = graphs.get(&case.graph)?;
    let before = dump(graph.view());
    let run = |optimize: bool| -> Result<Vec<Section>, String> {
        let mut graph = graph.clone();
        let source = Source::new("query", case.query.as_str());
        let answer = engine::run(&mut graph, &source, &case.params, &Options { optimize, ..Options::default() });
        let unchanged = answer.as_ref().map_or(true, |answer| answer.counters.is_empty());
        if unchanged && dump(graph.view()) != before {
            return Err("the graph was changed by a statement that failed or claims no change".to_owned());
        }
        Ok(sections(case, answer, graph.view()))
    };
    let plan = if case.asks_for("plan") { Some(plan(case, graph.clone())?) } else { None };
    let (optimized, plain) = (run(true)?, run(false)?);
    if !format::agree(&optimized, &plain) {
        let (optimized, plain) = (format::print(&optimized), format::print(&plain));
        return Err(format!("the runs differ\n=== optimized\n{optimized}=== as written\n{plain}"));
    }
    Ok(plan.into_iter().chain(optimized).collect())
}

/// The plan that the planner chooses, in columns.
fn plan(case: &Case, mut graph: Graph) -> Result<Section, String> {
    let source = Source::new("query", format!("EXPLAIN {}", case.query));
    let answer = engine::run(&mut graph, &source, &case.params, &Options::default())
        .map_err(|findings| casegraph::diag::show_all(&findings, casegraph::diag::Style::Plain))?;
    let text = |value: &Value| match value {
        Value::Str(text) => text.to_string(),
        other => other.to_literal(),
    };
    let rows: Vec<Vec<String>> = answer.rows.rows.iter().map(|row| row.iter().map(text).collect()).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (operator, details) = (width(0), width(1));
    let line = |row: &Vec<String>| format!("{:operator$} | {:details$} | {}", row[0], row[1], row[2]);
    Ok(Section::new("plan", rows.iter().map(line)))
}

fn sections(case: &Case, answer: Result<Answer, Diagnostics>, view: View<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    match answer {
        Err(findings) => sections.extend(findings.iter().map(finding)),
        Ok(answer) => {
            sections.extend(answer.warnings.iter().map(finding));
            if !answer.rows.columns.is_empty() {
                let columns: Vec<String> = answer.rows.columns.iter().map(|name| name.replace('\n', "\\n")).collect();
                let show = |row: &Vec<Value>| row.iter().map(|value| cell(value, view)).collect::<Vec<_>>().join(" | ");
                let rows = answer.rows.rows.iter().map(show);
                let head = if case.is_ordered() { "ordered" } else { "rows" };
                sections.push(Section::new(head, std::iter::once(columns.join(" | ")).chain(rows)));
            }
            if answer.rows.columns.is_empty() || !answer.counters.is_empty() {
                sections.push(Section::new("effects", [effects(answer.counters)]));
            }
        }
    }
    if case.asks_for("graph") {
        sections.push(Section::new("graph", dump(view)));
    }
    sections
}

/// A value as a literal, in which a node is its caption and a relationship its type.
fn cell(value: &Value, view: View<'_>) -> String {
    literal(value, &|value| match value {
        Value::Node(node) => format!("({})", view.caption(*node)),
        Value::Rel(rel) => format!("[:{}]", view.names().types.name(view.rel_type(*rel))),
        Value::Path(path) => {
            let mut text = format!("({})", view.caption(path.start));
            let mut at = path.start;
            for (rel, node) in &path.steps {
                let kind = view.names().types.name(view.rel_type(*rel));
                let (left, right) = if view.ends(*rel) == (at, *node) { ("-", "->") } else { ("<-", "-") };
                text += &format!("{left}[:{kind}]{right}({})", view.caption(*node));
                at = *node;
            }
            text
        }
        other => other.to_literal(),
    })
}

fn effects(counters: Counters) -> String {
    let all = [
        ("nodes", counters.nodes_created),
        ("relationships", counters.relationships_created),
        ("labels", counters.labels_added),
        ("properties", counters.properties_set),
        ("nodes deleted", counters.nodes_deleted),
        ("relationships deleted", counters.relationships_deleted),
        ("labels removed", counters.labels_removed),
    ];
    let some: Vec<String> = all.iter().filter(|each| each.1 > 0).map(|each| format!("{} {}", each.0, each.1)).collect();
    if some.is_empty() { "none".to_owned() } else { some.join(", ") }
}

/// The whole graph, a line for each node and relationship.
fn dump(view: View<'_>) -> Vec<String> {
    let properties = |entity: Entity| {
        let mut all: Vec<String> = view
            .properties(entity)
            .map(|(key, value)| format!("{}: {}", view.names().keys.name(key), value.to_literal()))
            .collect();
        all.sort();
        if all.is_empty() { String::new() } else { format!(" {{{}}}", all.join(", ")) }
    };
    let nodes = view.nodes().map(|node| {
        let mut labels: Vec<String> =
            view.labels(node).iter().map(|label| format!(":{}", view.names().labels.name(*label))).collect();
        labels.sort();
        format!("(#{}{}{})", node.0, labels.concat(), properties(Entity::Node(node)))
    });
    let rels = view.rels().map(|rel| {
        let ((start, end), kind) = (view.ends(rel), view.names().types.name(view.rel_type(rel)));
        format!("(#{})-[:{kind}{}]->(#{})", start.0, properties(Entity::Rel(rel)), end.0)
    });
    nodes.chain(rels).collect()
}

fn finding(finding: &Diagnostic) -> Section {
    let kind = if finding.severity == Severity::Error { "error" } else { "warning" };
    let place = |label: &Label| {
        let Label { source, span, .. } = label;
        format!("{}-{}", source.position(span.start), source.position(span.end))
    };
    let first = finding.labels.first().map_or_else(|| "nowhere".to_owned(), place);
    let mut lines = vec![finding.message.clone()];
    for (index, label) in finding.labels.iter().enumerate().filter(|(_, label)| !label.text.is_empty()) {
        let place = if index == 0 { String::new() } else { format!("{} ", place(label)) };
        lines.push(format!("  ^ {place}{}", label.text));
    }
    lines.extend(finding.hints.iter().map(|hint| format!("  hint: {hint}")));
    lines.extend(finding.fix.iter().map(|fix| format!("  fix: {}", fix.with)));
    Section::new(&format!("{kind} {} {first}", finding.code), lines)
}

/// A graph without a schema, filled by this script.
pub(crate) fn open_graph(script: &str) -> Result<Graph, String> {
    let mut graph = Graph::new(Arc::new(casegraph::graph::Schema::open()));
    for span in casegraph::syntax::split(script) {
        let source = Source::new("script", &script[span.range()]);
        engine::run(&mut graph, &source, &casegraph::value::Map::new(), &Options::default())
            .map_err(|findings| casegraph::diag::show_all(&findings, casegraph::diag::Style::Plain))?;
    }
    Ok(graph)
}
