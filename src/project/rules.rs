//! The rules of the data: statements that derive facts, and checks whose every row is a finding.
//!
//! A rule is a query file below `rules/` with the header of a saved query, and one statement. A rule with `// severity:
//! error` or `warning` in the header is a check, which is run only when mistakes are looked for. Each row that a rule
//! returns is a finding: its first text is the message, its first node or relationship with a place is where it stands.

use super::{Rules, queries::default_of, stem, text_of};
use crate::diag::codes::{RULE_FAILED, RULE_FINDING};
use crate::diag::{Diagnostic, Diagnostics, Severity, Source, Span};
use crate::engine::{self, Answer, Options};
use crate::graph::{Entity, Graph, Origin, View};
use crate::library::SavedQuery;
use crate::load::File;
use crate::value::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Runs every rule among the files in the order of their paths, each within these limits, and gives the findings.
pub(super) fn run(graph: &mut Graph, files: &[File], which: Rules, limits: &Options) -> Diagnostics {
    let mut rules: Vec<&File> = files.iter().filter(|file| is_rule(&file.path)).collect();
    rules.sort_by(|a, b| a.path.cmp(&b.path));
    let mut findings = Diagnostics::new();
    let mut texts = Texts { files, sources: BTreeMap::new() };
    for file in rules {
        match run_one(graph, file, which, limits) {
            Ok(None) => {}
            Ok(Some((rule, answer))) => {
                findings.append(answer.warnings.clone());
                for row in &answer.rows.rows {
                    findings.push(finding(&rule, row, graph.view(), &mut texts));
                }
            }
            Err(errors) => {
                let message = format!("the rule `{}` cannot be run", stem(&file.path));
                let source = Source::new(&file.name, text_of(file).unwrap_or_default());
                findings.push(Diagnostic::error(RULE_FAILED, message).at(&source, Span::default(), ""));
                findings.append(errors);
            }
        }
    }
    findings
}

fn is_rule(path: &str) -> bool {
    path.starts_with("rules/") && path.ends_with(".cypher")
}

/// Runs a rule; one that is not among those wanted is only read.
fn run_one(
    graph: &mut Graph,
    file: &File,
    which: Rules,
    limits: &Options,
) -> Result<Option<(SavedQuery, Answer)>, Diagnostics> {
    let name = stem(&file.path);
    let Some(text) = text_of(file) else {
        return Err(Diagnostic::error(RULE_FAILED, format!("{} is not UTF-8 text", file.name)).into());
    };
    let rule = SavedQuery::parse(name, &Source::new(&file.name, text))?;
    if rule.severity.is_some() && which == Rules::Deriving {
        return Ok(None);
    }
    let mut params = Map::new();
    for param in &rule.params {
        let value = default_of(&rule, param)?.unwrap_or_default();
        params.insert(Arc::from(param.name.as_str()), value);
    }
    // What it derives will be said to come from it.
    let options = Options { rule: Some(Arc::from(name)), ..limits.clone() };
    let answer = engine::run(graph, &rule.source, &params, &options)?;
    let title = rule.title_with(&params);
    Ok(Some((SavedQuery { title, ..rule }, answer)))
}

fn finding(rule: &SavedQuery, row: &[Value], view: View<'_>, texts: &mut Texts<'_>) -> Diagnostic {
    let said = row.iter().find_map(|value| if let Value::Str(text) = value { Some(text.to_string()) } else { None });
    let message = said.unwrap_or_else(|| rule.title.clone());
    let mut finding = match rule.severity {
        Some(Severity::Warning) => Diagnostic::warning(RULE_FINDING, message),
        Some(Severity::Error) | None => Diagnostic::error(RULE_FINDING, message),
    };
    let place = row.iter().filter_map(entity).find_map(|entity| place(entity, view, 0));
    if let Some((file, line, column)) = place
        && let Some((source, span)) = texts.find(&file, line, column)
    {
        finding = finding.at(&source, span, "");
    }
    finding.hint(format!("The rule `{}` says so, {}.", rule.name, rule.source.name()))
}

fn entity(value: &Value) -> Option<Entity> {
    match value {
        Value::Node(node) => Some(Entity::Node(*node)),
        Value::Rel(rel) => Some(Entity::Rel(*rel)),
        Value::Path(path) => Some(Entity::Node(path.start)),
        _ => None,
    }
}

/// How far a fact is followed back through the rules that derived it.
const DEEPEST: usize = 16;

/// Where an entity was written; of a derived one, where the first of its facts was.
fn place(entity: Entity, view: View<'_>, depth: usize) -> Option<(Arc<str>, u32, u32)> {
    match view.origin(entity)? {
        Origin::Written { file, line, column } => Some((Arc::clone(file), *line, *column)),
        Origin::Derived { facts, .. } if depth < DEEPEST => facts.iter().find_map(|fact| place(*fact, view, depth + 1)),
        Origin::Derived { .. } => None,
    }
}

/// The texts of the files that findings point into, each made into a source once.
struct Texts<'a> {
    files: &'a [File],
    sources: BTreeMap<Arc<str>, Arc<Source>>,
}

impl Texts<'_> {
    /// The source of a file, and the rest of the line from that place on.
    fn find(&mut self, name: &Arc<str>, line: u32, column: u32) -> Option<(Arc<Source>, Span)> {
        if !self.sources.contains_key(name) {
            let file = self.files.iter().find(|file| *file.name == **name)?;
            self.sources.insert(Arc::clone(name), Source::new(&**name, text_of(file)?));
        }
        let source = Arc::clone(self.sources.get(name)?);
        let start = source.offset(crate::diag::Position { line, column }) as usize;
        let rest = source.text().get(start..)?.lines().next().unwrap_or("");
        let span = Span::new(start, start + rest.trim_end().len());
        Some((source, span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_the_query_files_below_rules() {
        assert!(is_rule("rules/uses.cypher"));
        assert!(!is_rule("queries/uses.cypher"));
        assert!(!is_rule("rules/readme.md"));
    }

    #[test]
    fn a_place_becomes_the_rest_of_its_line() {
        let file = File { path: "a.yaml".into(), name: "data/a.yaml".into(), bytes: b"x: 1\n- id: abc  \n"[..].into() };
        let mut texts = Texts { files: &[file], sources: BTreeMap::new() };
        let (source, span) = texts.find(&Arc::from("data/a.yaml"), 2, 3).expect("the file is there");
        assert_eq!(source.slice(span), "id: abc");
        assert!(texts.find(&Arc::from("data/b.yaml"), 1, 1).is_none());
    }
}
