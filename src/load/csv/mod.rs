//! Tables → graph, in bulk.
//!
//! Input: a manifest and the files it names. Output: a graph in compressed form, and every line that could not be read. The
//! way there: `manifest` says which table is what; `table` opens each and reads its header; `scan` cuts a file into
//! chunks and reads their records on all threads; `column` turns fields into typed columns; `keys` finds the node of a
//! key; `nodes` and `edges` put these together; `describe` makes the schema.

mod column;
mod describe;
mod edges;
mod keys;
mod manifest;
mod nodes;
mod report;
mod scan;
mod table;

use crate::diag::codes::CSV_SIZE;
use crate::diag::{Diagnostic, Diagnostics, Source};
use crate::graph::Storage;
use crate::graph::bulk::Bulk;
use crate::value::Stop;
use nodes::Nodes;
use report::Report;
use std::io::{self, Seek, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use table::Table;

/// The folder in which the files of a manifest are looked for.
pub trait Folder {
    /// The file of a path, as the manifest has it.
    ///
    /// # Errors
    /// When it cannot be read.
    fn open(&self, path: &str) -> io::Result<Box<dyn Storage>>;

    /// The path as messages show it.
    fn shown(&self, path: &str) -> String;
}

/// How to load.
pub struct Options<'a> {
    /// So many bad lines are left out with a warning; one more, and nothing is loaded.
    pub skip_bad: u64,
    /// Told after each chunk how many bytes of all tables together have been read, and how many there are.
    pub progress: &'a (dyn Fn(u64, u64) + Sync),
    /// Looked at before each chunk.
    pub stop: Stop,
}

/// What came of the tables.
#[derive(Debug)]
pub struct Imported<W> {
    /// The snapshot of every line that could be read.
    pub output: W,
    /// How many nodes it has.
    pub nodes: u32,
    /// How many relationships it has.
    pub rels: u32,
    /// A warning for each line that was left out.
    pub skipped: Diagnostics,
}

/// Why there is no snapshot.
#[derive(Debug)]
pub enum Failure {
    /// The tables are not as they should be.
    Tables(Diagnostics),
    /// The snapshot cannot be written.
    Output(io::Error),
}

impl<D: Into<Diagnostics>> From<D> for Failure {
    fn from(findings: D) -> Self {
        Self::Tables(findings.into())
    }
}

/// How far the reading is.
struct Progress<'a> {
    done: AtomicU64,
    total: u64,
    options: &'a Options<'a>,
}

impl Progress<'_> {
    /// Tells that a chunk comes, unless somebody asks for an end.
    fn next(&self, bytes: u64) -> io::Result<()> {
        self.options.stop.look().map_err(|_| io::ErrorKind::Interrupted)?;
        let before = self.done.fetch_add(bytes, Ordering::Relaxed);
        (self.options.progress)(before + bytes, self.total);
        Ok(())
    }
}

/// Builds a snapshot from the tables that a manifest names.
///
/// Nodes are numbered in the order of the tables and their lines, relationships by type, then start and end: the same
/// files make the same graph with any number of threads. Every table is read once. O(bytes), and a sort of the
/// relationships of each node where their table is not sorted.
///
/// # Errors
/// Every mistake of the manifest; every file that cannot be read; every bad line when there are more than may be skipped;
/// an output that cannot be written. Then the output holds no snapshot, nor when somebody asked for an end.
pub fn load<W: Write + Seek + Send + 'static>(
    manifest: &Arc<Source>,
    folder: &dyn Folder,
    options: &Options<'_>,
    output: W,
) -> Result<Imported<W>, Failure> {
    let manifest_source = manifest;
    let manifest = manifest::read(manifest)?;
    let (node_tables, edge_tables) = table::open_all(&manifest, folder, manifest_source)?;
    let total: u64 = node_tables.iter().chain(&edge_tables).map(|table| table.storage.size()).sum();
    let progress = Progress { done: AtomicU64::new(0), total, options };

    let mut report = Report::new(options.skip_bad);
    let mut bulk = Bulk::new(output).map_err(Failure::Output)?;
    let nodes = Nodes::read(&manifest.nodes, &node_tables, manifest_source, &mut report, &progress)?;
    for table in nodes.tables() {
        bulk.add_nodes(&table.labels, table.rows, Arc::clone(&table.columns)).ok_or_else(|| too_many("nodes"))?;
    }
    let kinds = edges::read(&manifest.edges, &edge_tables, &nodes, manifest_source, &mut report, &progress, |batch| {
        let added = bulk.add_rels(&batch.kind, batch.pairs, batch.columns);
        added.ok_or_else(|| too_many("relationships"))
    })?;
    let schema = describe::schema(&manifest, &nodes, &kinds);
    let skipped = report.finish()?;
    let (nodes, rels) = bulk.counts();
    let output = bulk.finish(&schema).map_err(Failure::Output)?;
    Ok(Imported { output, nodes, rels, skipped })
}

fn too_many(what: &str) -> Box<Diagnostic> {
    Diagnostic::error(CSV_SIZE, format!("there are more than four billion {what}")).into()
}
