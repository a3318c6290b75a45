//! Topological order.

use super::super::Projection;
use crate::value::{Bounds, Fault};
use petgraph::algo::toposort;

/// The nodes in an order in which every relationship leads forward, in O(nodes + relationships); or a node on a cycle.
///
/// # Errors
/// When it is interrupted.
pub fn topological_order(graph: &Projection, bounds: &Bounds) -> Result<Result<Vec<usize>, usize>, Fault> {
    let order = toposort(graph, None).map_err(|cycle| cycle.node_id());
    bounds.check()?;
    Ok(order)
}
