//! The ways from nodes to their neighbors.

use super::bits::Bits;
use super::block::in_a_row;
use super::sum::Member;
use crate::graph::{AdjacencyRows, Lists, View};
use crate::plan::count::{Hop, Step};
use crate::value::{Bounds, NodeId};
use std::ops::Range;

/// No node.
pub(super) const NONE: NodeId = NodeId(u32::MAX);

/// How a hop is made.
#[derive(Debug)]
pub(super) enum Way<'g> {
    /// To at most one neighbor, step by step.
    Follow(Vec<Follow<'g>>),
    /// To all that are in these lists.
    Spread(Vec<Lists<'g>>),
}

impl<'g> Way<'g> {
    pub(super) fn new(view: View<'g>, hop: &Hop, bounds: &'g Bounds) -> Self {
        if hop.single {
            let steps = hop.steps.iter().map(|step| {
                let list = lists(view, step, hop.later).into_iter().next();
                let tests = step.labels.iter().map(|label| Member::of_label(view, *label, bounds));
                Follow::new(One::new(list.expect("a step to one neighbor has one type and direction")), tests)
            });
            return Self::Follow(steps.collect());
        }
        Self::Spread(hop.steps.iter().flat_map(|step| lists(view, step, hop.later)).collect())
    }
}

fn lists<'g>(view: View<'g>, step: &Step, later: bool) -> Vec<Lists<'g>> {
    if later {
        return step.types.iter().map(|kind| view.later(*kind)).collect();
    }
    let directions = step.arrow.directions();
    let pairs = step.types.iter().flat_map(|kind| directions.iter().map(|direction| (*kind, *direction)));
    pairs.map(|(kind, direction)| view.lists(kind, direction)).collect()
}

/// A step to the one neighbor.
#[derive(Debug)]
pub(super) struct Follow<'g> {
    one: One<'g>,
    /// The neighbor has one of these ids.
    range: Range<u32>,
    /// It is in all of these sets too.
    sets: Vec<Bits<'g>>,
}

impl<'g> Follow<'g> {
    fn new(one: One<'g>, tests: impl Iterator<Item = Member<'g>>) -> Self {
        let (mut range, mut sets) = (0..u32::MAX, Vec::new());
        for test in tests {
            match test {
                Member::Range(ids) => range = range.start.max(ids.start)..range.end.min(ids.end),
                Member::Set(bits) => sets.push(bits),
            }
        }
        Self { one, range, sets }
    }

    /// The neighbor, or [`NONE`].
    #[inline]
    pub(super) fn of(&self, node: NodeId) -> NodeId {
        let next = self.one.of(node);
        let fits = self.range.contains(&next.0);
        if fits && self.sets.iter().all(|set| set.has(next)) { next } else { NONE }
    }

    /// Replaces each node by its neighbor.
    pub(super) fn all(&self, nodes: &mut [NodeId]) {
        match self.one {
            One::Each(first, ends) if !ends.is_empty() => {
                let (Range { start, end }, last) = (self.range.clone(), ends.len() - 1);
                // The loops are without branches, so that the processor waits for many nodes at once.
                let ids = in_a_row(nodes).and_then(|ids| Some(ids.start.checked_sub(first)?..ids.end - first));
                if let Some(ends) = ids.and_then(|ids| ends.get(ids.start as usize..ids.end as usize)) {
                    for (node, next) in nodes.iter_mut().zip(ends) {
                        let fits = (start <= next.0) & (next.0 < end);
                        *node = if fits { *next } else { NONE };
                    }
                } else {
                    for node in &mut *nodes {
                        let at = node.0.wrapping_sub(first) as usize;
                        let next = ends[at.min(last)];
                        let fits = (at <= last) & (start <= next.0) & (next.0 < end);
                        *node = if fits { next } else { NONE };
                    }
                }
                for set in &self.sets {
                    nodes.iter_mut().filter(|node| !set.has(**node)).for_each(|node| *node = NONE);
                }
            }
            _ => nodes.iter_mut().for_each(|node| *node = self.of(*node)),
        }
    }
}

/// Where the one neighbor of a node is found.
#[derive(Clone, Copy, Debug)]
enum One<'g> {
    /// Each node of a range of ids has its one.
    Each(u32, &'g [NodeId]),
    /// The first of a row, if there is one.
    Rows(AdjacencyRows<'g>),
    /// The first of a list, if there is one.
    Lists(Lists<'g>),
}

#[inline]
fn each(first: u32, ends: &[NodeId], node: NodeId) -> NodeId {
    ends.get(node.0.wrapping_sub(first) as usize).copied().unwrap_or(NONE)
}

impl<'g> One<'g> {
    fn new(lists: Lists<'g>) -> Self {
        match (lists.singles(), lists.rows()) {
            (Some((first, ends)), _) => Self::Each(first, ends),
            (None, Some(rows)) => Self::Rows(rows),
            (None, None) => Self::Lists(lists),
        }
    }

    #[inline]
    fn of(self, node: NodeId) -> NodeId {
        match self {
            Self::Each(first, ends) => each(first, ends, node),
            Self::Rows(rows) => rows.of(node).first().copied().unwrap_or(NONE),
            Self::Lists(lists) => lists.of(node).first().copied().unwrap_or(NONE),
        }
    }
}
