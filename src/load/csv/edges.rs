//! Tables of relationships.

use super::Progress;
use super::column::{Growing, Spec, integer, join};
use super::keys::Keys;
use super::manifest::{EdgeSpec, Word};
use super::nodes::{Nodes, too_large, unreadable};
use super::report::Report;
use super::scan::{Problem, Record, Sink, scan};
use super::table::Table;
use crate::diag::codes::{BAD_MANIFEST, CSV_END};
use crate::diag::{Diagnostic, Diagnostics, Source};
use crate::graph::bulk::Columns;
use crate::value::Type;
use rayon::prelude::*;
use std::sync::Arc;

/// All relationships of one type.
pub(super) struct Batch {
    pub kind: Arc<str>,
    /// Start and end, in the order of the tables.
    pub pairs: Vec<Vec<(u32, u32)>>,
    /// The properties, in the same order.
    pub columns: Columns,
}

/// What is to be known of a type of relationships.
pub(super) struct Kind {
    pub name: Arc<str>,
    /// The properties, by name and type.
    pub properties: Vec<(Arc<str>, Type)>,
}

/// Reads all tables, those of one type together, the types in the order in which they are first named.
pub(super) fn read(
    specs: &[EdgeSpec],
    tables: &[Table<'_>],
    nodes: &Nodes,
    manifest: &Arc<Source>,
    report: &mut Report,
    progress: &Progress<'_>,
    mut take: impl FnMut(Batch) -> Result<(), Box<Diagnostic>>,
) -> Result<Vec<Kind>, Diagnostics> {
    let index: Vec<Keys<'_>> = nodes
        .tables()
        .par_iter()
        .map(|table| table.key.map_or(Keys::None, |key| Keys::of(&table.columns[key].1).0))
        .collect();
    let mut kinds: Vec<Kind> = Vec::new();
    for EdgeSpec { kind, .. } in specs {
        if kinds.iter().any(|known| known.name == *kind) {
            continue;
        }
        let mut reading = Reading::default();
        for (spec, table) in specs.iter().zip(tables).filter(|(spec, _)| spec.kind == *kind) {
            let ends = [&spec.source, &spec.target].map(|label| Ends::of(label, nodes, &index, manifest));
            let [source, target] = ends;
            reading.table(spec, table, [&source?, &target?], manifest, report, progress)?;
        }
        let batch = reading.finish(kind)?;
        let properties = batch.columns.iter().map(|(key, column)| (Arc::clone(key), super::describe::kind(column)));
        kinds.push(Kind { name: Arc::clone(kind), properties: properties.collect() });
        take(batch)?;
    }
    Ok(kinds)
}

/// The nodes of a label, which may lie in several tables.
struct Ends<'k> {
    label: Arc<str>,
    tables: Vec<(u32, &'k Keys<'k>)>,
}

impl<'k> Ends<'k> {
    fn of(word: &Word, nodes: &Nodes, index: &'k [Keys<'k>], manifest: &Arc<Source>) -> Result<Self, Box<Diagnostic>> {
        let tables = nodes.tables().iter().zip(index).filter(|(table, _)| table.labels.contains(&word.text));
        let tables: Vec<_> = tables.map(|(table, keys)| (table.first, keys)).collect();
        if tables.iter().any(|(_, keys)| matches!(keys, Keys::None)) {
            let message = format!("relationships lead to {}, which has no key to find it by", word.text);
            let finding = Diagnostic::error(BAD_MANIFEST, message).at(manifest, word.node.span, "");
            return Err(finding.hint("Name the column with the key as `key` of its table.").into());
        }
        Ok(Self { label: Arc::clone(&word.text), tables })
    }

    fn find(&self, field: &[u8], at: usize) -> Result<u32, Box<Problem>> {
        let number = integer(field);
        let found = self.tables.iter().find_map(|(first, keys)| Some(first + keys.find(field, number)?));
        found.ok_or_else(|| {
            let key = String::from_utf8_lossy(field);
            let mut problem =
                Problem::new(CSV_END, Some(at), format!("there is no {} with the key `{key}`", self.label));
            if field.trim_ascii() != field {
                problem.hint = Some(String::from("There are blanks around the key."));
            }
            problem
        })
    }
}

/// Collects relationships.
struct EdgeSink<'s> {
    ends: [&'s Ends<'s>; 2],
    places: [usize; 2],
    specs: &'s [Spec],
    pairs: Vec<(u32, u32)>,
    columns: Vec<Growing>,
    /// The last start: tables are often ordered by it.
    last: (Vec<u8>, u32),
}

impl Sink for EdgeSink<'_> {
    fn take(&mut self, record: &Record<'_>) -> Result<(), Box<Problem>> {
        let field = record.get(self.places[0]);
        if self.last.0 != field || field.is_empty() {
            let start = self.ends[0].find(field, self.places[0])?;
            self.last.0.clear();
            self.last.0.extend_from_slice(field);
            self.last.1 = start;
        }
        let end = self.ends[1].find(record.get(self.places[1]), self.places[1])?;
        for (column, spec) in self.columns.iter_mut().zip(self.specs) {
            if let Err(problem) = column.push(record.get(spec.field), spec) {
                let rows = self.pairs.len() as u32;
                self.columns.iter_mut().for_each(|column| column.truncate(rows));
                return Err(problem);
            }
        }
        self.pairs.push((self.last.1, end));
        Ok(())
    }
}

/// The tables of one type that were read so far.
#[derive(Default)]
struct Reading {
    pairs: Vec<Vec<(u32, u32)>>,
    rows: u32,
    /// Each property, with its parts up to a row.
    columns: Vec<(Spec, Vec<Growing>, u32)>,
}

impl Reading {
    fn table(
        &mut self,
        spec: &EdgeSpec,
        table: &Table<'_>,
        ends: [&Ends<'_>; 2],
        manifest: &Arc<Source>,
        report: &mut Report,
        progress: &Progress<'_>,
    ) -> Result<(), Diagnostics> {
        let places = [table.find(&spec.from, manifest)?, table.find(&spec.to, manifest)?];
        let specs = table.properties(None, &places, manifest)?;
        let sink = || EdgeSink {
            ends,
            places,
            specs: &specs,
            pairs: Vec::new(),
            columns: specs.iter().map(Growing::new).collect(),
            last: (Vec::new(), 0),
        };
        let mut parts = scan(table, sink, progress).map_err(|error| unreadable(table, &error))?;
        report.take(table, &mut parts);
        for part in parts {
            for (spec, grown) in specs.iter().zip(part.sink.columns) {
                self.column(spec, grown).map_err(|()| too_large(table, spec))?;
            }
            self.rows += part.sink.pairs.len() as u32;
            self.pairs.push(part.sink.pairs);
        }
        Ok(())
    }

    /// Adds a part of a column that begins at the next row; rows of tables without the column have no value.
    fn column(&mut self, spec: &Spec, part: Growing) -> Result<(), ()> {
        let row = self.rows;
        let at = self.columns.iter().position(|column| column.0.name == spec.name).unwrap_or_else(|| {
            self.columns.push((spec.clone(), Vec::new(), 0));
            self.columns.len() - 1
        });
        let (known, parts, rows) = &mut self.columns[at];
        known.kind = known.kind.or(spec.kind);
        if row > *rows {
            parts.push(Growing::absent(row - *rows));
        }
        *rows = row + part.rows();
        parts.push(part);
        Ok(())
    }

    fn finish(mut self, kind: &Arc<str>) -> Result<Batch, Diagnostics> {
        let total = self.rows;
        let mut columns: Columns = Vec::new();
        for (spec, mut parts, rows) in std::mem::take(&mut self.columns) {
            if total > rows {
                parts.push(Growing::absent(total - rows));
            }
            let large = || Diagnostic::error(crate::diag::codes::CSV_SIZE, format!("`{}` is too large", spec.name));
            let packed = join(parts, &spec).ok_or_else(large)?;
            columns.push((spec.name, packed));
        }
        Ok(Batch { kind: Arc::clone(kind), pairs: self.pairs, columns })
    }
}
