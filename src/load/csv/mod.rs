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
use crate::graph::bulk::Bulk;
use crate::graph::{Graph, Storage};
use nodes::Nodes;
use report::Report;
use std::io;
use std::sync::Arc;
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
}

/// What came of the tables.
#[derive(Debug)]
pub struct Imported {
    /// The graph of every line that could be read.
    pub graph: Graph,
    /// A warning for each line that was left out.
    pub skipped: Diagnostics,
}

/// Builds a graph from the tables that a manifest names.
///
/// Nodes are numbered in the order of the tables and their lines, relationships by type, then start and end: the same
/// files make the same graph with any number of threads. Every table is read once. O(bytes), and a sort of the
/// relationships of each node where their table is not sorted.
///
/// # Errors
/// Every mistake of the manifest; every file that cannot be read; every bad line when there are more than may be skipped.
pub fn load(manifest: &Arc<Source>, folder: &dyn Folder, options: &Options<'_>) -> Result<Imported, Diagnostics> {
    let manifest_source = manifest;
    let manifest = manifest::read(manifest)?;
    let (node_tables, edge_tables) = table::open_all(&manifest, folder, manifest_source)?;
    let total: u64 = node_tables.iter().chain(&edge_tables).map(|table| table.storage.size()).sum();
    let done = std::sync::atomic::AtomicU64::new(0);
    let progress = |bytes: u64| {
        let before = done.fetch_add(bytes, std::sync::atomic::Ordering::Relaxed);
        (options.progress)(before + bytes, total);
    };

    let mut report = Report::new(options.skip_bad);
    let mut nodes = Nodes::read(&manifest.nodes, &node_tables, manifest_source, &mut report, &progress)?;
    let batches = edges::read(&manifest.edges, &edge_tables, &nodes, manifest_source, &mut report, &progress)?;
    let schema = describe::schema(&manifest, &nodes, &batches);
    let mut bulk = Bulk::new(Arc::new(schema));
    let too_many = |what: &str| Diagnostic::error(CSV_SIZE, format!("there are more than four billion {what}"));
    for (spec, table) in manifest.nodes.iter().zip(nodes.take_tables()) {
        bulk.add_nodes(&spec.labels, table.rows, table.columns).ok_or_else(|| too_many("nodes"))?;
    }
    for batch in batches {
        bulk.add_rels(&batch.kind, batch.rels).ok_or_else(|| too_many("relationships"))?;
    }
    Ok(Imported { graph: bulk.finish(), skipped: report.finish()? })
}
