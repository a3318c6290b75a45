//! Weighted shortest paths by Dijkstra's algorithm, in O((nodes + relationships) log nodes).

use super::super::Projection;
use super::super::projection::Hop;
use crate::value::{Bounds, Fault, RelId};
use petgraph::algo::{astar, dijkstra};
use petgraph::visit::EdgeRef;

/// A path with its length.
#[derive(Clone, Debug)]
pub struct Way {
    /// The sum of the weights.
    pub cost: f64,
    /// Where it begins.
    pub start: usize,
    /// The relationships, each with the node where it leads.
    pub steps: Vec<(RelId, usize)>,
}

/// The distance of each node that can be reached, by number.
///
/// # Errors
/// When it is interrupted.
pub fn distances(graph: &Projection, source: usize, bounds: &Bounds) -> Result<Vec<(usize, f64)>, Fault> {
    let found = dijkstra(graph, source, None, |edge| *edge.weight());
    bounds.check()?;
    let mut all: Vec<(usize, f64)> = (0..graph.len()).filter_map(|node| Some((node, *found.get(&node)?))).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    Ok(all)
}

/// A shortest path; none when the target can't be reached.
///
/// # Errors
/// When it is interrupted.
pub fn shortest_path(graph: &Projection, source: usize, target: usize, bounds: &Bounds) -> Result<Option<Way>, Fault> {
    // Without an estimate A* is Dijkstra's algorithm, and it is the one that tells the way.
    let found = astar(graph, source, |node| node == target, |edge| *edge.weight(), |_| 0.0);
    bounds.check()?;
    let Some((cost, nodes)) = found else { return Ok(None) };
    let steps = nodes.windows(2).map(|pair| (lightest(graph.hops(pair[0]), pair[1]), pair[1]));
    Ok(Some(Way { cost, start: source, steps: steps.collect() }))
}

/// Of the relationships to a node the one that weighs least, and of those the first.
fn lightest(hops: &[Hop], to: usize) -> RelId {
    let all = hops.iter().filter(|hop| hop.to == to);
    let least = all.min_by(|a, b| a.weight.total_cmp(&b.weight).then(a.rel.cmp(&b.rel)));
    least.expect("a path goes along relationships").rel
}
