//! Whether a walk that may go either way comes back to the node where it began, without a relationship taken twice.
//!
//! The shortest such walk is a circle. Breadth first from the node, each node is known by the neighbor by way of which it
//! was reached: a relationship between nodes of two neighbors closes a circle, and that of the nearest two the shortest
//! (Itai, Rodeh: "Finding a minimum circuit in a graph", 1978).

use super::{Result, Run};
use crate::graph::KeyId;
use crate::plan::Walk;
use crate::value::{NodeId, Value};
use rustc_hash::FxHashMap;

/// The bytes by which a node is noted.
const NOTED: u64 = 32;

/// How a node was reached.
#[derive(Clone, Copy)]
struct Reached {
    /// The neighbor of the beginning by way of which.
    branch: NodeId,
    steps: u64,
}

impl Run<'_> {
    /// Whether there is a circle through a node of at most so many steps as the walk may have. O(relationships that are so
    /// near) at worst; the first circle ends it.
    pub(super) fn returns(
        &self,
        walk: &Walk,
        start: NodeId,
        wanted: &[(KeyId, Value)],
        frame: &mut super::Frame,
    ) -> Result<bool> {
        let most = walk.length.max.unwrap_or(u64::MAX);
        let (mut reached, held) = (FxHashMap::<NodeId, Reached>::default(), self.hold());
        let (mut layer, mut twice) = (Vec::new(), false);
        self.neighbors(walk, start, wanted, frame, &mut |nodes| {
            for node in nodes {
                // A loop is a circle of one step, and two relationships with a neighbor are one of two.
                twice |= *node == start && most >= 1;
                let first = reached.insert(*node, Reached { branch: *node, steps: 1 }).is_none();
                if first { layer.push(*node) } else { twice |= most >= 2 }
            }
        })?;
        // Two neighbors that are so many steps away are joined by one more.
        let mut steps = 1;
        while !twice && !layer.is_empty() && 2 * steps < most {
            let mut next = Vec::new();
            for node in layer {
                let from = reached[&node];
                self.neighbors(walk, node, wanted, frame, &mut |nodes| {
                    for to in nodes.iter().filter(|to| **to != start) {
                        match reached.get(to) {
                            Some(other) => {
                                twice |= other.branch != from.branch && from.steps + other.steps < most;
                            }
                            None => {
                                reached.insert(*to, Reached { branch: from.branch, steps: steps + 1 });
                                next.push(*to);
                            }
                        }
                    }
                })?;
                if twice {
                    return Ok(true);
                }
            }
            held.total(NOTED * reached.len() as u64)?;
            (layer, steps) = (next, steps + 1);
        }
        Ok(twice)
    }
}
