//! Rows by columns.

use crate::value::NodeId;

/// So many rows are dealt with at once: few enough to stay in the nearest cache, enough that the processor waits for many
/// of them at the same time.
pub(super) const ROWS: usize = 1024;

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

    /// Keeps the rows that count, which `times` says, or `odd`.
    pub(super) fn drop_zeros(&mut self) {
        let counts = |row: usize| self.times[row] > 0 || self.odd.get(row).is_some_and(|odd| *odd > 0);
        let Some(first) = (0..self.len()).find(|row| !counts(*row)) else { return };
        let kept: Vec<u32> = (first..self.len()).filter(|row| counts(*row)).map(|row| row as u32).collect();
        for column in self.columns.iter_mut().filter(|column| !column.is_empty()) {
            pick(column, first, &kept);
        }
        pick(&mut self.times, first, &kept);
        if !self.odd.is_empty() {
            pick(&mut self.odd, first, &kept);
        }
    }
}

/// Keeps the first so many, and then these.
fn pick<T: Copy>(column: &mut Vec<T>, first: usize, kept: &[u32]) {
    for (to, from) in (first..).zip(kept) {
        column[to] = column[*from as usize];
    }
    column.truncate(first + kept.len());
}
