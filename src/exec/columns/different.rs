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
    seen: Seen,
    pub(super) counts: Vec<i64>,
    /// How many groups were here before the first of those that are left.
    base: u32,
}

/// Pairs of groups and codes.
enum Seen {
    /// For each group that is left a bit for each code, while these take little.
    Bits(Vec<Vec<u64>>),
    Pairs(FxHashSet<(u32, u32)>),
}

/// The bits of all groups take no more words.
const MOST_WORDS: usize = 1 << 16;

/// The bytes of a value of a group.
const SEEN: u64 = 18;

impl Different {
    pub(super) fn new(arg: &Expr) -> Self {
        let coder = Coder::new(arg, None);
        Self { coder, codes: Vec::new(), seen: Seen::Bits(Vec::new()), counts: Vec::new(), base: 0 }
    }

    pub(super) fn add(&mut self, column: &Column, len: usize, members: &Members<'_>, held: &Held<'_>) -> Result<()> {
        let lists = self.coder.lists();
        self.codes.clear();
        self.coder.codes_of(column, len, &mut self.codes);
        self.settle();
        let (null, mut new) = (self.coder.null(), 0);
        let (seen, codes, counts, base) = (&mut self.seen, &self.codes, &mut self.counts, self.base);
        members.each(len, |at, group| {
            if Some(codes[at]) != null && seen.insert(group, codes[at], base) {
                counts[group] += 1;
                new += 1;
            }
        });
        held.bytes(new * SEEN + self.coder.lists() - lists)
    }

    /// Chooses how to keep pairs of all groups with all codes that there are.
    fn settle(&mut self) {
        if let Seen::Bits(bits) = &mut self.seen
            && self.counts.len() * (self.coder.len() / 64 + 1) > MOST_WORDS
        {
            self.seen = Seen::Pairs(pairs(bits).map(|(group, code)| (self.base + group, code)).collect());
        }
    }

    /// Takes in the values of groups of later rows, of which is told which they are here.
    pub(super) fn append(&mut self, later: &Self, groups: &[u32]) {
        let mut known = vec![None; later.coder.len()];
        // Whatever the order, the numbers are the same.
        let seen: Vec<(u32, u32)> = match &later.seen {
            Seen::Bits(bits) => pairs(bits).collect(),
            Seen::Pairs(pairs) => pairs.iter().map(|(group, code)| (group - later.base, *code)).collect(),
        };
        for (group, code) in &seen {
            let value = *known[*code as usize].get_or_insert_with(|| self.coder.code(later.coder.value(*code)));
            self.settle();
            let group = groups[*group as usize] as usize;
            if self.seen.insert(group, value, self.base) {
                self.counts[group] += 1;
            }
        }
    }

    pub(super) fn forget(&mut self, groups: usize) {
        self.counts.drain(..groups);
        self.base += groups as u32;
        match &mut self.seen {
            Seen::Bits(bits) => _ = bits.drain(..groups.min(bits.len())),
            Seen::Pairs(pairs) => pairs.retain(|(group, _)| *group >= self.base),
        }
    }
}

impl Seen {
    /// Takes in a pair; whether it is new. `base` groups were forgotten.
    #[inline]
    fn insert(&mut self, group: usize, code: u32, base: u32) -> bool {
        match self {
            Self::Pairs(pairs) => pairs.insert((base + group as u32, code)),
            Self::Bits(bits) => {
                if bits.len() <= group {
                    bits.resize_with(group + 1, Vec::new);
                }
                let (words, place) = (&mut bits[group], code as usize / 64);
                if words.len() <= place {
                    words.resize((place + 1).next_power_of_two(), 0);
                }
                let bit = 1 << (code % 64);
                let new = words[place] & bit == 0;
                words[place] |= bit;
                new
            }
        }
    }
}

/// The pairs of groups and codes that bits stand for.
fn pairs(bits: &[Vec<u64>]) -> impl Iterator<Item = (u32, u32)> {
    bits.iter().zip(0..).flat_map(|(words, group)| {
        words.iter().zip(0u32..).flat_map(move |(word, place)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| (group, place * 64 + bit))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;
    use crate::ir::Slot;
    use crate::value::{Bounds, NodeId};
    use std::collections::BTreeSet;

    /// Rows of so many groups, in which nodes come again.
    fn rows(groups: u32, nodes: u32, from: u32) -> Vec<(u32, u32)> {
        (from..from + 4_000).map(|at| (at * 7 % groups, at * at % nodes)).collect()
    }

    fn taken(groups: u32, blocks: &[Vec<(u32, u32)>], bounds: &Bounds) -> Different {
        let (mut different, held) = (Different::new(&Expr::slot(Slot(0), Span::default())), Held::new(bounds));
        different.counts.resize(groups as usize, 0);
        for rows in blocks {
            let nodes: Vec<NodeId> = rows.iter().map(|(_, node)| NodeId(*node)).collect();
            let of: Vec<u32> = rows.iter().map(|(group, _)| *group).collect();
            different.add(&Column::Nodes(nodes), rows.len(), &Members::Each(&of, 0), &held).expect("there is room");
        }
        different
    }

    #[test]
    fn pairs_are_counted_once_however_they_are_kept() {
        let bounds = Bounds::default();
        for (groups, nodes) in [(3, 1_000), (900, 40), (3_000, 3_989)] {
            let blocks = [rows(groups, nodes, 0), rows(groups, nodes, 2_000), rows(groups, nodes, 9_000)];
            let mut all = taken(groups, &blocks[..2], &bounds);
            let turned: Vec<u32> = (0..groups).rev().collect();
            all.append(&taken(groups, &blocks[2..], &bounds), &turned);
            assert_eq!(matches!(all.seen, Seen::Pairs(_)), groups == 3_000);
            let later = blocks[2].iter().map(|(group, node)| (groups - 1 - group, *node));
            let wanted: BTreeSet<(u32, u32)> = blocks[..2].iter().flatten().copied().chain(later).collect();
            let mut counts = vec![0; groups as usize];
            wanted.iter().for_each(|(group, _)| counts[*group as usize] += 1);
            assert_eq!(all.counts, counts);
            all.forget(2);
            assert_eq!(all.counts, counts[2..]);
        }
    }
}
