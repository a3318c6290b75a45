//! Shortest walks between two known nodes: breadth first, layer by layer, in O(relationships reached).

use super::{Flow, Frame, Result, Run, Sink, get};
use crate::ir::Shortest;
use crate::plan::{Step, Walk};
use crate::value::{NodeId, RelId, Value};
use rustc_hash::FxHashMap;

/// How each node was reached: its distance, and every last hop of that distance.
type Reached = FxHashMap<NodeId, (u64, Vec<(RelId, NodeId)>)>;

impl Run<'_> {
    pub(super) fn shortest(
        &self,
        walk: &Walk,
        which: Shortest,
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let Value::Node(from) = *get(frame, walk.from) else {
            return Ok(Flow::Continue);
        };
        let Some(to) = self.known_node(&walk.to, frame)? else {
            return Ok(Flow::Continue);
        };
        if from == to {
            let zero = walk.length.min == 0;
            return if zero { self.arrive(walk, to, &[], rest, frame, sink) } else { Ok(Flow::Continue) };
        }
        let reached = self.reach(walk, from, to, frame)?;
        if !reached.contains_key(&to) {
            return Ok(Flow::Continue);
        }
        let mut back: Vec<(NodeId, usize)> = vec![(to, 0)];
        let mut taken: Vec<RelId> = Vec::new();
        // Walks the last hops back from the end, in all ways or in the first.
        while let Some((node, next)) = back.last_mut() {
            let hops = &reached[node].1;
            if *node == from {
                let way: Vec<RelId> = taken.iter().rev().copied().collect();
                if self.arrive(walk, to, &way, rest, frame, sink)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
                if which == Shortest::One {
                    break;
                }
            }
            let Some((rel, before)) = hops.get(*next).copied() else {
                back.pop();
                taken.pop();
                continue;
            };
            *next += 1;
            taken.push(rel);
            back.push((before, 0));
        }
        Ok(Flow::Continue)
    }

    /// Every node up to the distance of `to`, with all shortest ways to it.
    fn reach(&self, walk: &Walk, from: NodeId, to: NodeId, frame: &mut Frame) -> Result<Reached> {
        let wanted = self.wanted_properties(walk, frame)?;
        let most = walk.length.max.unwrap_or(u64::MAX);
        let mut reached = Reached::default();
        reached.insert(from, (0, Vec::new()));
        let mut layer = vec![from];
        let mut depth = 0;
        while !layer.is_empty() && depth < most && !reached.contains_key(&to) {
            depth += 1;
            let mut next = Vec::new();
            for node in layer {
                self.check_stop()?;
                for (rel, neighbor) in self.next_hops(walk, node, &wanted, frame)?.into_iter().rev() {
                    let entry = reached.entry(neighbor).or_insert_with(|| {
                        next.push(neighbor);
                        (depth, Vec::new())
                    });
                    if entry.0 == depth {
                        entry.1.push((rel, node));
                    }
                }
            }
            layer = next;
        }
        Ok(reached)
    }
}
