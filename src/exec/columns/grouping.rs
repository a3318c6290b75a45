//! Rows in blocks → groups: keys as codes, codes as the number of a group, states by group.

use super::Gathered;
use super::block::{Block, Column, ROWS};
use super::coder::Coder;
use super::members::Members;
use super::totals::Totals;
use super::unsuited;
use crate::exec::held::Held;
use crate::exec::{Frame, Result, Run};
use crate::ir::{Expr, Grouping, Slot};
use crate::value::{Bounds, Kept, Value};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The bytes of a key of a group: its value, its code, and the entry by which that is found.
const KEY: u64 = 64;

/// Groups under way.
pub(super) struct BlockGroups<'p> {
    grouping: &'p Grouping,
    coders: Kept<'p, Vec<Coder>>,
    /// For each key the codes of the rows at hand.
    codes: Vec<Vec<u32>>,
    /// For each key the code of each group.
    keys: Vec<Vec<u32>>,
    totals: Kept<'p, Vec<Totals>>,
    finder: Finder,
    /// The number of the first group that is still here, and of the next one.
    base: u32,
    next: u32,
    /// How many of the groups that are here were given out.
    given: usize,
    /// The bytes of the lists by which codes are found.
    lists: u64,
    held: Held<'p>,
}

/// From the codes of the keys to the number of the group.
#[derive(Default)]
struct Finder {
    /// The key by which the rows stand together.
    clustered: Option<usize>,
    /// For each further key the combinations with the keys before it.
    pairs: Vec<Pairs>,
    /// The code of the rows that stand together, and the number of its first group.
    cluster: Option<(u32, u32)>,
    /// How many clusters there were.
    stamp: u32,
    /// By the code of the other keys the last cluster that it was met in, and its group there.
    seen: Vec<(u32, u32)>,
}

/// Numbers for the combinations of two codes.
#[derive(Default)]
struct Pairs {
    /// None as long as one of both is always the same: then the other one is the number.
    known: FxHashMap<u64, u32>,
    /// How many codes there were on either side.
    left: u32,
    right: u32,
}

impl<'p> BlockGroups<'p> {
    /// No groups so far. Rows with the same value of the key `clustered` come one behind the other; the nodes of the
    /// variable `scanned` come in order.
    pub(in crate::exec) fn new(
        grouping: &'p Grouping,
        clustered: Option<usize>,
        scanned: Option<Slot>,
        bounds: &'p Bounds,
    ) -> Self {
        let width = grouping.keys.len();
        let mut groups = Self {
            grouping,
            coders: Kept::new(grouping.keys.iter().map(|(key, _)| Coder::new(key, scanned)).collect(), bounds),
            codes: vec![Vec::new(); width],
            keys: vec![Vec::new(); width],
            totals: Kept::new(grouping.aggregates.iter().map(|_| Totals::new()).collect(), bounds),
            finder: Finder { clustered, ..Finder::default() },
            base: 0,
            next: 0,
            given: 0,
            lists: 0,
            held: Held::new(bounds),
        };
        if width == 0 {
            groups.next = 1;
            groups.grow();
        }
        groups
    }

    fn len(&self) -> usize {
        self.next.wrapping_sub(self.base) as usize
    }

    fn grow(&mut self) {
        let len = self.len();
        for (totals, (call, _)) in self.totals.iter_mut().zip(&self.grouping.aggregates) {
            totals.grow(call, len);
        }
    }

    /// The group of each row whose codes are at hand; none without keys. New groups begin.
    fn find(&mut self, rows: usize) -> Result<Option<Vec<u32>>> {
        if self.codes.is_empty() {
            return Ok(None);
        }
        let before = self.next;
        let mut groups = self.finder.combined(&self.codes, &self.coders, rows);
        if let (Some(key), [_, _, ..]) = (self.finder.clustered, self.codes.as_slice()) {
            self.finder.clusters(&self.codes[key], &mut groups, &mut self.next);
        } else {
            let next = &mut self.next;
            groups.iter().for_each(|group| *next = (*next).max(group + 1));
            self.finder.cluster = groups.last().filter(|_| self.finder.clustered.is_some()).map(|last| (*last, *last));
        }
        if self.next != before {
            let mut new = before;
            for (row, group) in groups.iter().enumerate().filter(|(_, group)| **group >= before) {
                if *group == new {
                    self.keys.iter_mut().zip(&self.codes).for_each(|(keys, codes)| keys.push(codes[row]));
                    new += 1;
                }
            }
            self.held.bytes(u64::from(new - before) * self.width())?;
            self.grow();
        }
        Ok(Some(groups))
    }

    /// The groups that are complete while the rows of one may still come, when there are enough of them.
    pub(super) fn complete(&mut self, run: &Run<'_>) -> Result<Option<Block>> {
        let Some((_, first)) = self.finder.cluster else { return Ok(None) };
        if (first.wrapping_sub(self.base) as usize) < ROWS {
            return Ok(None);
        }
        let block = self.values(run, ROWS)?;
        self.keys.iter_mut().for_each(|keys| _ = keys.drain(..ROWS));
        self.totals.iter_mut().for_each(|totals| totals.forget(ROWS));
        self.base = self.base.wrapping_add(ROWS as u32);
        self.given = 0;
        self.held.release(ROWS as u64 * self.width());
        Ok(Some(block))
    }

    /// The next groups, in the order in which they came; none when no group is left.
    pub(in crate::exec) fn rest(&mut self, run: &Run<'_>) -> Result<Option<Block>> {
        let some = (self.len() - self.given).min(ROWS);
        if some == 0 { Ok(None) } else { self.values(run, some).map(Some) }
    }

    /// The values of the next groups.
    fn values(&mut self, run: &Run<'_>, count: usize) -> Result<Block> {
        run.check_stop()?;
        let groups = self.given..self.given + count;
        let mut block = Block::new(count);
        for ((coder, keys), (_, slot)) in self.coders.iter().zip(&self.keys).zip(&self.grouping.keys) {
            let values: Vec<Value> = keys[groups.clone()].iter().map(|code| coder.value(*code).clone()).collect();
            block.put(*slot, Column::of(values));
        }
        for (totals, (call, slot)) in self.totals.iter_mut().zip(&self.grouping.aggregates) {
            block.put(*slot, totals.finish(run, call, groups.clone())?);
        }
        self.given += count;
        Ok(block)
    }

    /// About the bytes of a group.
    fn width(&self) -> u64 {
        self.totals.iter().map(Totals::width).sum::<u64>() + KEY * self.keys.len() as u64
    }
}

impl Gathered for BlockGroups<'_> {
    fn add_block(&mut self, run: &Run<'_>, block: &Block, frame: &mut Frame) -> Result<()> {
        for ((coder, (key, _)), codes) in self.coders.iter_mut().zip(&self.grouping.keys).zip(&mut self.codes) {
            coder.codes(run, key, block, frame, codes)?;
        }
        // A group shows the values of its own first row, of which there may be several forms.
        if self.coders.len() > 1 && self.coders.iter().any(Coder::is_mixed) {
            return Err(unsuited());
        }
        let lists = self.coders.iter().map(Coder::lists).sum();
        self.held.bytes(lists - std::mem::replace(&mut self.lists, lists))?;
        // Where every key has the same value in all rows, these are of one group.
        let rows = self.codes.iter().map(Vec::len).max().unwrap_or(0);
        for codes in self.codes.iter_mut().filter(|codes| codes.len() < rows) {
            codes.resize(rows, codes[0]);
        }
        let groups = self.find(rows)?;
        let members = match &groups {
            None => Members::One(0),
            Some(groups) if groups.first() == groups.last() && groups.iter().all(|group| *group == groups[0]) => {
                Members::One(groups[0].wrapping_sub(self.base) as usize)
            }
            Some(groups) => Members::Each(groups, self.base),
        };
        let mut last: Option<(&Expr, Cow<'_, Column>)> = None;
        for (totals, (call, _)) in self.totals.iter_mut().zip(&self.grouping.aggregates) {
            match call.args.as_slice() {
                [] => totals.add_rows(call, block, &members),
                [arg] => {
                    // Several numbers of one property are often asked for.
                    let column = match last.take() {
                        Some((known, column))
                            if arg.as_property().is_some() && known.as_property() == arg.as_property() =>
                        {
                            column
                        }
                        _ => run.column(arg, block, frame)?,
                    };
                    totals.add_column(run, call, &column, block.len, &members, &self.held)?;
                    last = Some((arg, column));
                }
                args => {
                    let columns = args.iter().map(|arg| run.column(arg, block, frame)).collect::<Result<Vec<_>>>()?;
                    totals.add_tuples(run, call, &columns, block.len, &members, &self.held)?;
                }
            }
        }
        Ok(())
    }

    fn append(&mut self, run: &Run<'_>, mut later: Self) -> Result<()> {
        let mut known: Vec<Vec<Option<u32>>> = later.coders.iter().map(|coder| vec![None; coder.len()]).collect();
        let (len, mut groups) = (later.len(), Vec::new());
        for start in (0..len).step_by(ROWS) {
            run.check_stop()?;
            let some = start..(start + ROWS).min(len);
            for (at, codes) in self.codes.iter_mut().enumerate() {
                let (own, theirs, known) = (&mut self.coders[at], &later.coders[at], &mut known[at]);
                codes.clear();
                codes.extend(
                    later.keys[at][some.clone()]
                        .iter()
                        .map(|code| *known[*code as usize].get_or_insert_with(|| own.code(theirs.value(*code)))),
                );
            }
            groups.extend(self.find(some.len())?.unwrap_or_else(|| vec![0]));
        }
        if self.coders.len() > 1 && self.coders.iter().any(Coder::is_mixed) {
            return Err(unsuited());
        }
        for ((own, theirs), (call, _)) in
            self.totals.iter_mut().zip(later.totals.drain(..)).zip(&self.grouping.aggregates)
        {
            own.append(run, call, theirs, &groups)?;
        }
        self.held.absorb(later.held);
        Ok(())
    }

    fn close(&mut self) {
        self.coders.iter_mut().for_each(Coder::close);
        let lists = self.coders.iter().map(Coder::lists).sum();
        let different: u64 = self.totals.iter_mut().map(Totals::close).sum();
        self.held.release(std::mem::replace(&mut self.lists, lists) - lists + different);
    }
}

impl Finder {
    /// The codes of the keys but for a clustered one beside others, as one code for each combination.
    fn combined(&mut self, codes: &[Vec<u32>], coders: &[Coder], rows: usize) -> Vec<u32> {
        let alone = codes.len() == 1;
        let mut others = codes.iter().zip(coders).enumerate().filter(|(at, _)| alone || self.clustered != Some(*at));
        let Some((_, (first, _))) = others.next() else { return vec![0; rows] };
        let mut combined = first.clone();
        for (depth, (_, (codes, coder))) in others.enumerate() {
            if self.pairs.len() <= depth {
                self.pairs.push(Pairs::default());
            }
            self.pairs[depth].combine(&mut combined, codes, coder.len() as u32);
        }
        combined
    }

    /// Turns the codes of the other keys into groups: rows of two clusters are never of one.
    fn clusters(&mut self, keys: &[u32], codes: &mut [u32], next: &mut u32) {
        for (key, code) in keys.iter().zip(codes) {
            if self.cluster.is_none_or(|(cluster, _)| cluster != *key) {
                self.cluster = Some((*key, *next));
                self.stamp += 1;
            }
            let at = *code as usize;
            if self.seen.len() <= at {
                self.seen.resize((at + 1).next_power_of_two(), (0, 0));
            }
            let (stamp, group) = &mut self.seen[at];
            if *stamp != self.stamp {
                (*stamp, *group) = (self.stamp, *next);
                *next += 1;
            }
            *code = *group;
        }
    }
}

impl Pairs {
    /// Turns codes into those of their combinations with others, of which there are so many.
    fn combine(&mut self, codes: &mut [u32], others: &[u32], right: u32) {
        if self.known.is_empty() {
            let left = codes.iter().fold(self.left, |most, code| most.max(code + 1));
            if left > 1 && right > 1 {
                // What was known so far had one code on one of the sides, or on both.
                self.known.extend((0..self.left).map(|code| (u64::from(code) << 32, code)));
                self.known.extend((0..self.right).map(|code| (u64::from(code), code)));
            }
            (self.left, self.right) = (left, right);
            if left == 1 {
                codes.copy_from_slice(others);
            }
            if left == 1 || right == 1 {
                return;
            }
        }
        let mut last = None;
        for (code, other) in codes.iter_mut().zip(others) {
            let pair = u64::from(*code) << 32 | u64::from(*other);
            *code = match last {
                Some((known, code)) if known == pair => code,
                _ => {
                    let next = self.known.len() as u32;
                    *self.known.entry(pair).or_insert(next)
                }
            };
            last = Some((pair, *code));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn combinations_keep_their_numbers_when_a_second_code_comes() {
        let (same, two, many) = (vec![0; 6], vec![0, 0, 1, 1, 0, 1], vec![0, 1, 2, 0, 2, 3]);
        for blocks in [
            [(&same, &same), (&same, &two), (&two, &two)],
            [(&same, &many), (&same, &many), (&two, &many)],
            [(&many, &same), (&many, &same), (&many, &two)],
            [(&same, &same), (&two, &many), (&many, &two)],
            [(&same, &same), (&many, &same), (&two, &many)],
        ] {
            let (mut pairs, mut right, mut numbers) = (Pairs::default(), 0, HashMap::new());
            for (codes, others) in blocks {
                right = others.iter().fold(right, |most, code| most.max(code + 1));
                let mut combined = codes.clone();
                pairs.combine(&mut combined, others, right);
                for (pair, number) in codes.iter().zip(others).zip(&combined) {
                    let next = numbers.len() as u32;
                    assert_eq!(numbers.entry(pair).or_insert(next), number, "{blocks:?}");
                }
            }
        }
    }
}
