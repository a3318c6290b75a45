//! Tables of nodes.

use super::Progress;
use super::column::{Growing, Spec, join};
use super::keys::{Keys, Twice};
use super::manifest::NodeSpec;
use super::report::Report;
use super::scan::{Part, Problem, Record, Sink, scan};
use super::table::Table;
use crate::diag::codes::{CANNOT_READ, CSV_KEY, CSV_SIZE, INTERRUPTED};
use crate::diag::{Diagnostic, Diagnostics, Source, Span};
use crate::graph::bulk::Columns;
use std::sync::Arc;

/// The nodes of all tables.
pub(super) struct Nodes {
    tables: Vec<NodeTable>,
}

/// The nodes of one table.
pub(super) struct NodeTable {
    pub labels: Vec<Arc<str>>,
    pub columns: Arc<Columns>,
    pub rows: u32,
    /// The id of the first.
    pub first: u32,
    /// The column with the key.
    pub key: Option<usize>,
}

impl Nodes {
    pub(super) fn read(
        specs: &[NodeSpec],
        tables: &[Table<'_>],
        manifest: &Arc<Source>,
        report: &mut Report,
        progress: &Progress<'_>,
    ) -> Result<Self, Diagnostics> {
        let mut read = Vec::new();
        let mut first = 0u32;
        for (spec, table) in specs.iter().zip(tables) {
            let mut nodes = read_table(spec, table, manifest, report, progress)?;
            nodes.first = first;
            let end = first.checked_add(nodes.rows);
            first = end.ok_or_else(|| Diagnostic::error(CSV_SIZE, "there are more than four billion nodes"))?;
            read.push(nodes);
        }
        Ok(Self { tables: read })
    }

    pub(super) fn tables(&self) -> &[NodeTable] {
        &self.tables
    }
}

/// Collects the fields of nodes.
struct NodeSink<'s> {
    specs: &'s [Spec],
    columns: Vec<Growing>,
    rows: u32,
}

impl Sink for NodeSink<'_> {
    fn take(&mut self, record: &Record<'_>) -> Result<(), Box<Problem>> {
        for (column, spec) in self.columns.iter_mut().zip(self.specs) {
            if let Err(problem) = column.push(record.get(spec.field), spec) {
                self.columns.iter_mut().for_each(|column| column.truncate(self.rows));
                return Err(problem);
            }
        }
        self.rows += 1;
        Ok(())
    }
}

fn read_table(
    spec: &NodeSpec,
    table: &Table<'_>,
    manifest: &Arc<Source>,
    report: &mut Report,
    progress: &Progress<'_>,
) -> Result<NodeTable, Diagnostics> {
    let key = spec.key.as_ref().map(|word| table.find(word, manifest)).transpose()?;
    let specs = table.properties(key, &[], manifest)?;
    let sink = || NodeSink { specs: &specs, columns: specs.iter().map(Growing::new).collect(), rows: 0 };
    let mut parts = scan(table, sink, progress).map_err(|error| unreadable(table, &error))?;
    report.take(table, &mut parts);
    let lines = Lines::of(table, &parts);
    let rows = parts.iter().map(|part| part.rows).sum();
    let mut columns: Columns = Vec::new();
    let mut grown: Vec<std::vec::IntoIter<Growing>> =
        parts.into_iter().map(|part| part.sink.columns.into_iter()).collect();
    for spec in &specs {
        let column = grown.iter_mut().filter_map(Iterator::next).collect();
        let packed = join(column, spec).ok_or_else(|| too_large(table, spec))?;
        columns.push((Arc::clone(&spec.name), packed));
    }
    let key = specs.iter().position(|spec| spec.key);
    let twice = key.map_or_else(Vec::new, |key| Keys::of(&columns[key].1).1);
    let mut nodes = NodeTable { labels: spec.labels.clone(), columns: Arc::new(columns), rows, first: 0, key };
    nodes.leave_out(&twice, table, &lines, report);
    Ok(nodes)
}

pub(super) fn unreadable(table: &Table<'_>, error: &std::io::Error) -> Diagnostic {
    if error.kind() == std::io::ErrorKind::Interrupted {
        return Diagnostic::error(INTERRUPTED, "the reading was broken off");
    }
    Diagnostic::error(CANNOT_READ, format!("cannot read {}: {error}", table.name))
}

pub(super) fn too_large(table: &Table<'_>, spec: &Spec) -> Diagnostic {
    let message = format!("the texts of `{}` in {} are larger than four gigabytes", spec.name, table.name);
    Diagnostic::error(CSV_SIZE, message)
}

impl NodeTable {
    /// Leaves out the rows whose key an earlier row has.
    fn leave_out(&mut self, twice: &[Twice], table: &Table<'_>, lines: &Lines, report: &mut Report) {
        let Some(key) = self.key.filter(|_| !twice.is_empty()) else { return };
        let (name, column) = &self.columns[key];
        for Twice { row, first } in twice {
            let value = column.get(*row as usize);
            let text = value.to_literal();
            let message = format!("the {name} {text} stands twice");
            let source = Source::excerpt(&table.name, lines.of_row(*row), text.trim_matches('\''));
            let hint = format!("It stands in line {} too.", lines.of_row(*first));
            let span = Span::new(0, source.text().len());
            report.add(Diagnostic::error(CSV_KEY, message).at(&source, span, "").hint(hint));
        }
        let mut left = twice.iter().map(|twice| twice.row).peekable();
        let kept: Vec<u32> = (0..self.rows).filter(|row| left.next_if_eq(row).is_none()).collect();
        self.rows = kept.len() as u32;
        let kept = self.columns.iter().map(|(key, column)| (Arc::clone(key), column.pick(&kept)));
        self.columns = Arc::new(kept.collect());
    }
}

/// On which line each row stands.
pub(super) struct Lines(Vec<(u32, u32)>);

impl Lines {
    pub(super) fn of<S>(table: &Table<'_>, parts: &[Part<S>]) -> Self {
        let (mut row, mut line) = (0, table.first_line);
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for part in parts {
            for (first, at) in &part.runs {
                let (run_row, run_line) = (row + first, line + at);
                if runs.last().is_none_or(|last| last.1 + (run_row - last.0) != run_line) {
                    runs.push((run_row, run_line));
                }
            }
            row += part.rows;
            line += part.lines;
        }
        Self(runs)
    }

    pub(super) fn of_row(&self, row: u32) -> u32 {
        let at = self.0.partition_point(|run| run.0 <= row).saturating_sub(1);
        self.0.get(at).map_or(0, |(first, line)| line + (row - first))
    }
}
