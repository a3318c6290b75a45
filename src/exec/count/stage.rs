//! A variable of a circle, ready to be enumerated: where its candidates come from, and what closes the circles.

use super::block::Block;
use super::sum::Sum;
use super::way::{NONE, Way};
use crate::graph::{Entry, Lists, Pairs};
use crate::plan::count::Test;
use crate::value::NodeId;
use std::ops::Range;

/// A variable of a circle.
#[derive(Debug)]
pub(super) struct Stage<'g> {
    pub(super) sum: Sum<'g>,
    /// What one of the variables that change places is asked for, in the place of this one.
    pub(super) odd: Option<Sum<'g>>,
    pub(super) from: Option<From<'g>>,
    pub(super) closings: Vec<Close<'g>>,
    pub(super) unequal: Vec<usize>,
    /// The level whose node must have a smaller id.
    pub(super) above: Option<usize>,
    /// The levels before that are asked for after this one.
    pub(super) carried: Vec<usize>,
}

/// Where candidates come from.
#[derive(Debug)]
pub(super) struct From<'g> {
    pub(super) level: usize,
    pub(super) way: Way<'g>,
    /// A neighbor is taken once, however often it is met.
    pub(super) once: bool,
    /// No node stands twice in a list.
    pub(super) simple: bool,
}

/// What closes a circle.
#[derive(Debug)]
pub(super) struct Close<'g> {
    pub(super) level: usize,
    pub(super) way: Way<'g>,
    /// The way leads from this level to the other one.
    pub(super) turned: bool,
    pub(super) test: Test,
    /// The set of marks to look at; without one, and without pairs, the lists are searched.
    pub(super) marks: Option<Marks>,
    pub(super) pairs: Option<PairTest<'g>>,
    /// No node stands twice in a list.
    pub(super) simple: bool,
}

/// The pairs to look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct PairTest<'g> {
    pub(super) pairs: &'g Pairs,
    /// The other level's node is the end.
    pub(super) turned: bool,
}

impl PairTest<'_> {
    #[inline]
    pub(super) fn has(self, other: NodeId, node: NodeId) -> bool {
        if self.turned { self.pairs.has(node, other) } else { self.pairs.has(other, node) }
    }

    /// Replaces each node by none unless it is related, or unrelated, to the other one of its row.
    pub(super) fn keep(self, others: &[NodeId], nodes: &mut [NodeId], related: bool) {
        let pair = |other: NodeId, node: NodeId| if self.turned { (node, other) } else { (other, node) };
        // The processor waits for the entries of many rows at once, since the first loop has no branch.
        let entries: Vec<Entry> =
            others.iter().zip(&*nodes).map(|(other, node)| self.pairs.entry(pair(*other, *node))).collect();
        for ((other, node), entry) in others.iter().zip(nodes).zip(entries) {
            if self.pairs.has_entry(pair(*other, *node), entry) != related {
                *node = NONE;
            }
        }
    }
}

/// A set of marks, and the ids that it may have to take.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    pub(super) place: usize,
    pub(super) ids: Range<u32>,
}

impl<'g> Stage<'g> {
    /// Whether a candidate is compared with the node of a level.
    pub(super) fn asks(&self, level: usize) -> bool {
        let closed = self.closings.iter().any(|close| close.level == level);
        closed || self.unequal.contains(&level) || self.above == Some(level)
    }

    /// Neighbors without those that come too early.
    #[inline]
    pub(super) fn late<'n>(&self, nodes: &'n [NodeId], block: &Block, row: usize) -> &'n [NodeId] {
        match self.above {
            Some(level) => {
                let bound = block.columns[level][row];
                &nodes[nodes.partition_point(|node| *node <= bound)..]
            }
            None => nodes,
        }
    }

    /// The marks at which a candidate is looked at first.
    #[inline]
    pub(super) fn first_marks(&self) -> Option<usize> {
        match self.closings.as_slice() {
            [Close { marks: Some(marks), test: Test::Rows | Test::Some, .. }, ..] => Some(marks.place),
            _ => None,
        }
    }

    /// The marks, where nothing else is asked of a candidate.
    #[inline]
    pub(super) fn only_marks(&self) -> Option<usize> {
        self.first_marks().filter(|_| self.closings.len() == 1 && self.unequal.is_empty())
    }

    /// Where candidates are what two lists have in common: the level of the other list's node, and the lists of such.
    #[inline]
    pub(super) fn common(&self) -> Option<(usize, Lists<'g>)> {
        let [close] = self.closings.as_slice() else { return None };
        let From { way: Way::Spread(one), once: false, simple: true, .. } = self.from.as_ref()? else { return None };
        let Close { way: Way::Spread(other), turned: false, simple: true, marks: None, pairs: None, .. } = close else {
            return None;
        };
        let plain = matches!(close.test, Test::Rows | Test::Some) && self.unequal.is_empty() && one.len() == 1;
        other.first().filter(|_| plain && other.len() == 1).map(|other| (close.level, *other))
    }
}

impl Close<'_> {
    /// How many relationships lead from one node to another.
    #[inline]
    pub(super) fn count(&self, from: NodeId, to: NodeId) -> u64 {
        match &self.way {
            Way::Follow(steps) => {
                let end = steps.iter().fold(from, |node, step| if node == NONE { NONE } else { step.of(node) });
                u64::from(end == to)
            }
            Way::Spread(lists) => lists.iter().map(|list| occurrences(list.of(from), to)).sum(),
        }
    }
}

/// How often a node stands in a sorted list.
#[inline]
fn occurrences(nodes: &[NodeId], node: NodeId) -> u64 {
    let start = nodes.partition_point(|each| *each < node);
    nodes[start..].iter().take_while(|each| **each == node).count() as u64
}
