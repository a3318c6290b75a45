//! The nodes on the shortest walks between two nodes, found from both ends.
//!
//! Breadth-first search goes on from whichever end has the fewer nodes in its outermost layer, until the layers meet. From
//! where they met the ways back to both ends are followed; what lies on them is the corridor, in which a search for the
//! shortest paths finds the same ones in the same order as it would in the whole graph.

use super::held::Held;
use super::{Frame, Result, Run, without_place};
use crate::graph::KeyId;
use crate::plan::Walk;
use crate::value::{Bounds, Counted, NodeId, Value};
use rustc_hash::FxHashMap;

/// The nodes on the shortest walks, each with the number of relationships before it.
pub(super) struct Corridor<'b> {
    layers: FxHashMap<NodeId, u64>,
    _held: Held<'b>,
}

/// The bytes of a node in a table that is filled by half at least.
const PLACE: u64 = 2 * size_of::<(NodeId, u64)>() as u64;

impl Corridor<'_> {
    /// Whether a node is reached by a shortest walk after so many relationships.
    pub(super) fn has(&self, node: NodeId, layer: u64) -> bool {
        self.layers.get(&node) == Some(&layer)
    }
}

/// What one end has reached.
struct Side<'b> {
    /// Seen from this end.
    walk: Walk,
    /// For each node the number of its layer, from one on; zero for a node that is not reached.
    depths: Counted<'b, u32>,
    layers: Vec<Vec<NodeId>>,
}

impl<'b> Side<'b> {
    fn new(walk: Walk, end: u32, start: NodeId, bounds: &'b Bounds) -> Result<Self> {
        let mut depths = bounds.table(0, end as usize).map_err(without_place)?;
        depths[start.0 as usize] = 1;
        Ok(Self { walk, depths, layers: vec![vec![start]] })
    }

    fn outermost(&self) -> &[NodeId] {
        self.layers.last().map_or(&[], Vec::as_slice)
    }
}

impl<'a> Run<'a> {
    /// The corridor between two different nodes; none when no walk that is short enough joins them.
    pub(super) fn corridor(
        &self,
        walk: &Walk,
        from: NodeId,
        to: NodeId,
        frame: &mut Frame,
    ) -> Result<Option<Corridor<'a>>> {
        let wanted = self.wanted_properties(walk, frame)?;
        let back = Walk { arrow: walk.arrow.flip(), ..walk.clone() };
        let (end, held) = (self.view.node_end(), self.hold());
        let side = |walk, start| Side::new(walk, end, start, self.input.bounds);
        let (mut ahead, mut behind) = (side(walk.clone(), from)?, side(back, to)?);
        loop {
            let length = (ahead.layers.len() + behind.layers.len() - 1) as u64;
            if walk.length.max.is_some_and(|max| length > max) {
                return Ok(None);
            }
            let from_start = ahead.outermost().len() <= behind.outermost().len();
            let (side, other) = if from_start { (&mut ahead, &behind) } else { (&mut behind, &ahead) };
            self.grow(side, &wanted, frame)?;
            held.bytes(size_of_val(side.outermost()) as u64)?;
            if side.outermost().is_empty() {
                return Ok(None);
            }
            let met: Vec<NodeId> =
                side.outermost().iter().copied().filter(|node| other.depths[node.0 as usize] > 0).collect();
            if !met.is_empty() {
                // A node that both sides have reached gets the same layer from both.
                let mut layers = self.trace(&ahead, &behind.walk, &met, &wanted, frame)?;
                let rest = self.trace(&behind, &ahead.walk, &met, &wanted, frame)?;
                layers.values_mut().for_each(|depth| *depth -= 1);
                layers.extend(rest.into_iter().map(|(node, depth)| (node, length + 1 - depth)));
                held.bytes(layers.len() as u64 * PLACE)?;
                return Ok(Some(Corridor { layers, _held: held }));
            }
        }
    }

    /// Adds a layer.
    fn grow(&self, side: &mut Side<'_>, wanted: &[(KeyId, Value)], frame: &mut Frame) -> Result<()> {
        let layer = side.layers.len() as u32 + 1;
        let mut next = Vec::new();
        let Side { walk, depths, layers } = side;
        for node in layers.last().into_iter().flatten() {
            self.neighbors(walk, *node, wanted, frame, &mut |nodes| {
                for to in nodes {
                    let depth = &mut depths[to.0 as usize];
                    if *depth == 0 {
                        *depth = layer;
                        next.push(*to);
                    }
                }
            })?;
        }
        layers.push(next);
        Ok(())
    }

    /// The nodes on the ways from where the sides met back to where one began, each with its depth there.
    fn trace(
        &self,
        side: &Side<'_>,
        back: &Walk,
        met: &[NodeId],
        wanted: &[(KeyId, Value)],
        frame: &mut Frame,
    ) -> Result<FxHashMap<NodeId, u64>> {
        let depth_of = |node: NodeId| u64::from(side.depths[node.0 as usize]);
        let mut found: FxHashMap<NodeId, u64> = met.iter().map(|node| (*node, depth_of(*node))).collect();
        let mut todo = met.to_vec();
        while let Some(node) = todo.pop() {
            let depth = depth_of(node);
            if depth == 1 {
                continue;
            }
            self.neighbors(back, node, wanted, frame, &mut |nodes| {
                for before in nodes {
                    if depth_of(*before) == depth - 1 && found.insert(*before, depth - 1).is_none() {
                        todo.push(*before);
                    }
                }
            })?;
        }
        Ok(found)
    }

    /// The nodes at the other ends of a node's relationships that a walk may take, run by run.
    pub(super) fn neighbors(
        &self,
        walk: &Walk,
        node: NodeId,
        wanted: &[(KeyId, Value)],
        frame: &mut Frame,
        visit: &mut dyn FnMut(&[NodeId]),
    ) -> Result<()> {
        self.check_stop()?;
        if !wanted.is_empty() || walk.step.is_some() || walk.types.is_empty() {
            let hops = self.next_hops(walk, node, wanted, frame)?;
            visit(&hops.into_iter().rev().map(|(_, to)| to).collect::<Vec<NodeId>>());
            return Ok(());
        }
        let directions = walk.arrow.directions();
        for direction in directions {
            for kind in &walk.types {
                let nodes = self.view.lists(*kind, *direction).of(node);
                self.count_work(nodes.len());
                visit(nodes);
            }
        }
        Ok(())
    }
}
