//! PageRank by power iteration.

use super::super::Projection;
use super::room;
use crate::value::{Bounds, Fault};

/// How to rank.
#[derive(Clone, Copy, Debug)]
pub struct PageRank {
    /// With what probability a walker goes on along a relationship.
    pub damping: f64,
    /// After how many rounds to end at the latest.
    pub iterations: usize,
    /// The change of a node's rank below which it counts as settled.
    pub tolerance: f64,
}

/// The bytes for a node: its rank before and after a round, and the weight of its hops.
const NODE: usize = 3 * size_of::<f64>();

/// The rank of each node; ranks add up to 1. A node without a way out hands its rank to all. Each round takes
/// O(nodes + relationships); petgraph's version takes O(nodes²) and knows no weights.
///
/// Source: Brin and Page, "The anatomy of a large-scale hypertextual web search engine", 1998.
///
/// # Errors
/// When the bounds are met.
pub fn page_rank(graph: &Projection<'_>, how: PageRank, bounds: &Bounds) -> Result<Vec<f64>, Fault> {
    let count = graph.len();
    if count == 0 {
        return Ok(Vec::new());
    }
    let _room = room(graph, NODE, 0, bounds)?;
    let even = 1.0 / count as f64;
    let totals: Vec<f64> =
        bounds.collect((0..count).map(|node| graph.hops(node).iter().map(|hop| hop.weight).sum()))?;
    let mut ranks = vec![even; count];
    for _ in 0..how.iterations {
        let stranded: f64 = (0..count).filter(|node| totals[*node] <= 0.0).map(|node| ranks[node]).sum();
        let mut next = vec![how.damping * stranded * even + (1.0 - how.damping) * even; count];
        for node in (0..count).filter(|node| totals[*node] > 0.0) {
            bounds.check()?;
            for hop in graph.hops(node) {
                next[hop.to] += how.damping * ranks[node] * hop.weight / totals[node];
            }
        }
        let change: f64 = ranks.iter().zip(&next).map(|(old, new)| (new - old).abs()).sum();
        ranks = next;
        if change < how.tolerance * count as f64 {
            break;
        }
    }
    Ok(ranks)
}
