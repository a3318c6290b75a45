//! Connected components.

use super::super::Projection;
use super::number;
use crate::value::{Bounds, Fault};
use petgraph::algo::kosaraju_scc;
use petgraph::unionfind::UnionFind;

/// For each node the number of its weakly connected component, numbered from 1 in the order of the nodes. By union-find
/// in O(nodes + relationships), nearly.
///
/// # Errors
/// When it is interrupted.
pub fn weak_components(graph: &Projection, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
    let mut sets = UnionFind::new(graph.len());
    for node in 0..graph.len() {
        bounds.check()?;
        for hop in graph.hops(node) {
            sets.union(node, hop.to);
        }
    }
    Ok(number(&sets.into_labeling()))
}

/// For each node the number of its strongly connected component, numbered from 1 in the order of the nodes. By Kosaraju's
/// algorithm in O(nodes + relationships); petgraph's version of Tarjan's recurses, which a long chain would not survive.
///
/// # Errors
/// When it is interrupted.
pub fn strong_components(graph: &Projection, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
    let mut groups = vec![0; graph.len()];
    for (group, nodes) in kosaraju_scc(graph).into_iter().enumerate() {
        for node in nodes {
            groups[node] = group;
        }
    }
    bounds.check()?;
    Ok(number(&groups))
}
