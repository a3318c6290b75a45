//! One property of many nodes.

use super::base::Segment;
use super::{Cells, Entity, Graph, KeyId, Packed};
use crate::value::{Cell, NodeId};

/// Reads a property of one node after the other; of nodes that stand together in the bulk it finds the column once.
#[derive(Debug)]
pub struct PropertyReader<'g> {
    graph: &'g Graph,
    key: KeyId,
    segment: Segment,
    column: Option<&'g Packed>,
}

/// Whole numbers of nodes with ids from `first` on.
#[derive(Clone, Copy, Debug)]
pub struct Ints<'g> {
    values: &'g [i64],
    first: u32,
}

impl Ints<'_> {
    /// The number of a node.
    ///
    /// # Panics
    /// When it is none of those that were asked for.
    #[inline]
    #[must_use]
    pub fn of(self, node: NodeId) -> i64 {
        self.values[node.0.wrapping_sub(self.first) as usize]
    }

    /// The numbers of some nodes.
    ///
    /// # Panics
    /// As [`Ints::of`].
    #[must_use]
    pub fn all(self, nodes: &[NodeId]) -> Vec<i64> {
        let Some(first) = nodes.first() else { return Vec::new() };
        // Nodes of a scan stand one behind the other.
        let row = nodes.iter().zip(first.0..).fold(true, |row, (node, next)| row & (node.0 == next));
        let start = first.0.wrapping_sub(self.first) as usize;
        if row {
            self.values[start..start + nodes.len()].to_vec()
        } else {
            nodes.iter().map(|node| self.of(*node)).collect()
        }
    }
}

impl Graph {
    /// See [`super::View::alike`]. O(log segments).
    pub(super) fn alike(&self, node: NodeId) -> Option<std::ops::Range<u32>> {
        let segment = self.base.segment(node).filter(|_| self.changed_nodes.is_empty())?;
        Some(segment.first..segment.first + segment.len)
    }
}

impl<'g> PropertyReader<'g> {
    pub(super) fn new(graph: &'g Graph, key: KeyId) -> Self {
        Self { graph, key, segment: Segment { first: 0, len: 0, table: 0, row: 0 }, column: None }
    }

    /// Which property it reads.
    #[must_use]
    pub fn key(&self) -> KeyId {
        self.key
    }

    /// The property of a node; null when it is not there, or the node was deleted.
    #[inline]
    pub fn cell(&mut self, node: NodeId) -> Cell<'g> {
        self.live_cell(node).unwrap_or_default()
    }

    /// The property of a node; none when the node was deleted.
    #[inline]
    pub fn live_cell(&mut self, node: NodeId) -> Option<Cell<'g>> {
        let offset = node.0.wrapping_sub(self.segment.first);
        if offset < self.segment.len {
            return Some(self.column.map_or(Cell::Null, |column| column.cell((self.segment.row + offset) as usize)));
        }
        self.cell_elsewhere(node)
    }

    /// The property of nodes that stand together in the bulk, where each of them has a whole number. O(nodes).
    pub fn ints(&mut self, nodes: &[NodeId]) -> Option<Ints<'g>> {
        self.live_cell(*nodes.first()?)?;
        let Segment { first, len, row, .. } = self.segment;
        let (Packed { cells: Cells::Int(values), present: None, .. }, row) = (self.column?, row as usize) else {
            return None;
        };
        let together = nodes.iter().fold(true, |together, node| together & (node.0.wrapping_sub(first) < len));
        together.then_some(Ints { values: values.get(row..row + len as usize)?, first })
    }

    /// Two numbers between which the property of all nodes from one to another lies, where they stand together in the bulk and
    /// each has a whole number. See [`Packed::span`].
    pub fn span(&mut self, first: NodeId, last: NodeId) -> Option<(i64, i64)> {
        self.live_cell(first)?;
        let Segment { first: start, len, row, .. } = self.segment;
        let (from, to) = (first.0.wrapping_sub(start), last.0.wrapping_sub(start));
        let rows = (row + from) as usize..(row + to + 1) as usize;
        if from <= to && to < len { self.column?.span(rows) } else { None }
    }

    /// Goes on to the segment of a node, unless segments don't tell everything since the bulk was written to.
    fn cell_elsewhere(&mut self, node: NodeId) -> Option<Cell<'g>> {
        let Graph { base, changed_nodes, .. } = self.graph;
        if changed_nodes.is_empty()
            && let Some(segment) = base.segment(node)
        {
            self.segment = segment;
            self.column = base.tables[segment.table as usize].column(self.key);
            let row = segment.row + (node.0 - segment.first);
            return Some(self.column.map_or(Cell::Null, |column| column.cell(row as usize)));
        }
        self.graph.live_cell(Entity::Node(node), self.key)
    }
}
