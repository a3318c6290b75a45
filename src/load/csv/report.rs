//! Bad lines: which may be skipped, and how each is told.

use super::scan::{Bad, Part};
use super::table::Table;
use crate::diag::{Diagnostic, Diagnostics, Severity, Source, Span};

/// The bad lines that are told; of more only the number is.
const MOST: usize = 100;

/// The bad lines so far.
pub(super) struct Report {
    allowed: u64,
    count: u64,
    findings: Diagnostics,
}

impl Report {
    pub(super) fn new(allowed: u64) -> Self {
        Self { allowed, count: 0, findings: Diagnostics::new() }
    }

    /// Takes the bad lines of a table.
    pub(super) fn take<S>(&mut self, table: &Table<'_>, parts: &mut [Part<S>]) {
        let mut line = table.first_line;
        for part in parts {
            self.count = self.count.saturating_add(part.bad_count);
            for bad in std::mem::take(&mut part.bad) {
                self.push(finding(table, line + bad.line, &bad));
            }
            line += part.lines;
        }
    }

    /// Takes one more bad line.
    pub(super) fn add(&mut self, finding: Diagnostic) {
        self.count += 1;
        self.push(finding);
    }

    fn push(&mut self, finding: Diagnostic) {
        if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }

    /// Whether more lines are bad than may be skipped.
    pub(super) fn is_failed(&self) -> bool {
        self.count > self.allowed
    }

    /// The bad lines as warnings, or as errors when there are too many.
    pub(super) fn finish(self) -> Result<Diagnostics, Diagnostics> {
        let failed = self.is_failed();
        let more = self.count.saturating_sub(self.findings.len() as u64);
        let mut findings: Vec<Diagnostic> = self.findings.into_iter().collect();
        if let Some(last) = findings.last_mut() {
            if more > 0 && self.count < u64::MAX {
                last.hints.push(format!("There are {more} more bad lines after this one."));
            }
            if failed && self.count < u64::MAX {
                last.hints.push(format!("`--skip-bad {}` leaves them out.", self.count));
            }
        }
        for finding in &mut findings {
            finding.severity = if failed { Severity::Error } else { Severity::Warning };
        }
        let findings = findings.into_iter().collect();
        if failed { Err(findings) } else { Ok(findings) }
    }
}

fn finding(table: &Table<'_>, line: u32, bad: &Bad) -> Diagnostic {
    let source = Source::excerpt(&table.name, line, bad.text.as_str());
    let finding = Diagnostic::error(bad.problem.code, bad.problem.message.clone());
    let finding = finding.at(&source, Span::new(bad.span.0, bad.span.1), "");
    match &bad.problem.hint {
        Some(hint) => finding.hint(hint.clone()),
        None => finding,
    }
}
