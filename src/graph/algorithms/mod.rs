//! Graph algorithms on a [`Projection`]: petgraph's where its version has the textbook's complexity, and our own where it
//! has none or a worse one.
//!
//! Every result is in the order of the node ids and the same on every machine. What may take long asks the
//! [`Bounds`] of the statement whether to go on, and takes room there, before it begins, for the most that it may come to
//! keep.

mod betweenness;
mod communities;
mod components;
mod cores;
mod cycles;
mod order;
mod page_rank;
mod paths;

pub use betweenness::betweenness;
pub use communities::communities;
pub use components::{strong_components, weak_components};
pub use cores::core_numbers;
pub use cycles::cycles;
pub use order::topological_order;
pub use page_rank::{PageRank, page_rank};
pub use paths::{Way, distances, shortest_path};

use super::Projection;
use crate::value::{Bounds, Fault, Room};

/// Room for so many bytes for each node and for each of its hops.
fn room<'b>(graph: &Projection<'_>, node: usize, hop: usize, bounds: &'b Bounds) -> Result<Room<'b>, Fault> {
    bounds.room((graph.len() * node + graph.hop_count() * hop) as u64)
}

/// Numbers groups from 1, in the order in which they first appear.
fn number(groups: &[usize]) -> Vec<usize> {
    let mut numbers = vec![0; groups.iter().copied().max().map_or(0, |most| most + 1)];
    let mut next = 0;
    let number = |group: &usize| {
        if numbers[*group] == 0 {
            next += 1;
            numbers[*group] = next;
        }
        numbers[*group]
    };
    groups.iter().map(number).collect()
}

#[cfg(test)]
mod tests;
