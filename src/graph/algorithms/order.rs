//! Topological order.

use super::super::Projection;
use super::room;
use crate::value::{Bounds, Fault};
use petgraph::algo::toposort;

/// The bytes for a node in the order, and for a hop that waits to be followed, in lists that grow.
const EACH: usize = 2 * size_of::<usize>();

/// The nodes in an order in which every relationship leads forward, in O(nodes + relationships); or a node on a cycle.
///
/// # Errors
/// When the bounds are met.
pub fn topological_order(graph: &Projection<'_>, bounds: &Bounds) -> Result<Result<Vec<usize>, usize>, Fault> {
    let _room = room(graph, EACH, EACH, bounds)?;
    let order = toposort(graph, None).map_err(|cycle| cycle.node_id());
    bounds.check()?;
    Ok(order)
}
