//! A bulk of nodes and relationships that never changes: compressed adjacency and packed columns.
//!
//! Nodes of one set of labels stand in ranges of ids, relationships of one type in one range, ordered by start and end, so
//! that neither needs a record of its own. What is written on top is kept by [`super::store`].

mod csr;
mod packed;

pub(super) use csr::{Both, Csr, Rels, both};
pub(super) use packed::PackedTable;
pub use packed::{Bits, Cells, Packed, Texts};

use super::{LabelId, TypeId};
use crate::value::{NodeId, RelId};
use std::ops::Range;
use std::sync::Arc;

/// Nodes with ids that follow each other and one set of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(super) struct Segment {
    /// The first id.
    pub first: u32,
    /// How many there are.
    pub len: u32,
    /// The table with their properties.
    pub table: u32,
    /// The row of the first.
    pub row: u32,
}

/// All relationships of one type.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The id of the first.
    pub first: u32,
    /// The rows by start, in whose order the relationships are numbered.
    pub out: Arc<Csr>,
    /// The rows by end.
    pub into: Arc<Csr>,
    /// The properties, in the order of the relationships.
    pub table: PackedTable,
}

/// The bulk.
#[derive(Clone, Debug, Default)]
pub(super) struct Base {
    /// By id; gaps between them are ids that no node has.
    pub segments: Vec<Segment>,
    pub tables: Vec<PackedTable>,
    /// By type.
    pub blocks: Vec<Block>,
    /// All ids below are the bulk's.
    pub node_end: u32,
    /// All ids below are the bulk's.
    pub rel_end: u32,
}

impl Base {
    /// The segment of a node, in O(log segments).
    pub fn segment(&self, node: NodeId) -> Option<Segment> {
        let at = self.segments.partition_point(|segment| segment.first <= node.0).checked_sub(1)?;
        Some(self.segments[at]).filter(|segment| node.0 - segment.first < segment.len)
    }

    /// The table and row of a node, in O(log segments).
    pub fn row(&self, node: NodeId) -> Option<(u32, u32)> {
        let segment = self.segment(node)?;
        Some((segment.table, segment.row + (node.0 - segment.first)))
    }

    /// The type of a relationship and its place among those of the type, in O(log types).
    pub fn place(&self, rel: RelId) -> (TypeId, u32) {
        let at = self.blocks.partition_point(|block| block.first <= rel.0) - 1;
        (TypeId(at as u32), rel.0 - self.blocks[at].first)
    }

    /// Start and end of a relationship, in O(log nodes).
    pub fn ends(&self, rel: RelId) -> (NodeId, NodeId) {
        let (kind, place) = self.place(rel);
        let out = &self.blocks[kind.0 as usize].out;
        (out.owner(place), out.nodes[place as usize])
    }

    pub fn block(&self, kind: TypeId) -> Option<&Block> {
        self.blocks.get(kind.0 as usize)
    }

    pub fn node_count(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.len)).sum()
    }

    /// The ranges of ids of the nodes that carry a label.
    pub fn ranges(&self, label: LabelId) -> impl Iterator<Item = Range<u32>> {
        let carries = move |segment: &&Segment| self.tables[segment.table as usize].labels.contains(&label);
        self.segments.iter().filter(carries).map(|segment| segment.first..segment.first + segment.len)
    }

    /// The nodes that carry a label, by id.
    pub fn list(&self, label: LabelId) -> Vec<NodeId> {
        self.ranges(label).flatten().map(NodeId).collect()
    }

    /// Every node, by id.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.segments.iter().flat_map(|segment| segment.first..segment.first + segment.len).map(NodeId)
    }
}
