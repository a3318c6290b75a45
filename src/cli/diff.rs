//! `draw --diff`: another graph to compare with, from a directory, a snapshot, or a revision of the data in git.

use super::draw::subgraph;
use super::failure::{Exit, Failure, shown};
use super::open::{Place, Scope};
use super::setup::Setup;
use crate::diag::codes::NO_REVISION;
use crate::diag::{Diagnostic, Source};
use crate::draw::{self, Comparison, Options};
use crate::graph::Graph;
use crate::load::File;
use crate::project::{self, Project, Rules};
use crate::value::{Map, Rows, Stop};
use std::ffi::OsStr;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// The answer of the same statements on the other graph, and what differs; `graph` takes in what it lacks.
pub(super) fn compared(
    setup: &Setup,
    other: &str,
    (statements, params): (&[Arc<Source>], &Map),
    options: &Options,
    (rows, graph): (&Rows, &mut Graph),
) -> Result<Comparison, Failure> {
    let mut project = open(setup, other)?;
    let mut before = Rows::default();
    for statement in statements {
        before = setup.limits.ask(&mut project, statement, params)?.rows;
    }
    let new = subgraph(rows, graph.view(), options)?;
    let old_view = project.graph.view();
    // A relationship type that the other graph has not yet connects nothing there.
    let mut there = options.clone();
    there.picture.connect.retain(|name| old_view.names().types.get(name).is_some());
    let old = subgraph(&before, old_view, &there)?;
    Ok(draw::diff((&old, &before, old_view), &new, graph))
}

/// What a path or a revision holds.
fn open(setup: &Setup, other: &str) -> Result<Project, Failure> {
    let path = Path::new(other);
    if path.exists() {
        return Ok(ManuallyDrop::into_inner(
            Place::find(Some(path)).open(Scope::Everything, &setup.limits)?.sound()?.project,
        ));
    }
    let Place::Directory(directory) = &setup.place else {
        let message = format!("there is no directory or snapshot {other}, and only a data directory has revisions");
        return Err(refusal(message, "`-g DIR` names the directory of the data."));
    };
    let files = revision(directory, other)?;
    let project = project::open(&files, &[], Rules::Deriving, &setup.limits.options(Stop::default()));
    if project.findings.has_errors() {
        let mut findings = Diagnostic::error(NO_REVISION, format!("the data of {other} has errors"));
        findings = findings.hint("They are those of that revision; a later one may be sound.");
        let errors = project.findings.into_iter().filter(Diagnostic::is_error);
        return Err(Failure::Found(Exit::Findings, std::iter::once(findings).chain(errors).collect()));
    }
    Ok(project)
}

/// The files of a data directory as they were in a revision.
fn revision(directory: &Path, revision: &str) -> Result<Vec<File>, Failure> {
    if revision.starts_with('-') {
        return Err(refusal(format!("{revision} is no revision"), "A revision is a name such as HEAD~3 or a tag."));
    }
    let listed = git(directory, revision, &["ls-tree", "-r", "-z", "--name-only", revision])?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let mut files = Vec::new();
    for path in listed.split('\0').filter(|path| is_data(path)) {
        let object = format!("{revision}:./{path}");
        let bytes = git(directory, revision, &["cat-file", "blob", &object])?;
        files.push(File { path: path.to_owned(), name: format!("{revision}:{path}"), bytes: bytes.into() });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    if files.iter().any(|file| file.path == "schema.yaml") {
        return Ok(files);
    }
    let message = format!("there is no schema.yaml in {} at {revision}", shown(directory));
    Err(refusal(message, "The directory had another place or name then."))
}

/// Whether a file below a data directory is read: what [`super::input::data`] takes.
fn is_data(path: &str) -> bool {
    [".yaml", ".yml", ".cypher"].iter().any(|kind| path.ends_with(kind))
        && !path.split('/').any(|part| part.starts_with('.'))
}

/// What `git` prints, run in the directory.
fn git(directory: &Path, revision: &str, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let mut command = Command::new("git");
    command.arg("-C").arg(directory).args(arguments.iter().map(OsStr::new)).stdin(Stdio::null());
    let output = command.env("LC_ALL", "C").output().map_err(|error| {
        let message = format!("there is no directory {revision}, and git cannot be started to look for a revision");
        refusal(message, &format!("The system says: {error}."))
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let said = said.lines().next().unwrap_or("nothing").trim_start_matches("fatal: ").to_owned();
    let message =
        format!("there is no directory or snapshot {revision}, and git knows no such revision of {}", shown(directory));
    Err(refusal(message, &format!("Git says: {said}")))
}

fn refusal(message: String, hint: &str) -> Failure {
    Failure::one(Exit::Io, Diagnostic::error(NO_REVISION, message).hint(hint))
}
