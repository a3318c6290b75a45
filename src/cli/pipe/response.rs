//! An answer or its findings → a line.

use crate::diag::{Diagnostic, Diagnostics};
use crate::engine::Answer;
use crate::graph::View;
use crate::render::TypedRows;
use serde::Serialize;

/// What came of a statement.
#[derive(Serialize)]
struct Success<'a> {
    data: TypedRows<'a>,
    counters: Counts,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notifications: Vec<Note<'a>>,
}

/// How much was changed, under the names of the query interface of Neo4j.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    nodes_created: u64,
    relationships_created: u64,
    labels_added: u64,
    properties_set: u64,
    nodes_deleted: u64,
    relationships_deleted: u64,
    labels_removed: u64,
}

/// The response to a command, which has no rows.
#[derive(Serialize)]
struct Done {
    data: Nothing,
}

#[derive(Default, Serialize)]
struct Nothing {
    fields: [(); 0],
    values: [(); 0],
}

#[derive(Serialize)]
struct Failed<'a> {
    errors: Vec<Note<'a>>,
}

/// A finding.
#[derive(Serialize)]
struct Note<'a> {
    /// The name by which openCypher's compatibility kit knows it; our own for a warning.
    code: String,
    /// Whether it was found in the text or while the statement ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<&'static str>,
    message: &'a str,
    /// The row of our table of codes.
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Place>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    hints: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'a str>,
}

/// Where in the statement.
#[derive(Serialize)]
struct Place {
    /// The bytes before it.
    offset: u32,
    line: u32,
    column: u32,
}

/// The response of a statement that was run.
pub(super) fn success(answer: &Answer, view: View<'_>) -> String {
    let all = answer.counters;
    let counters = Counts {
        nodes_created: all.nodes_created,
        nodes_deleted: all.nodes_deleted,
        relationships_created: all.relationships_created,
        relationships_deleted: all.relationships_deleted,
        labels_added: all.labels_added,
        labels_removed: all.labels_removed,
        properties_set: all.properties_set,
    };
    let notifications = answer.warnings.iter().map(|warning| note(warning, warning.code.id.to_owned(), None)).collect();
    line(&Success { data: TypedRows { rows: &answer.rows, view }, counters, notifications })
}

/// The response of a command that was obeyed.
pub(super) fn nothing() -> String {
    line(&Done { data: Nothing::default() })
}

/// The response of a request that came to nothing, with every error.
pub(super) fn failure(findings: &Diagnostics) -> String {
    let errors = findings.iter().filter(|finding| finding.is_error());
    line(&Failed { errors: errors.map(|error| note(error, error.code.standard(), Some(error.code.phase()))).collect() })
}

fn note<'a>(finding: &'a Diagnostic, code: String, phase: Option<&'static str>) -> Note<'a> {
    let position = finding.labels.first().map(|label| {
        let place = label.source.position(label.span.start);
        Place { offset: label.span.start, line: place.line, column: place.column }
    });
    let suggestion = finding.fix.as_ref().map(|fix| fix.with.as_str());
    Note { code, phase, message: &finding.message, id: finding.code.id, position, hints: &finding.hints, suggestion }
}

fn line(response: &impl Serialize) -> String {
    serde_json::to_string(response).expect("keys are strings and memory takes every byte") + "\n"
}
