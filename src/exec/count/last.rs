//! The last variable of a circle, whose nodes are counted without being bound.

use super::bits::Bits;
use super::block::Block;
use super::search::{LOOK, Marked, Search, State, touch};
use super::stage::Stage;
use super::sum::{Sum, Table};
use super::way::Way;
use crate::graph::Lists;
use crate::value::NodeId;

/// To compare so many pairs of nodes takes less than to mark and unmark some.
const FEW: usize = 16;

/// How often nodes count, usually and in the place of the odd variable.
type Sums = (u64, u64);

/// A last variable: each of its nodes counts as often as a table says.
pub(super) struct Last<'s, 'g> {
    at: usize,
    stage: &'s Stage<'g>,
    /// Without one, each node counts once.
    usual: Option<&'s Table<'g>>,
    /// The numbers in the place of the odd variable; without them, this level never takes that.
    odd: Option<&'s Table<'g>>,
}

impl Last<'_, '_> {
    /// How often nodes count together; there are so many of them.
    #[inline]
    fn of<'n>(&self, nodes: impl Iterator<Item = &'n NodeId>, count: usize) -> Sums {
        if self.is_plain() {
            return (count as u64, 0);
        }
        nodes.fold((0, 0), |(usual, odd), node| {
            let here = self.usual.map_or(1, |table| table.at(*node));
            let there = self.odd.map_or(0, |table| table.at(*node));
            (usual.saturating_add(here), odd.saturating_add(there))
        })
    }

    /// The same for those that are marked.
    #[inline]
    fn marked(&self, bits: &Bits<'_>, nodes: &[NodeId]) -> Sums {
        if self.is_plain() {
            return (bits.count(nodes), 0);
        }
        self.of(bits.those(nodes), nodes.len())
    }

    /// The same for those that are among a few others.
    #[inline]
    fn among(&self, others: &[NodeId], nodes: &[NodeId]) -> Sums {
        // Without a branch, which could not be foretold.
        let found = |node: &&NodeId| others.iter().fold(false, |found, other| found | (other == *node));
        if self.is_plain() {
            return (nodes.iter().filter(found).count() as u64, 0);
        }
        self.of(nodes.iter().filter(found), nodes.len())
    }

    fn is_plain(&self) -> bool {
        self.usual.is_none() && self.odd.is_none()
    }
}

impl<'a, 'g> Search<'a, 'g> {
    /// A level as the last one; none when its nodes have to be bound, or what hangs on them is not known beforehand.
    pub(super) fn last(&self, at: usize) -> Option<Last<'a, 'g>> {
        let stage = &self.stages[at];
        let free = at + 1 == self.stages.len() && !self.groups.contains(&at);
        let ready = |sum: &Sum<'g>| sum.table.is_some() || sum.is_bare();
        if !free || !ready(&stage.sum) || stage.odd.as_ref().is_some_and(|odd| odd.table.is_none()) {
            return None;
        }
        let odd = stage.odd.as_ref().and_then(|odd| odd.table.as_ref());
        Some(Last { at, stage, usual: stage.sum.table.as_ref(), odd })
    }

    /// Counts the neighbors of a block's rows.
    pub(super) fn spread_last(&self, last: &Last<'_, 'g>, lists: &[Lists<'g>], block: &Block, state: &mut State<'_>) {
        let mut all = 0u64;
        for first in (0..block.len()).step_by(LOOK) {
            if self.stopped() {
                return;
            }
            let mut sums = [(0, 0); LOOK];
            let rows = block.len().min(first + LOOK) - first;
            self.sums(last, lists, block, first, &mut sums[..rows], state);
            for (row, (usual, odd)) in (first..).zip(&sums[..rows]) {
                let count = match block.odd.get(row) {
                    Some(before) => before.saturating_mul(*usual).saturating_add(block.times[row].saturating_mul(*odd)),
                    None => block.times[row].saturating_mul(*usual),
                };
                if self.groups.is_empty() {
                    all = all.saturating_add(count);
                } else if count > 0 {
                    self.add(block, row, count, &mut state.tally);
                }
            }
        }
        if self.groups.is_empty() {
            state.tally.add(&[], i128::from(all.saturating_mul(self.orders)));
        }
    }

    /// How often the neighbors of the rows from the first on count.
    fn sums(
        &self,
        last: &Last<'_, 'g>,
        lists: &[Lists<'g>],
        block: &Block,
        first: usize,
        sums: &mut [Sums],
        state: &mut State<'_>,
    ) {
        let stage = last.stage;
        let marks = stage.only_marks();
        let plain = stage.unequal.is_empty() && !stage.from.as_ref().is_some_and(|from| from.once);
        if !plain || marks.is_none() && !stage.closings.is_empty() {
            self.fetch(stage, lists, block, first);
            for (row, sum) in (first..).zip(sums) {
                self.candidates(last.at, lists, block, row, state, &mut |_, nodes, met| {
                    add(sum, last.of(nodes.iter(), nodes.len()), met);
                });
            }
            return;
        }
        let from = stage.from.as_ref().map_or(0, |from| from.level);
        for list in lists {
            // The processor waits for the lists of all rows at once, since nothing is done with them yet.
            let mut found: [&[NodeId]; LOOK] = [&[]; LOOK];
            for (nodes, node) in found.iter_mut().zip(&block.columns[from][first..]) {
                *nodes = list.of(*node);
            }
            touch(found.iter().copied());
            for (row, (sum, nodes)) in (first..).zip(sums.iter_mut().zip(found)) {
                let nodes = stage.late(nodes, block, row);
                let found = match marks {
                    None => last.of(nodes.iter(), nodes.len()),
                    Some(marks) => match few(stage, block, row, nodes, &state.marks[marks]) {
                        Some(others) => last.among(others, nodes),
                        None => {
                            self.mark(stage, block, row, state);
                            last.marked(&state.marks[marks].bits, nodes)
                        }
                    },
                };
                add(sum, found, 1);
            }
        }
    }
}

/// What the only closing of a level looks for, where to compare each with each takes less than to mark them.
#[inline]
fn few<'g>(
    stage: &Stage<'g>,
    block: &Block,
    row: usize,
    nodes: &[NodeId],
    marked: &Marked<'_>,
) -> Option<&'g [NodeId]> {
    let close = &stage.closings[0];
    let node = block.columns[close.level][row];
    match &close.way {
        Way::Spread(lists) if close.simple && lists.len() == 1 && marked.owner != Some(node) => {
            let others = lists[0].of(node);
            (nodes.len().saturating_mul(others.len()) <= FEW).then_some(others)
        }
        _ => None,
    }
}

fn add(sums: &mut Sums, (usual, odd): Sums, met: u64) {
    sums.0 = sums.0.saturating_add(usual.saturating_mul(met));
    sums.1 = sums.1.saturating_add(odd.saturating_mul(met));
}
