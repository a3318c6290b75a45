//! `query`, `run`, and a script on standard input.

use super::answer::{self, Manner};
use super::failure::{Exit, Failure, shown};
use super::open::{Opened, Scope};
use super::setup::Setup;
use super::statement::statements;
use super::{input, params};
use crate::diag::codes::UNKNOWN_QUERY;
use crate::diag::{Diagnostic, Source, nearest};
use crate::library::SavedQuery;
use crate::project::Project;
use crate::value::{Map, Stop};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Runs a query given as text, as a file, or, as `-`, on standard input.
pub(super) fn query(setup: &Setup, text: Option<&str>, file: Option<&Path>) -> Result<Exit, Failure> {
    match (text, file) {
        (_, Some(file)) => script(setup, &shown(file), &input::text(file)?),
        (Some("-"), None) | (None, None) => script(setup, "<stdin>", &input::stdin()?),
        (Some(text), None) => script(setup, "<query>", text),
    }
}

/// Runs the statements of a script one after the other, and stops at the first that fails.
pub(super) fn script(setup: &Setup, name: &str, text: &str) -> Result<Exit, Failure> {
    let manner = manner(setup)?;
    let params = params::for_text(&setup.params, text)?;
    let mut opened = open_as(setup, Scope::Graph)?;
    run(setup, &manner, &mut opened, &statements(name, text), &params)
}

/// Runs a saved query.
pub(super) fn saved(setup: &Setup, name: &str) -> Result<Exit, Failure> {
    let manner = manner(setup)?;
    let mut opened = open(setup)?;
    let query = find(&opened.project, name)?;
    let params = params::for_query(&query, &setup.params, &Map::new(), "-p ")?;
    run(setup, &manner, &mut opened, &[query.source], &params)
}

fn manner(setup: &Setup) -> Result<Manner, Failure> {
    Ok(Manner {
        format: setup.rows_format()?,
        look: setup.look(),
        style: setup.terminal.error_style,
        counted: setup.is_watched(),
        timings: setup.timings,
        limit: None,
    })
}

/// Opens the knowledge with all queries; one that has errors is not asked.
pub(super) fn open(setup: &Setup) -> Result<Opened, Failure> {
    open_as(setup, Scope::Everything)
}

fn open_as(setup: &Setup, scope: Scope) -> Result<Opened, Failure> {
    let opened = setup.place.open(scope, &setup.limits)?.sound()?;
    if setup.timings {
        super::terminal::say(&format!("open {}\n", answer::milliseconds(opened.time)));
    }
    Ok(opened)
}

fn run(
    setup: &Setup,
    manner: &Manner,
    opened: &mut Opened,
    statements: &[Arc<Source>],
    params: &Map,
) -> Result<Exit, Failure> {
    let mut output = setup.output();
    for statement in statements {
        let start = Instant::now();
        let answer = setup.limits.ask(&mut opened.project, statement, params)?;
        // From here on the signal ends the program.
        let stop = Stop::default();
        answer::show(&answer, opened.project.graph.view(), manner, &mut output, start.elapsed(), &stop)?;
    }
    output.finish()?;
    Ok(Exit::Fine)
}

/// A saved query by name, or what is wrong with its file, or the name that was probably meant.
pub(super) fn find(project: &Project, name: &str) -> Result<SavedQuery, Failure> {
    if let Some(query) = project.query(name) {
        return Ok(query.clone());
    }
    if let Some(broken) = project.broken.iter().find(|broken| broken.name == name) {
        return Err(broken.findings.clone().into());
    }
    let names = project.queries.iter().map(|query| query.name.as_str());
    let finding = Diagnostic::error(UNKNOWN_QUERY, format!("there is no saved query `{name}`"));
    let finding = match nearest(name, names) {
        Some(near) => finding.hint(format!("Did you mean `{near}`?")),
        None if project.queries.is_empty() => finding.hint("Saved queries are the .cypher files in ./queries."),
        None => finding.hint("`casegraph queries` lists them, and .queries in the shell."),
    };
    Err(Failure::one(Exit::Usage, finding))
}
