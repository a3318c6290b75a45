//! Walks in a forest, from node to node.

use super::block::{Block, ROWS};
use super::expand::Found;
use super::pipe::{Out, Pipe, nodes};
use super::unsuited;
use crate::exec::Result;
use crate::graph::{Direction, Lists};
use crate::plan::Walk;
use crate::value::NodeId;

/// Of a walk of so many relationships all nodes are compared.
const SHORT: u64 = 32;

impl Pipe<'_, '_, '_> {
    /// Whether a walk only has to be followed to its nodes, each of which it can reach in one way: they have at most one
    /// neighbor by its type, one way or the other.
    pub(super) fn is_forest(&self, at: usize, walk: &Walk) -> bool {
        let ([kind], [_]) = (walk.types.as_slice(), walk.arrow.directions()) else { return false };
        let plain = walk.properties.is_empty() && walk.step.is_none() && walk.distinct.is_empty() && !walk.to.bound;
        let view = self.run.view;
        let single = |direction| u64::from(view.related(*kind, direction)) == view.rel_count(Some(*kind));
        let short = walk.length.max.is_none_or(|max| max <= SHORT);
        let forest = if self.is_chain(walk) { short } else { single(Direction::Out) || single(Direction::In) };
        plain && !self.stages[at].needs.has(walk.rels) && forest
    }

    /// Whether each node has at most one neighbor on the way of a walk.
    fn is_chain(&self, walk: &Walk) -> bool {
        let ([kind], [way]) = (walk.types.as_slice(), walk.arrow.directions()) else { return false };
        u64::from(self.run.view.related(*kind, *way)) == self.run.view.rel_count(Some(*kind))
    }

    /// Follows the walks of a forest from the nodes of a block, depth first.
    pub(super) fn climb(&mut self, at: usize, walk: &Walk, block: Block, out: &mut Out<'_>) -> Result<()> {
        if let (Some(meter), Some(stage)) = (self.run.input.meter, self.stages.get(at)) {
            meter.add_rows(stage.known.part, block.len as u64);
        }
        let block = self.bound(walk.from, block, None)?;
        let ([kind], [way], Some(from)) = (walk.types.as_slice(), walk.arrow.directions(), nodes(&block, walk.from))
        else {
            return Ok(());
        };
        let (lists, mut found) = (self.run.view.lists(*kind, *way), Found::default());
        let (most, held) = (walk.length.max.unwrap_or(u64::MAX), self.run.hold());
        let chain = self.is_chain(walk);
        let mut open: Vec<(NodeId, u64)> = Vec::new();
        for (row, start) in from.iter().enumerate() {
            let mut trail = Trail::new(*start, chain && walk.length.max.is_some());
            open.push((*start, 0));
            while let Some((node, depth)) = open.pop() {
                self.run.check_stop()?;
                if depth > 0 {
                    trail.pass(node, depth)?;
                }
                if depth >= walk.length.min {
                    found.rows.push(row as u32);
                    found.nodes.push(node);
                }
                if depth < most {
                    push_neighbors(&lists, node, depth + 1, &mut open);
                    held.total((open.len() * size_of::<(NodeId, u64)>()) as u64)?;
                }
                if found.rows.len() >= ROWS {
                    self.found(at, (&walk.to, walk.rels), &block, &mut found, out)?;
                }
            }
        }
        self.found(at, (&walk.to, walk.rels), &block, &mut found, out)
    }
}

fn push_neighbors(lists: &Lists<'_>, node: NodeId, depth: u64, open: &mut Vec<(NodeId, u64)>) {
    open.extend(lists.of(node).iter().rev().map(|each| (*each, depth)));
}

/// What tells whether a walk has come into a circle, where it must not take a relationship twice. Where nodes have one neighbor
/// on the way back, a circle leads through the beginning. Where they have one on the way, it is found by the nodes that were
/// passed, or without a limit by R. P. Brent, "An Improved Monte Carlo Factorization Algorithm" (1980).
struct Trail {
    start: NodeId,
    /// The nodes of a short walk.
    passed: Option<Vec<NodeId>>,
    known: NodeId,
    /// The depth at which another node will be known.
    next: u64,
}

impl Trail {
    fn new(start: NodeId, short: bool) -> Self {
        Self { start, passed: short.then(Vec::new), known: start, next: 2 }
    }

    /// Goes by a node.
    fn pass(&mut self, node: NodeId, depth: u64) -> Result<()> {
        let met = match &mut self.passed {
            Some(passed) => {
                let met = passed.contains(&node);
                passed.push(node);
                met
            }
            None => node == self.known && depth > 1,
        };
        if node == self.start || met {
            return Err(unsuited());
        }
        if depth >= self.next {
            (self.known, self.next) = (node, depth * 2);
        }
        Ok(())
    }
}
