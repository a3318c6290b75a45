//! A set of nodes as bits, in the order in which they came.

use crate::value::{Bounds, Counted, Fault, NodeId};

/// Nodes, each once.
#[derive(Debug)]
pub(super) struct Marks<'b> {
    words: Counted<'b, u64>,
    /// The nodes, the first to come first.
    pub(super) nodes: Vec<NodeId>,
}

impl<'b> Marks<'b> {
    /// An empty set for ids below `end`. O(end / 64), most of it done by the system when it gives the memory.
    ///
    /// # Errors
    /// When there is no room.
    pub(super) fn new(end: u32, bounds: &'b Bounds) -> Result<Self, Fault> {
        Ok(Self { words: bounds.table(0, end.div_ceil(64) as usize)?, nodes: Vec::new() })
    }

    /// Adds a node.
    #[inline]
    pub(super) fn add(&mut self, node: NodeId) {
        let (word, bit) = (&mut self.words[node.0 as usize / 64], 1 << (node.0 % 64));
        if *word & bit == 0 {
            *word |= bit;
            self.nodes.push(node);
        }
    }

    /// Takes the nodes out and leaves the set empty, in O(nodes in it).
    pub(super) fn take(&mut self) -> Vec<NodeId> {
        if self.nodes.len() > self.words.len() {
            self.words.fill(0);
        } else {
            self.nodes.iter().for_each(|node| self.words[node.0 as usize / 64] = 0);
        }
        std::mem::take(&mut self.nodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_node_comes_once_in_the_order_of_its_first_time() {
        let bounds = Bounds::default();
        let mut marks = Marks::new(300, &bounds).expect("there is room");
        for round in 0..2 {
            for id in [299, 0, 64, 0, 299, 63] {
                marks.add(NodeId(id));
            }
            assert_eq!(marks.take().iter().map(|node| node.0).collect::<Vec<_>>(), [299, 0, 64, 63], "round {round}");
        }
        (0..300).for_each(|id| marks.add(NodeId(id)));
        assert_eq!(marks.take().len(), 300);
        marks.add(NodeId(5));
        assert_eq!(marks.take(), [NodeId(5)]);
    }
}
