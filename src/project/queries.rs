//! Query files → saved queries, and what is wrong with them.

use super::{Broken, Project, stem, text_of};
use crate::diag::codes::{BAD_HEADER, UNKNOWN_TYPE};
use crate::diag::{Diagnostic, Diagnostics, Source, Span, nearest};
use crate::engine;
use crate::graph::Graph;
use crate::library::{ParamDecl, SavedQuery, Show};
use crate::load::File;
use crate::value::{Type, Value};
use std::sync::Arc;

/// Reads the headers. Of several files with one name the first counts; both lists are ordered by name.
pub(super) fn read(files: &[File]) -> (Vec<SavedQuery>, Vec<Broken>) {
    let (mut queries, mut broken): (Vec<SavedQuery>, Vec<Broken>) = (Vec::new(), Vec::new());
    for file in files {
        let name = stem(&file.path);
        if queries.iter().any(|query| query.name == name) || broken.iter().any(|query| query.name == name) {
            continue;
        }
        match parse(name, file) {
            Ok(query) => queries.push(query),
            Err(findings) => broken.push(Broken { name: name.to_owned(), findings }),
        }
    }
    queries.sort_by(|a, b| a.name.cmp(&b.name));
    broken.sort_by(|a, b| a.name.cmp(&b.name));
    (queries, broken)
}

fn parse(name: &str, file: &File) -> Result<SavedQuery, Diagnostics> {
    let Some(text) = text_of(file) else {
        let source = Source::new(&file.name, "");
        let message = format!("the query `{name}` is not UTF-8 text");
        return Err(Diagnostic::error(BAD_HEADER, message).at(&source, Span::default(), "").into());
    };
    SavedQuery::parse(name, &Source::new(&file.name, text))
}

/// Checks every saved query against the schema without running it: its text, its header and its defaults.
pub fn check(project: &mut Project) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for broken in &project.broken {
        findings.append(broken.findings.clone());
    }
    for query in &project.queries {
        let params: Vec<(String, Type)> =
            query.params.iter().map(|param| (param.name.clone(), param.ty.clone())).collect();
        match engine::check(&mut project.graph, &query.source, &params) {
            Ok(warnings) => findings.append(warnings),
            Err(errors) => findings.append(errors),
        }
        if let Show::Graph(picture) = &query.show {
            findings.append(unknown_types(query, &picture.connect, &project.graph));
        }
        for param in &query.params {
            if let Err(errors) = default_of(query, param) {
                findings.append(errors);
            }
        }
    }
    findings
}

/// The types of `connect` that the schema has not; a picture would lack their lines.
fn unknown_types(query: &SavedQuery, connect: &[String], graph: &Graph) -> Diagnostics {
    let types = &graph.view().names().types;
    let unknown = connect.iter().filter(|name| types.get(name).is_none());
    let finding = |name: &String| {
        let message = format!("there is no relationship type `{name}` to connect by");
        let start = query.source.text().find(&**name).unwrap_or(0);
        let span = Span::new(start, start + name.len());
        let finding = Diagnostic::error(UNKNOWN_TYPE, message).at(&query.source, span, "not in the schema");
        match nearest(name, types.ids().map(|id| &**types.name(id))) {
            Some(near) => finding.fix(span, near),
            None => finding,
        }
    };
    unknown.map(finding).collect()
}

/// The value of a parameter that nobody gave; nothing when it has no default.
///
/// # Errors
/// When the default is no expression, or its value has not the declared type; the place is the header's.
pub fn default_of(query: &SavedQuery, param: &ParamDecl) -> Result<Option<Value>, Diagnostics> {
    let Some((text, span)) = &param.default else { return Ok(None) };
    let expression = Source::new(query.source.name(), text);
    let value = engine::evaluate(&expression).map_err(|errors| relocate(errors, &expression, &query.source, *span))?;
    if param.ty.accepts(&value.kind()) {
        return Ok(Some(value));
    }
    let message = format!("the default of ${} is {}, and {} is declared", param.name, value.kind(), param.ty);
    Err(Diagnostic::error(BAD_HEADER, message).at(&query.source, *span, "").into())
}

/// Moves findings about an expression to the place in the file from which the expression was taken.
fn relocate(findings: Diagnostics, from: &Arc<Source>, to: &Arc<Source>, at: Span) -> Diagnostics {
    let moved = |span: Span| Span { start: span.start + at.start, end: span.end + at.start };
    let each = |mut finding: Diagnostic| {
        for label in finding.labels.iter_mut().filter(|label| Arc::ptr_eq(&label.source, from)) {
            label.source = Arc::clone(to);
            label.span = moved(label.span);
        }
        if let Some(fix) = &mut finding.fix {
            fix.span = moved(fix.span);
        }
        finding
    };
    findings.into_iter().map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::codes::UNEXPECTED;

    #[test]
    fn a_finding_in_a_default_is_placed_in_the_file() {
        let file = Source::new("q.cypher", "// title: T\n// param x: STRING = 'a' +\nRETURN $x");
        let expression = Source::new("q.cypher", "'a' +");
        let found = Diagnostic::error(UNEXPECTED, "an operand is missing").at(&expression, Span::new(5, 5), "");
        let moved = relocate(found.into(), &expression, &file, Span::new(33, 38));
        let places: Vec<_> = moved.iter().filter_map(Diagnostic::place).collect();
        assert_eq!(places, ["q.cypher:2:27"]);
    }

    #[test]
    fn the_first_file_of_a_name_counts() {
        let file = |path: &str, name: &str| File { path: path.into(), name: name.into(), bytes: vec![0xff].into() };
        let (queries, broken) = read(&[file("b.cypher", "one"), file("a.cypher", "two"), file("x/b.cypher", "three")]);
        assert!(queries.is_empty());
        let names: Vec<_> = broken.iter().map(|each| each.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        let place = broken[1].findings.iter().next().and_then(Diagnostic::place);
        assert_eq!(place.as_deref(), Some("one:1:1"));
    }
}
