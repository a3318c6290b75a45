//! k-cores.

use super::super::Projection;
use super::room;
use crate::value::{Bounds, Fault};

/// The bytes for a node: its degree, its place, who stands there, and for each degree where it begins.
const NODE: usize = 5 * size_of::<usize>();

/// For each node the largest k such that it lies in a part of the graph where every node has k neighbors. Directions,
/// loops and parallel relationships do not count, so the projection must be undirected. O(nodes + relationships).
///
/// Source: Batagelj and Zaveršnik, "An O(m) algorithm for cores decomposition of networks", 2003.
///
/// # Errors
/// When the bounds are met.
pub fn core_numbers(graph: &Projection<'_>, bounds: &Bounds) -> Result<Vec<usize>, Fault> {
    let _room = room(graph, NODE, 0, bounds)?;
    let count = graph.len();
    let mut degrees = bounds.collect((0..count).map(|node| graph.neighbors(node).count()))?;
    // Nodes by degree, with the place of each and where each degree begins.
    let most = degrees.iter().copied().max().unwrap_or(0);
    let mut starts = vec![0; most + 2];
    degrees.iter().for_each(|degree| starts[degree + 1] += 1);
    (1..starts.len()).for_each(|degree| starts[degree] += starts[degree - 1]);
    let mut next = starts.clone();
    let (mut order, mut places) = (vec![0; count], vec![0; count]);
    for node in 0..count {
        places[node] = next[degrees[node]];
        order[places[node]] = node;
        next[degrees[node]] += 1;
    }
    for at in 0..count {
        bounds.check()?;
        let node = order[at];
        for neighbor in graph.neighbors(node) {
            let degree = degrees[neighbor];
            if degree <= degrees[node] {
                continue;
            }
            // The neighbor moves to the front of its degree, and then belongs to the one below.
            let (place, front) = (places[neighbor], starts[degree].max(at + 1));
            let other = order[front];
            order.swap(place, front);
            (places[neighbor], places[other]) = (front, place);
            starts[degree] = front + 1;
            degrees[neighbor] -= 1;
        }
    }
    Ok(degrees)
}
