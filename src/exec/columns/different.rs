//! `count(DISTINCT …)`: values as codes, and each group with each code once.

use super::block::Column;
use super::coder::Coder;
use super::members::Members;
use crate::exec::Result;
use crate::exec::held::Held;
use crate::ir::Expr;
use rustc_hash::FxHashSet;

/// How many different values each group has.
pub(super) struct Different {
    /// The values as numbers.
    pub(super) coder: Coder,
    codes: Vec<u32>,
    /// Each group with each value.
    seen: FxHashSet<(u32, u32)>,
    pub(super) counts: Vec<i64>,
    /// How many groups were here before the first of those that are left.
    base: u32,
}

/// The bytes of a value of a group.
const SEEN: u64 = 18;

impl Different {
    pub(super) fn new(arg: &Expr) -> Self {
        let coder = Coder::new(arg, None);
        Self { coder, codes: Vec::new(), seen: FxHashSet::default(), counts: Vec::new(), base: 0 }
    }

    pub(super) fn add(&mut self, column: &Column, len: usize, members: &Members<'_>, held: &Held<'_>) -> Result<()> {
        let (before, lists) = (self.seen.len(), self.coder.lists());
        self.codes.clear();
        self.coder.codes_of(column, len, &mut self.codes);
        let null = self.coder.null();
        members.each(len, |at, group| {
            let code = self.codes[at];
            if Some(code) != null && self.seen.insert((self.base + group as u32, code)) {
                self.counts[group] += 1;
            }
        });
        held.bytes((self.seen.len() - before) as u64 * SEEN + self.coder.lists() - lists)
    }

    /// Takes in the values of groups of later rows, of which is told which they are here.
    pub(super) fn append(&mut self, later: &Self, groups: &[u32]) {
        let mut known = vec![None; later.coder.len()];
        // Whatever the order, the numbers are the same.
        let seen: Vec<(u32, u32)> = later.seen.iter().copied().collect();
        for (group, code) in &seen {
            let value = *known[*code as usize].get_or_insert_with(|| self.coder.code(later.coder.value(*code)));
            let group = groups[(group - later.base) as usize];
            if self.seen.insert((self.base + group, value)) {
                self.counts[group as usize] += 1;
            }
        }
    }

    pub(super) fn forget(&mut self, groups: usize) {
        self.counts.drain(..groups);
        self.base += groups as u32;
        self.seen.retain(|(group, _)| *group >= self.base);
    }
}
