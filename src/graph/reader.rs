//! One property of many nodes.

use super::base::Segment;
use super::{Entity, Graph, KeyId, Packed};
use crate::value::{Cell, NodeId};

/// Reads a property of one node after the other; of nodes that stand together in the bulk it finds the column once.
#[derive(Debug)]
pub struct PropertyReader<'g> {
    graph: &'g Graph,
    key: KeyId,
    segment: Segment,
    column: Option<&'g Packed>,
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
