//! Weighted shortest paths by Dijkstra's algorithm, in O((nodes + relationships) log nodes).

use super::super::Projection;
use super::super::projection::Hop;
use super::room;
use crate::value::{Bounds, Fault, RelId};
use petgraph::algo::{astar, dijkstra};
use petgraph::visit::EdgeRef;

/// The bytes for a node: what is known of it in tables by number, which are filled by half at least, and its place in an
/// answer.
const DISTANCE: usize = 80;
const PATH: usize = 160;

/// The bytes for a hop that was found to be shorter than the one before, and waits to be followed.
const SHORTER_DISTANCE: usize = 16;
const SHORTER_PATH: usize = 32;

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
/// When the bounds are met.
pub fn distances(graph: &Projection<'_>, source: usize, bounds: &Bounds) -> Result<Vec<(usize, f64)>, Fault> {
    let _room = room(graph, DISTANCE, SHORTER_DISTANCE, bounds)?;
    let found = dijkstra(graph, source, None, |edge| *edge.weight());
    bounds.check()?;
    let all = bounds.collect((0..graph.len()).filter_map(|node| Some((node, *found.get(&node)?))))?;
    bounds.sort(all, |a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
}

/// A shortest path; none when the target can't be reached.
///
/// # Errors
/// When the bounds are met.
pub fn shortest_path(
    graph: &Projection<'_>,
    source: usize,
    target: usize,
    bounds: &Bounds,
) -> Result<Option<Way>, Fault> {
    let _room = room(graph, PATH, SHORTER_PATH, bounds)?;
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
