//! A set of nodes as bits, in the order in which they came.

use crate::value::NodeId;

/// Nodes, each once.
#[derive(Debug, Default)]
pub(super) struct Marks {
    words: Vec<u64>,
    /// The nodes, the first to come first.
    pub(super) nodes: Vec<NodeId>,
}

impl Marks {
    /// An empty set for ids below `end`. O(end / 64), most of it done by the system when it gives the memory.
    pub(super) fn new(end: u32) -> Self {
        Self { words: vec![0; end.div_ceil(64) as usize], nodes: Vec::new() }
    }

    /// Adds a node; whether it is new.
    #[inline]
    pub(super) fn add(&mut self, node: NodeId) -> bool {
        let (word, bit) = (&mut self.words[node.0 as usize / 64], 1 << (node.0 % 64));
        let new = *word & bit == 0;
        if new {
            *word |= bit;
            self.nodes.push(node);
        }
        new
    }

    /// Empties the set in O(nodes in it).
    pub(super) fn clear(&mut self) {
        for node in self.nodes.drain(..) {
            self.words[node.0 as usize / 64] = 0;
        }
    }
}
