//! A walk through the graph.

use super::{NodeId, RelId};

/// A start node and the steps from it; a path of no step is one node.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    /// Where the walk begins.
    pub start: NodeId,
    /// Each relationship walked, in either direction, with the node that it led to.
    pub steps: Vec<(RelId, NodeId)>,
}

impl Path {
    /// The nodes in walking order; one more than there are relationships.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        std::iter::once(self.start).chain(self.steps.iter().map(|(_, node)| *node))
    }

    /// The relationships in walking order.
    pub fn rels(&self) -> impl Iterator<Item = RelId> {
        self.steps.iter().map(|(rel, _)| *rel)
    }
}
