//! Building a graph in bulk: all nodes, a set of labels at a time, and all relationships, a type at a time.

use super::base::{Base, Block, Csr, Packed, PackedTable, Rels, Segment, both};
use super::{Graph, KeyId, Names, Schema};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The columns of a table, by key.
pub type Columns = Vec<(Arc<str>, Packed)>;

/// A graph that is being built. Its names are those of the schema, and those that are used.
#[derive(Debug)]
pub struct Bulk {
    schema: Arc<Schema>,
    names: Names,
    base: Base,
}

/// All relationships of one type, indexed in both directions.
#[derive(Debug)]
pub struct RelBatch {
    out: Csr,
    into: Csr,
    columns: Columns,
}

impl RelBatch {
    /// Indexes pairs of start and end. A column's rows are in the order of the pairs. O(n), and a sort of each node's
    /// relationships where they are not in order.
    #[must_use]
    pub fn new(pairs: &[(u32, u32)], mut columns: Columns) -> Self {
        let built = both(pairs);
        if let Some(order) = built.order.filter(|_| !columns.is_empty()) {
            columns = columns.into_iter().map(|(key, column)| (key, column.pick(&order))).collect();
        }
        Self { out: built.out, into: built.into, columns }
    }
}

impl Bulk {
    /// An empty graph.
    #[must_use]
    pub fn new(schema: Arc<Schema>) -> Self {
        Self { names: Names::of(&schema), schema, base: Base::default() }
    }

    /// Adds nodes of one set of labels, as many as each column has rows, and gives their ids, which follow those that were
    /// given before; none when there would be more than four billion.
    pub fn add_nodes(&mut self, labels: &[Arc<str>], rows: u32, columns: Columns) -> Option<Range<u32>> {
        let mut labels: Vec<_> = labels.iter().map(|label| self.names.labels.intern(label)).collect();
        labels.sort_unstable();
        labels.dedup();
        let first = self.base.node_end;
        self.base.node_end = first.checked_add(rows)?;
        let table = self.base.tables.len() as u32;
        if rows > 0 {
            self.base.segments.push(Segment { first, len: rows, table, row: 0 });
        }
        let (keys, columns) = self.split(columns);
        self.base.tables.push(PackedTable { labels: labels.into(), keys, columns });
        Some(first..self.base.node_end)
    }

    /// Adds the relationships of one type; none when there would be more than four billion. Types are added in the order of
    /// the schema, those that it has not behind them.
    ///
    /// # Panics
    /// When a relationship leads to a node that was not added, or the type comes too late.
    pub fn add_rels(&mut self, kind: &str, batch: RelBatch) -> Option<()> {
        let RelBatch { mut out, into, columns } = batch;
        let at = self.names.types.intern(kind).0 as usize;
        assert!(self.base.blocks.len() <= at, "types are added in their order");
        assert!(out.end().max(into.end()) <= self.base.node_end, "nodes are added first");
        let first = self.base.rel_end;
        self.base.rel_end = u32::try_from(out.nodes.len()).ok().and_then(|count| first.checked_add(count))?;
        self.base.blocks.resize_with(at, || Block { first, ..Block::default() });
        out.rels = Rels::Counted(first);
        let out = Arc::new(out);
        let into = Arc::new(Csr { rels: Rels::Turned(Arc::clone(&out), OnceLock::new()), ..into });
        let (keys, columns) = self.split(columns);
        self.base.blocks.push(Block { first, out, into, table: PackedTable { labels: Arc::default(), keys, columns } });
        Some(())
    }

    fn split(&mut self, columns: Columns) -> (Vec<KeyId>, Vec<Packed>) {
        columns.into_iter().map(|(key, column)| (self.names.keys.intern(&key), column)).unzip()
    }

    /// The graph.
    #[must_use]
    pub fn finish(self) -> Graph {
        Graph::over(self.schema, self.names, Arc::new(self.base))
    }
}
