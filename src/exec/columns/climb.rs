//! Steps from a node to many: to all of a label, and along walks in a forest.

use super::block::{Block, ROWS};
use super::expand::Found;
use super::pipe::{Out, Pipe, nodes};
use crate::exec::{Result, without_place};
use crate::graph::{Direction, Lists};
use crate::plan::{NodeTest, Scan, Walk};
use crate::value::{Fault, FaultKind, NodeId};
use std::borrow::Cow;

impl Pipe<'_, '_, '_> {
    /// Every row with every node that fits.
    pub(super) fn scan(
        &mut self,
        at: usize,
        node: &NodeTest,
        scan: &Scan,
        block: &Block,
        out: &mut Out<'_>,
    ) -> Result<()> {
        let ids: Cow<'_, [NodeId]> = match scan {
            Scan::Label(label) => self.run.view.nodes_with(*label).into(),
            _ => self.run.view.nodes().collect(),
        };
        let mut found = Found::default();
        for row in 0..block.len {
            for some in ids.chunks(ROWS) {
                found.rows.resize(found.rows.len() + some.len(), row as u32);
                found.nodes.extend_from_slice(some);
                if found.rows.len() >= ROWS {
                    self.found(at, (node, node.slot), block, &mut found, out)?;
                }
            }
        }
        self.found(at, (node, node.slot), block, &mut found, out)
    }

    /// Whether a walk only has to be followed to its nodes, each of which it can reach in one way: they have at most one
    /// neighbor by its type, one way or the other.
    pub(super) fn is_forest(&self, at: usize, walk: &Walk) -> bool {
        let ([kind], [_]) = (walk.types.as_slice(), walk.arrow.directions()) else { return false };
        let plain = walk.properties.is_empty() && walk.step.is_none() && walk.distinct.is_empty() && !walk.to.bound;
        let view = self.run.view;
        let single = |direction| u64::from(view.related(*kind, direction)) == view.rel_count(Some(*kind));
        plain && !self.stages[at].needs.has(walk.rels) && (single(Direction::Out) || single(Direction::In))
    }

    /// Follows the walks of a forest from the nodes of a block, depth first.
    pub(super) fn climb(&mut self, at: usize, walk: &Walk, block: Block, out: &mut Out<'_>) -> Result<()> {
        let block = self.bound(walk.from, block, None)?;
        let ([kind], [way], Some(from)) = (walk.types.as_slice(), walk.arrow.directions(), nodes(&block, walk.from))
        else {
            return Ok(());
        };
        let (lists, mut found) = (self.run.view.lists(*kind, *way), Found::default());
        let (most, held) = (walk.length.max.unwrap_or(u64::MAX), self.run.hold());
        let mut open: Vec<(NodeId, u64)> = Vec::new();
        for (row, start) in from.iter().enumerate() {
            let mut trail = Trail::new(*start);
            open.push((*start, 0));
            while let Some((node, depth)) = open.pop() {
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

/// What tells whether a walk has come into a circle, where it must not take a relationship twice: where nodes have one
/// neighbor on the way, by R. P. Brent, "An Improved Monte Carlo Factorization Algorithm" (1980); and where they have one on
/// the way back, a circle leads through the beginning.
struct Trail {
    start: NodeId,
    known: NodeId,
    /// The depth at which another node will be known.
    next: u64,
}

impl Trail {
    fn new(start: NodeId) -> Self {
        Self { start, known: start, next: 2 }
    }

    /// Goes by a node.
    fn pass(&mut self, node: NodeId, depth: u64) -> Result<()> {
        if node == self.start || (node == self.known && depth > 1) {
            return Err(without_place(Fault::new(FaultKind::Type, "a walk in a circle is followed row by row")));
        }
        if depth >= self.next {
            (self.known, self.next) = (node, depth * 2);
        }
        Ok(())
    }
}
