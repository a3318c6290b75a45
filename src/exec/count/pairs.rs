//! Numbers for groups that are named by two nodes.

use crate::value::{Bounds, Held, NodeId};

/// A pair of nodes with a number.
pub(super) type PairNumber = ((NodeId, NodeId), i128);

/// Numbers by pairs of nodes: in runs, and those that wait to become one.
///
/// A run is never longer than need be and is never moved as a whole, since a piece of memory of that size takes longer to
/// get than somebody would wait who asks for an end.
#[derive(Debug)]
pub(super) struct Pairs<'b> {
    /// Each in order, with each pair once, and more than twice as long as the next.
    runs: Vec<Vec<PairNumber>>,
    waiting: Vec<PairNumber>,
    /// The memory of all this.
    held: Held<'b>,
    bounds: &'b Bounds,
}

/// So many numbers wait until they become a run; and so many are dealt with without a look at whether to go on.
const WAITING: usize = 1 << 16;

impl<'b> Pairs<'b> {
    pub(super) fn new(bounds: &'b Bounds) -> Self {
        Self { runs: Vec::new(), waiting: Vec::new(), held: bounds.hold(), bounds }
    }

    #[inline]
    pub(super) fn add(&mut self, pair: (NodeId, NodeId), number: i128) {
        self.waiting.push((pair, number));
        if self.waiting.len() == WAITING {
            self.put_aside();
        }
    }

    /// Adds all numbers of another, each so many times.
    pub(super) fn append(&mut self, more: Self, factor: i128) {
        let Self { runs, waiting, held, .. } = more;
        self.held.absorb(held);
        for mut run in runs {
            for (at, (_, number)) in run.iter_mut().enumerate() {
                if at % WAITING == 0 && self.bounds.is_stopped() {
                    return;
                }
                *number *= factor;
            }
            self.push(run);
        }
        waiting.into_iter().for_each(|(pair, number)| self.add(pair, number * factor));
    }

    /// Puts the numbers in order, and adds up those of one pair. A statement that is told to end has no use for them, so
    /// that they may be thrown away then.
    pub(super) fn settle(&mut self) {
        self.put_aside();
        while self.runs.len() > 1 {
            self.join();
        }
    }

    /// All numbers in order, each pair once; they must be settled.
    pub(super) fn settled(&self) -> &[PairNumber] {
        debug_assert!(self.waiting.is_empty() && self.runs.len() < 2, "the numbers are settled");
        self.runs.first().map_or(&[], Vec::as_slice)
    }

    /// The same, to be changed.
    pub(super) fn settled_mut(&mut self) -> &mut [PairNumber] {
        self.settle();
        self.runs.first_mut().map_or(&mut [], Vec::as_mut_slice)
    }

    pub(super) fn at(&self, pair: (NodeId, NodeId)) -> i128 {
        let in_run =
            |run: &Vec<PairNumber>| run.binary_search_by_key(&pair, |(each, _)| *each).ok().map(|at| run[at].1);
        let waiting = self.waiting.iter().filter(|(each, _)| *each == pair).map(|(_, number)| number);
        self.runs.iter().filter_map(in_run).sum::<i128>() + waiting.sum::<i128>()
    }

    /// The largest of the numbers that were added, as far as they were added up.
    pub(super) fn largest(&self) -> Option<i128> {
        self.runs.iter().flatten().chain(&self.waiting).map(|(_, number)| *number).max()
    }

    /// Makes a run of the numbers that wait.
    fn put_aside(&mut self) {
        if self.bounds.is_stopped() {
            self.waiting.clear();
        }
        if self.waiting.is_empty() {
            return;
        }
        self.waiting.sort_unstable_by_key(|(pair, _)| *pair);
        self.waiting.dedup_by(|(pair, number), (before, sum)| {
            let same = pair == before;
            if same {
                *sum += *number;
            }
            same
        });
        let run = self.waiting.clone();
        self.waiting.clear();
        self.push(run);
    }

    /// Takes in a run, and joins the last ones until each is more than twice as long as the next.
    fn push(&mut self, run: Vec<PairNumber>) {
        self.runs.push(run);
        self.account();
        while let [.., last, end] = self.runs.as_slice()
            && last.len() <= 2 * end.len()
        {
            self.join();
        }
    }

    /// Joins the last two runs, if there is room for both once more.
    fn join(&mut self) {
        let (Some(a), Some(b)) = (self.runs.pop(), self.runs.pop()) else { return };
        let more = ((a.len() + b.len()) * size_of::<PairNumber>()) as u64;
        // Other threads join runs at the same time, so that the room is taken until the old runs are given back.
        let room = self.bounds.hold();
        if room.keep(more).is_err() {
            self.bounds.fall_short();
        } else if !self.bounds.is_stopped() {
            self.runs.push(merged(&a, &b, self.bounds));
        }
    }

    /// Counts what is taken at the moment. Who adds numbers can't return an error, but is told by the bounds to end.
    fn account(&self) {
        let numbers = self.runs.iter().map(Vec::capacity).sum::<usize>() + self.waiting.capacity();
        if self.held.set((numbers * size_of::<PairNumber>()) as u64).is_err() {
            self.bounds.fall_short();
        }
    }
}

/// Merges runs, and adds up the numbers of one pair. A statement that is told to end gets only a part.
fn merged(a: &[PairNumber], b: &[PairNumber], bounds: &Bounds) -> Vec<PairNumber> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j, mut look) = (0, 0, 0);
    while let (Some((left, one)), Some((right, other))) = (a.get(i), b.get(j)) {
        if look % WAITING == 0 && bounds.is_stopped() {
            return all;
        }
        look += 1;
        let (here, there) = (left <= right, right <= left);
        let sum = if here { *one } else { 0 } + if there { *other } else { 0 };
        all.push((*left.min(right), sum));
        i += usize::from(here);
        j += usize::from(there);
    }
    for rest in a[i..].chunks(WAITING).chain(b[j..].chunks(WAITING)) {
        if bounds.is_stopped() {
            return all;
        }
        all.extend_from_slice(rest);
    }
    if all.len() < all.capacity() / 2 {
        all.shrink_to_fit();
    }
    all
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
        assert_eq!(pairs.settled(), wanted.into_iter().collect::<Vec<_>>());
        assert_eq!(pairs.at((NodeId(701), NodeId(0))), 0);
    }

    #[test]
    fn a_statement_that_is_told_to_end_does_not_wait_for_an_order() {
        let stop = Stop::default();
        let bounds = Bounds::new(stop.clone(), DEFAULT_MEMORY);
        let mut pairs = Pairs::new(&bounds);
        stop.ask(Why::Asked);
        (0..200_000).for_each(|at| pairs.add(pair(at), 1));
        pairs.settle();
        assert!(pairs.settled().is_empty());
    }

    #[test]
    fn two_are_added_up_whatever_their_runs() {
        let bounds = Bounds::default();
        let (mut a, mut b, mut both) = (Pairs::new(&bounds), Pairs::new(&bounds), Pairs::new(&bounds));
        for at in 0..300_000 {
            a.add(pair(at), 2);
            both.add(pair(at), 2);
        }
        for at in 200_000..400_000 {
            b.add(pair(at), 1);
            both.add(pair(at), 5);
        }
        a.append(b, 5);
        a.settle();
        both.settle();
        assert_eq!(a.settled(), both.settled());
    }

    #[test]
    fn what_is_held_is_counted_once_and_given_back() {
        let bounds = Bounds::new(Stop::default(), 60_000_000);
        for _ in 0..5 {
            let (mut a, mut b) = (Pairs::new(&bounds), Pairs::new(&bounds));
            (0..300_000).for_each(|at| a.add((NodeId(at), NodeId(0)), 1));
            (0..300_000).for_each(|at| b.add((NodeId(at), NodeId(1)), 1));
            a.append(b, 1);
            a.settle();
            assert_eq!(a.settled().len(), 600_000);
            assert!(bounds.check_memory().is_ok() && bounds.fits(50_000_000).is_err());
        }
        assert!(bounds.fits(60_000_000).is_ok());
    }

    #[test]
    fn runs_that_have_no_room_to_be_joined_are_told_by_the_bounds() {
        let bounds = Bounds::new(Stop::default(), 3_000_000);
        let mut pairs = Pairs::new(&bounds);
        (0..300_000).for_each(|at| pairs.add((NodeId(at), NodeId(at)), 1));
        assert!(bounds.check_memory().is_err());
    }
}
