//! Rows by columns.

use super::way::NONE;
use crate::value::NodeId;
use std::ops::Range;

/// So many rows are dealt with at once: few enough to stay in the nearest cache, enough that the processor waits for many
/// of them at the same time.
pub(super) const ROWS: usize = 1024;

/// A block is made shorter on the way when one row in so many is without a node.
const MANY: usize = 4;

/// What is bound so far, for many rows at once.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The nodes by level; empty for a level that nobody asks for any more.
    pub(super) columns: Vec<Vec<NodeId>>,
    /// How often each row counts.
    pub(super) times: Vec<u64>,
    /// How often it counts with one of its nodes in the place of the odd variable; empty when there is none.
    pub(super) odd: Vec<u64>,
}

impl Block {
    pub(super) fn new(levels: usize) -> Self {
        Self { columns: vec![Vec::new(); levels], ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    pub(super) fn clear(&mut self) {
        self.columns.iter_mut().for_each(Vec::clear);
        self.times.clear();
        self.odd.clear();
    }

    /// Adds a row for each of these nodes at a level, to what a row of another block has bound at the levels carried on.
    #[inline]
    pub(super) fn extend(
        &mut self,
        from: &Self,
        row: usize,
        carried: &[usize],
        at: usize,
        nodes: &[NodeId],
        times: u64,
    ) {
        let all = self.len() + nodes.len();
        for level in carried {
            self.columns[*level].resize(all, from.columns[*level][row]);
        }
        self.columns[at].extend_from_slice(nodes);
        self.times.resize(all, from.times[row].saturating_mul(times));
        if let Some(odd) = from.odd.get(row) {
            self.odd.resize(all, odd.saturating_mul(times));
        }
    }

    /// Clears the columns that nobody asks for.
    pub(super) fn forget(&mut self, asked: impl Fn(usize) -> bool) {
        self.columns.iter_mut().enumerate().filter(|(level, _)| !asked(*level)).for_each(|(_, column)| column.clear());
    }

    /// Drops the rows without a node at a level: all of them, or only if it makes the block much shorter.
    pub(super) fn drop_missing(&mut self, level: usize, all: bool) {
        let nodes = &self.columns[level];
        let missing = nodes.iter().filter(|node| **node == NONE).count();
        if missing == 0 || !all && missing < nodes.len() / MANY {
            return;
        }
        let kept = rows_where(nodes.iter().map(|node| *node != NONE));
        self.keep(0, &kept);
    }

    /// Keeps the rows that count, which `times` says, or `odd`.
    pub(super) fn drop_zeros(&mut self) {
        let counts = |row: usize| self.times[row] > 0 || self.odd.get(row).is_some_and(|odd| *odd > 0);
        let Some(first) = (0..self.len()).find(|row| !counts(*row)) else { return };
        let kept = match self.odd.is_empty() {
            true => rows_where(self.times[first..].iter().map(|times| *times > 0)),
            false => rows_where((first..self.len()).map(counts)),
        };
        self.keep(first, &kept);
    }

    /// Keeps the first so many rows, and then those at these places behind them.
    fn keep(&mut self, first: usize, kept: &[u32]) {
        for column in self.columns.iter_mut().filter(|column| !column.is_empty()) {
            pick(column, first, kept);
        }
        pick(&mut self.times, first, kept);
        if !self.odd.is_empty() {
            pick(&mut self.odd, first, kept);
        }
    }
}

/// The places of what is true, found without a branch, which could not be foretold.
pub(super) fn rows_where(rows: impl ExactSizeIterator<Item = bool>) -> Vec<u32> {
    let mut kept = vec![0; rows.len()];
    let mut count = 0;
    for (row, holds) in rows.enumerate() {
        kept[count] = row as u32;
        count += usize::from(holds);
    }
    kept.truncate(count);
    kept
}

/// The ids of nodes, where each is one more than the one before.
pub(super) fn in_a_row(nodes: &[NodeId]) -> Option<Range<u32>> {
    let (first, last) = (nodes.first()?.0, nodes.last()?.0);
    if last.wrapping_sub(first) as usize + 1 != nodes.len() {
        return None;
    }
    // Most often it is so, and without a way out many are looked at together.
    let follows = (first..).zip(nodes).fold(true, |follows, (id, node)| follows & (id == node.0));
    follows.then(|| first..last + 1)
}

/// Keeps the first so many, and then those at these places behind them.
fn pick<T: Copy>(column: &mut Vec<T>, first: usize, kept: &[u32]) {
    for (to, from) in (first..).zip(kept) {
        column[to] = column[first + *from as usize];
    }
    column.truncate(first + kept.len());
}
