//! `check`: everything that is wrong with data, schema, rules and saved queries.

use super::answer::counted;
use super::failure::{Exit, Failure};
use super::open::{Opened, Place, Scope};
use super::setup::Setup;
use crate::diag::{Diagnostic, Diagnostics, Severity, show_all};
use crate::project;
use crate::render::Format;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Checks a directory, or what the other commands would open.
pub(super) fn check(setup: &Setup, directory: Option<&Path>) -> Result<Exit, Failure> {
    let json = match setup.format {
        None => setup.file().and_then(Path::extension).is_some_and(|kind| kind == "json" || kind == "jsonl"),
        Some(Format::Table) => false,
        Some(Format::Json | Format::Jsonl) => true,
        Some(_) => return Err(Failure::usage("findings are written as table or json")),
    };
    let place = directory.map_or_else(|| setup.place.clone(), |directory| Place::Directory(directory.to_owned()));
    // A directory that cannot be opened for want of a schema is a finding like any other.
    let (findings, opened) = match place.open(Scope::Own, &setup.limits) {
        Ok(mut opened) => (findings(&mut opened), Some(opened)),
        Err(Failure::Found(Exit::Findings, findings)) => (findings, None),
        Err(failure) => return Err(failure),
    };
    let style = if setup.file().is_some() { crate::diag::Style::Plain } else { setup.terminal.output_style };
    let mut output = setup.output();
    if json {
        for finding in &findings {
            output.put(&line(finding))?;
        }
    } else if !findings.is_empty() {
        output.put(&show_all(&findings, style))?;
    }
    output.finish()?;
    let gap = if setup.is_watched() && !findings.is_empty() { "\n" } else { "" };
    super::terminal::say(&format!("{gap}{}\n", summary(&findings, opened.as_ref())));
    Ok(if findings.has_errors() { Exit::Findings } else { Exit::Fine })
}

fn findings(opened: &mut Opened) -> Diagnostics {
    let mut findings = opened.project.findings.clone();
    findings.append(project::check(&mut opened.project));
    findings.sort();
    findings
}

/// The last line: how bad it is and where, or how much was looked at.
fn summary(findings: &Diagnostics, opened: Option<&Opened>) -> String {
    if findings.is_empty() {
        let Some(opened) = opened else { return String::from("no findings") };
        let view = opened.project.graph.view();
        return format!(
            "no findings: {}, {} from {}, {}",
            counted(view.node_count(), "node", "nodes"),
            counted(view.rel_count(None), "relationship", "relationships"),
            counted(opened.data_files as u64, "file", "files"),
            counted(opened.query_files as u64, "query", "queries"),
        );
    }
    let errors = findings.iter().filter(|finding| finding.is_error()).count() as u64;
    let warnings = findings.len() as u64 - errors;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(counted(errors, "error", "errors"));
    }
    if warnings > 0 {
        parts.push(counted(warnings, "warning", "warnings"));
    }
    let places: BTreeSet<&str> =
        findings.iter().filter_map(|finding| finding.labels.first()).map(|label| label.source.name()).collect();
    let files = match opened {
        Some(opened) if !places.is_empty() => {
            let files = opened.data_files + opened.rule_files + opened.query_files;
            format!(" in {} of {files} files", places.len())
        }
        _ => String::new(),
    };
    format!("{}{files}", parts.join(", "))
}

/// A finding as scripts read it.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    hint: Option<String>,
    fix: Option<&'a str>,
}

fn line(finding: &Diagnostic) -> String {
    let label = finding.labels.first();
    let position = label.map(|label| label.source.position(label.span.start));
    let line = Line {
        code: finding.code.id,
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        file: label.map(|label| label.source.name()),
        line: position.map(|position| position.line),
        column: position.map(|position| position.column),
        message: &finding.message,
        hint: (!finding.hints.is_empty()).then(|| finding.hints.join("\n")),
        fix: finding.fix.as_ref().map(|fix| fix.with.as_str()),
    };
    let text = serde_json::to_string(&line).expect("strings and numbers are always JSON");
    format!("{text}\n")
}
