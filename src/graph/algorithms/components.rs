//! Connected components.

use super::super::Projection;
use super::{number, room};
use crate::value::{Bounds, Fault};
use petgraph::algo::kosaraju_scc;
use petgraph::unionfind::UnionFind;

/// The bytes of the sets for a node, and of the numbers of sets and of components.
const WEAK: usize = 40;

/// The bytes for a node: when it was left, its component, which may be a list of its own, and the numbers of components.
const STRONG: usize = 128;

/// The bytes for a hop that waits to be followed, in a list that grows.
const HOP: usize = 2 * size_of::<usize>();

/// For each node the number of its weakly connected component, numbered from 1 in the order of the nodes. By union-find
/// in O(nodes + relationships), nearly.
///
/// # Errors
/// When the bounds are met.
pub fn weak_components(graph: &Projection<'_>, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
    let _room = room(graph, WEAK, 0, bounds)?;
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
/// When the bounds are met.
pub fn strong_components(graph: &Projection<'_>, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
    let _room = room(graph, STRONG, HOP, bounds)?;
    let mut groups = vec![0; graph.len()];
    for (group, nodes) in kosaraju_scc(graph).into_iter().enumerate() {
        for node in nodes {
            groups[node] = group;
        }
    }
    bounds.check()?;
    Ok(number(&groups))
}
