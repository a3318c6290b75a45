//! The answer of a statement, shown: rows as data, everything else as talk.

use super::failure::{Exit, Failure};
use super::output::Output;
use crate::diag::codes::INTERRUPTED;
use crate::diag::{Diagnostic, Style, show_all};
use crate::engine::{Answer, Timings};
use crate::graph::{Counters, View};
use crate::render::{Format, Look, render_to};
use crate::value::{Rows, Stop};
use std::borrow::Cow;
use std::time::Duration;

/// How answers are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// The form of the rows.
    pub format: Format,
    /// How a table may look.
    pub look: Look,
    /// How warnings may look.
    pub style: Style,
    /// Whether to count rows and time.
    pub counted: bool,
    /// Whether to tell the time of each phase.
    pub timings: bool,
    /// How many rows of a table are shown at most.
    pub limit: Option<usize>,
}

/// Shows an answer that took `time`, until somebody asks for an end.
pub(super) fn show(
    answer: &Answer,
    view: View<'_>,
    manner: &Manner,
    output: &mut Output,
    time: Duration,
    stop: &Stop,
) -> Result<(), Failure> {
    warn(answer, manner.style);
    output.beside(&answer.rows);
    let start = std::time::Instant::now();
    let silent = answer.rows.columns.is_empty() && !matches!(manner.format, Format::Json | Format::TypedJson);
    let mut put = |piece: &str| match stop.why() {
        None if piece.is_empty() => Ok(()),
        None => output.put(piece),
        Some(_) => Err(broken_off("the rest of the answer is not shown")),
    };
    let rendered = if silent {
        Ok(())
    } else {
        render_to(&shown(&answer.rows, manner), view, manner.format, manner.look, &mut put)
    };
    let rendering = start.elapsed();
    let changed = changes(&answer.counters);
    if let Some(changed) = &changed {
        super::terminal::say(&format!("{changed}\n"));
    }
    rendered?;
    if manner.counted && (changed.is_none() || !answer.rows.columns.is_empty()) {
        super::terminal::say(&format!("{}, {}\n", count(&answer.rows, manner), milliseconds(time)));
    }
    if manner.timings {
        super::terminal::say(&format!("{}\n", phases(&answer.timings, rendering)));
    }
    Ok(())
}

/// That somebody has asked for an end while something was shown or drawn.
pub(super) fn broken_off(what: &str) -> Failure {
    Failure::one(Exit::Interrupted, Diagnostic::error(INTERRUPTED, format!("interrupted; {what}")))
}

/// The limit, when it leaves rows of a table out; other forms are read by programs and always whole.
fn cut(rows: &Rows, manner: &Manner) -> Option<usize> {
    manner.limit.filter(|limit| manner.format == Format::Table && *limit < rows.rows.len())
}

fn shown<'a>(rows: &'a Rows, manner: &Manner) -> Cow<'a, Rows> {
    match cut(rows, manner) {
        Some(limit) => Cow::Owned(Rows { columns: rows.columns.clone(), rows: rows.rows[..limit].to_vec() }),
        None => Cow::Borrowed(rows),
    }
}

fn count(rows: &Rows, manner: &Manner) -> String {
    let number = rows.rows.len();
    match cut(rows, manner) {
        Some(limit) => format!("{limit} of {number} rows (.rows all shows them)"),
        None => counted(number as u64, "row", "rows"),
    }
}

/// Says what is probably not meant.
pub(super) fn warn(answer: &Answer, style: Style) {
    if !answer.warnings.is_empty() {
        super::terminal::say(&show_all(&answer.warnings, style));
    }
}

/// A number with its noun.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A time in milliseconds, with a fraction only where there is little else.
pub(super) fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    if milliseconds < 10.0 { format!("{milliseconds:.1} ms") } else { format!("{milliseconds:.0} ms") }
}

/// What a statement changed, in words; nothing when it changed nothing.
pub(super) fn changes(counters: &Counters) -> Option<String> {
    let list = |nodes: u64, rels: u64, verb: &str| {
        let each = [(nodes, "node", "nodes"), (rels, "relationship", "relationships")];
        let some = each.iter().filter(|(number, ..)| *number > 0);
        let words: Vec<String> = some.map(|(number, one, many)| counted(*number, one, many)).collect();
        (!words.is_empty()).then(|| format!("{} {verb}", words.join(", ")))
    };
    let mut parts = Vec::new();
    parts.extend(list(counters.nodes_created, counters.relationships_created, "created"));
    parts.extend(list(counters.nodes_deleted, counters.relationships_deleted, "deleted"));
    if counters.labels_removed > 0 {
        parts.push(format!("{} removed", counted(counters.labels_removed, "label", "labels")));
    }
    if counters.nodes_created == 0 && counters.labels_added > 0 {
        parts.push(format!("{} added", counted(counters.labels_added, "label", "labels")));
    }
    if counters.properties_set > 0 {
        parts.push(format!("{} set", counted(counters.properties_set, "property", "properties")));
    }
    (!parts.is_empty()).then(|| format!("{} (in memory; no file was changed)", parts.join(", ")))
}

fn phases(timings: &Timings, rendering: Duration) -> String {
    let phases = [
        ("parse", timings.parse),
        ("check", timings.check),
        ("plan", timings.plan),
        ("run", timings.run),
        ("render", rendering),
    ];
    let phases: Vec<String> = phases.iter().map(|(name, time)| format!("{name} {}", milliseconds(*time))).collect();
    phases.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_told_in_words() {
        let counters = Counters {
            nodes_created: 3,
            relationships_created: 2,
            labels_added: 3,
            properties_set: 4,
            ..Counters::default()
        };
        let told = changes(&counters);
        let wanted = "3 nodes, 2 relationships created, 4 properties set (in memory; no file was changed)";
        assert_eq!(told.as_deref(), Some(wanted));
        assert_eq!(changes(&Counters::default()), None);
        let one = Counters { properties_set: 1, ..Counters::default() };
        assert_eq!(changes(&one).as_deref(), Some("1 property set (in memory; no file was changed)"));
    }
}
