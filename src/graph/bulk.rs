//! Building a graph in bulk: all nodes, a set of labels at a time, and all relationships, a type at a time.
//!
//! What has been added is written into a snapshot by a thread of its own, while the next is read. So the graph is never
//! whole in memory, and the time that writing takes is not added to that of reading.

use super::base::{Both, Packed, Segment, both};
use super::snapshot::Pieces;
use super::{KeyId, LabelId, Names, Schema};
use std::io::{self, Seek, Write};
use std::ops::Range;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// The columns of a table, by key.
pub type Columns = Vec<(Arc<str>, Packed)>;

/// The types that wait to be written while the next is read. Each is in memory as a whole.
const WAITING: usize = 1;

/// A graph that is being built.
#[derive(Debug)]
pub struct Bulk<W> {
    names: Names,
    segments: Vec<Segment>,
    node_end: u32,
    rel_end: u32,
    /// How many types have been added.
    types: usize,
    added: SyncSender<Added>,
    writer: JoinHandle<io::Result<Pieces<W>>>,
}

/// What the thread that writes is given.
enum Added {
    Nodes(Vec<LabelId>, Vec<KeyId>, Arc<Columns>),
    /// The relationships of one type, with the id of the first.
    Rels(u32, Box<Both>, Vec<KeyId>, Columns),
}

impl<W: Write + Seek + Send + 'static> Bulk<W> {
    /// An empty graph, which is written to `output`.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn new(output: W) -> io::Result<Self> {
        let pieces = Pieces::new(output)?;
        let (added, next) = sync_channel(WAITING);
        let writer = thread::Builder::new().name(String::from("write")).spawn(move || write(pieces, &next))?;
        let (names, segments) = (Names::default(), Vec::new());
        Ok(Self { names, segments, node_end: 0, rel_end: 0, types: 0, added, writer })
    }

    /// Adds nodes of one set of labels, as many as each column has rows, and gives their ids, which follow those that were
    /// given before; none when there would be more than four billion.
    pub fn add_nodes(&mut self, labels: &[Arc<str>], rows: u32, columns: Arc<Columns>) -> Option<Range<u32>> {
        let mut labels: Vec<_> = labels.iter().map(|label| self.names.labels.intern(label)).collect();
        labels.sort_unstable();
        labels.dedup();
        let first = self.node_end;
        self.node_end = first.checked_add(rows)?;
        if rows > 0 {
            self.segments.push(Segment { first, len: rows, table: self.segments.len() as u32, row: 0 });
            let keys = self.keys(&columns);
            self.send(Added::Nodes(labels, keys, columns));
        }
        Some(first..self.node_end)
    }

    /// Adds the relationships of one type, as pairs of start and end; a column's rows are in the order of the pairs. None
    /// when there would be more than four billion. O(n), and a sort of each node's relationships where they are not in
    /// order.
    ///
    /// # Panics
    /// When a relationship leads to a node that was not added, or the type was added before.
    pub fn add_rels(&mut self, kind: &str, pairs: Vec<Vec<(u32, u32)>>, mut columns: Columns) -> Option<()> {
        assert_eq!(self.names.types.intern(kind).0 as usize, self.types, "a type is added once");
        self.types += 1;
        let first = self.rel_end;
        let count = u32::try_from(pairs.iter().map(Vec::len).sum::<usize>()).ok()?;
        self.rel_end = first.checked_add(count)?;
        let built = both(pairs, !columns.is_empty());
        assert!(built.out.end().max(built.into.end()) <= self.node_end, "nodes are added first");
        if let Some(order) = &built.order {
            columns = columns.into_iter().map(|(key, column)| (key, column.pick(order))).collect();
        }
        let keys = self.keys(&columns);
        self.send(Added::Rels(first, Box::new(built), keys, columns));
        Some(())
    }

    fn keys(&mut self, columns: &Columns) -> Vec<KeyId> {
        columns.iter().map(|(key, _)| self.names.keys.intern(key)).collect()
    }

    fn send(&self, added: Added) {
        // A thread that has ended says why when it is waited for.
        let _ = self.added.send(added);
    }

    /// How many nodes and relationships were added.
    #[must_use]
    pub fn counts(&self) -> (u32, u32) {
        (self.node_end, self.rel_end)
    }

    /// Writes what is left, and gives the output, which is a snapshot now. The names of the schema are added to those that
    /// are used.
    ///
    /// # Errors
    /// When the output could not be written.
    pub fn finish(mut self, schema: &Schema) -> io::Result<W> {
        drop(self.added);
        let pieces = self.writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        self.names.learn(schema);
        pieces.finish(&self.names, schema, self.node_end, &self.segments)
    }
}

fn write<W: Write + Seek>(mut pieces: Pieces<W>, next: &Receiver<Added>) -> io::Result<Pieces<W>> {
    for added in next {
        match added {
            Added::Nodes(labels, keys, columns) => {
                let columns = columns.iter().map(|column| &column.1);
                pieces.table(&labels, keys.into_iter().zip(columns))?;
            }
            Added::Rels(first, built, keys, columns) => {
                let columns = columns.iter().map(|column| &column.1);
                pieces.block(first, &built.out, &built.into, keys.into_iter().zip(columns))?;
            }
        }
    }
    Ok(pieces)
}
