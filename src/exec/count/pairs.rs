//! Numbers for groups that are named by two nodes.

use crate::value::{Bounds, NodeId};

/// A pair of nodes with a number.
pub(super) type PairNumber = ((NodeId, NodeId), i128);

/// Numbers by pairs of nodes, in the order in which they came; those of the first so many are in order, each pair once.
#[derive(Debug)]
pub(super) struct Pairs<'b> {
    pub(super) numbers: Vec<PairNumber>,
    settled: usize,
    bounds: &'b Bounds,
}

/// So many numbers may wait at least until they are put in order.
const WAITING: usize = 1 << 14;

/// So many numbers are put in order without a look at whether to go on.
const RUN: usize = 1 << 16;

impl<'b> Pairs<'b> {
    pub(super) fn new(bounds: &'b Bounds) -> Self {
        Self { numbers: Vec::new(), settled: 0, bounds }
    }

    pub(super) fn add(&mut self, pair: (NodeId, NodeId), number: i128) {
        self.numbers.push((pair, number));
        // Put in order whenever there are twice as many, they take no more memory than twice what the pairs need.
        if self.numbers.len() > 2 * self.settled + WAITING {
            self.settle();
        }
    }

    /// Puts the numbers in order, and adds up those of one pair. A statement that is told to end has no use for them, so
    /// that they may be left in any order then.
    pub(super) fn settle(&mut self) {
        if self.settled < self.numbers.len() {
            self.sort();
            self.numbers.dedup_by(|(pair, number), (before, sum)| {
                let same = pair == before;
                if same {
                    *sum += *number;
                }
                same
            });
            self.settled = self.numbers.len();
        }
    }

    /// Sorts what waits in runs, merges these, and merges the whole with what is settled: in place but for half of what is
    /// merged, so that no more memory is touched than must be.
    fn sort(&mut self) {
        let waiting = &mut self.numbers[self.settled..];
        for run in waiting.chunks_mut(RUN) {
            if self.bounds.is_stopped() {
                return;
            }
            run.sort_unstable_by_key(|(pair, _)| *pair);
        }
        let mut aside = Vec::new();
        let mut length = RUN;
        while length < waiting.len() {
            for two in waiting.chunks_mut(2 * length).filter(|two| two.len() > length) {
                merge(two, length, &mut aside, self.bounds);
            }
            length *= 2;
        }
        merge(&mut self.numbers, self.settled, &mut aside, self.bounds);
    }

    pub(super) fn at(&self, pair: (NodeId, NodeId)) -> i128 {
        let (settled, waiting) = self.numbers.split_at(self.settled);
        let found = settled.binary_search_by_key(&pair, |(each, _)| *each).map_or(0, |at| settled[at].1);
        found + waiting.iter().filter(|(each, _)| *each == pair).map(|(_, number)| number).sum::<i128>()
    }
}

/// Merges numbers of which the first so many, and the others, are in order: the others step aside, and all are written
/// from the end. A statement that is told to end leaves them half merged.
fn merge(numbers: &mut [PairNumber], first: usize, aside: &mut Vec<PairNumber>, bounds: &Bounds) {
    if first == 0 || bounds.is_stopped() {
        return;
    }
    aside.clear();
    aside.reserve(numbers.len() - first);
    // Fresh memory costs more than the copy itself.
    for piece in numbers[first..].chunks(RUN) {
        if bounds.is_stopped() {
            return;
        }
        aside.extend_from_slice(piece);
    }
    let (mut left, mut right) = (first, aside.len());
    while right > 0 {
        let place = left + right - 1;
        if place % RUN == 0 && bounds.is_stopped() {
            return;
        }
        if left > 0 && numbers[left - 1].0 > aside[right - 1].0 {
            left -= 1;
            numbers[place] = numbers[left];
        } else {
            right -= 1;
            numbers[place] = aside[right];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{DEFAULT_MEMORY, Stop, Why};
    use std::collections::BTreeMap;

    fn pair(at: u32) -> (NodeId, NodeId) {
        // No order at all, and each pair several times.
        let mixed = at.wrapping_mul(2_654_435_761) >> 12;
        (NodeId(mixed % 701), NodeId(mixed / 701 % 499))
    }

    #[test]
    fn the_numbers_of_a_pair_are_added_up_whatever_came_between() {
        let bounds = Bounds::default();
        let (mut pairs, mut wanted) = (Pairs::new(&bounds), BTreeMap::new());
        for at in 0..600_000 {
            pairs.add(pair(at), i128::from(at));
            *wanted.entry(pair(at)).or_insert(0) += i128::from(at);
        }
        assert!(wanted.iter().step_by(5_000).all(|(pair, number)| pairs.at(*pair) == *number));
        pairs.settle();
        assert_eq!(pairs.numbers, wanted.into_iter().collect::<Vec<_>>());
        assert_eq!(pairs.at((NodeId(701), NodeId(0))), 0);
    }

    #[test]
    fn a_statement_that_is_told_to_end_does_not_wait_for_an_order() {
        let stop = Stop::default();
        let bounds = Bounds::new(stop.clone(), DEFAULT_MEMORY);
        let mut pairs = Pairs::new(&bounds);
        stop.ask(Why::Asked);
        (0..200_000).for_each(|at| pairs.add(pair(at), 1));
        assert!(!pairs.numbers.is_sorted());
    }
}
