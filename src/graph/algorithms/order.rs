//! Topological order.

use super::super::Projection;
use petgraph::algo::toposort;

/// The nodes in an order in which every relationship leads forward, in O(nodes + relationships); or a node on a cycle.
///
/// # Errors
/// The number of a node on a cycle, when there is one.
pub fn topological_order(graph: &Projection) -> Result<Vec<usize>, usize> {
    toposort(graph, None).map_err(|cycle| cycle.node_id())
}
