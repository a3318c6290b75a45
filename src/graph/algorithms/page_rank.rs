//! PageRank by power iteration.

use super::super::Projection;
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

/// The rank of each node; ranks add up to 1. A node without a way out hands its rank to all. Each round takes
/// O(nodes + relationships); petgraph's version takes O(nodes²) and knows no weights.
///
/// Source: Brin and Page, "The anatomy of a large-scale hypertextual web search engine", 1998.
///
/// # Errors
/// When it is interrupted.
pub fn page_rank(graph: &Projection, how: PageRank, bounds: &Bounds) -> Result<Vec<f64>, Fault> {
    let count = graph.len();
    if count == 0 {
        return Ok(Vec::new());
    }
    let even = 1.0 / count as f64;
    let totals: Vec<f64> = (0..count).map(|node| graph.hops(node).iter().map(|hop| hop.weight).sum()).collect();
    let mut ranks = vec![even; count];
    for _ in 0..how.iterations {
        bounds.check()?;
        let stranded: f64 = (0..count).filter(|node| totals[*node] <= 0.0).map(|node| ranks[node]).sum();
        let mut next = vec![how.damping * stranded * even + (1.0 - how.damping) * even; count];
        for node in (0..count).filter(|node| totals[*node] > 0.0) {
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
