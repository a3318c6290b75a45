//! Numbers for groups that are named by two nodes.

use crate::value::{Bounds, Held, NodeId};

/// A pair of nodes, the first one in the upper half, with a number.
pub(super) type PairNumber<N> = (u64, N);

/// What is kept of a pair.
pub(super) trait Number: Copy + Send + Sync {
    fn plus(self, other: Self) -> Self;
    fn times(self, factor: i128) -> Self;
}

impl Number for i128 {
    fn plus(self, other: Self) -> Self {
        self + other
    }

    fn times(self, factor: i128) -> Self {
        self * factor
    }
}

/// Of a pair that is only met nothing more is kept.
impl Number for () {
    fn plus(self, (): Self) -> Self {}

    fn times(self, _: i128) -> Self {}
}

/// Numbers by pairs of nodes: in runs, and those that wait to become one.
///
/// A run is never longer than need be and is never moved as a whole, since a piece of memory of that size takes longer to
/// get than somebody would wait who asks for an end.
#[derive(Debug)]
pub(super) struct Pairs<'b, N> {
    /// Each in order, with each pair once, and more than twice as long as the next.
    runs: Vec<Vec<PairNumber<N>>>,
    waiting: Vec<PairNumber<N>>,
    /// The memory of all this.
    held: Held<'b>,
    bounds: &'b Bounds,
}

/// So many numbers wait until they become a run; and so many are dealt with without a look at whether to go on.
const WAITING: usize = 1 << 16;

impl<'b, N: Number> Pairs<'b, N> {
    pub(super) fn new(bounds: &'b Bounds) -> Self {
        Self { runs: Vec::new(), waiting: Vec::new(), held: bounds.hold(), bounds }
    }

    #[inline]
    pub(super) fn add(&mut self, pair: (NodeId, NodeId), number: N) {
        self.waiting.push((key(pair), number));
        if self.waiting.len() == WAITING {
            self.put_aside();
        }
    }

    /// All that was added since the last time.
    pub(super) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::new(self.bounds))
    }

    /// Adds all numbers of another, each so many times.
    pub(super) fn append(&mut self, more: Self, factor: i128) {
        if factor == 1 && self.runs.is_empty() && self.waiting.is_empty() {
            *self = more;
            return;
        }
        let Self { runs, waiting, held, .. } = more;
        self.held.absorb(held);
        for mut run in runs {
            for (at, (_, number)) in run.iter_mut().enumerate() {
                if at % WAITING == 0 && self.bounds.is_stopped() {
                    return;
                }
                *number = number.times(factor);
            }
            self.push(run);
        }
        for (key, number) in waiting {
            self.add(pair(key), number.times(factor));
        }
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
    pub(super) fn settled(&self) -> &[PairNumber<N>] {
        debug_assert!(self.waiting.is_empty() && self.runs.len() < 2, "the numbers are settled");
        self.runs.first().map_or(&[], Vec::as_slice)
    }

    /// The same, to be changed.
    pub(super) fn settled_mut(&mut self) -> &mut [PairNumber<N>] {
        self.settle();
        self.runs.first_mut().map_or(&mut [], Vec::as_mut_slice)
    }

    /// What is kept of a pair; they must be settled.
    pub(super) fn at(&self, pair: (NodeId, NodeId)) -> Option<N> {
        let settled = self.settled();
        settled.binary_search_by_key(&key(pair), |(each, _)| *each).ok().map(|at| settled[at].1)
    }

    /// All that was added, as far as it was added up.
    pub(super) fn numbers(&self) -> impl Iterator<Item = N> {
        self.runs.iter().flatten().chain(&self.waiting).map(|(_, number)| *number)
    }

    /// Makes a run of the numbers that wait.
    fn put_aside(&mut self) {
        if self.bounds.is_stopped() {
            self.waiting.clear();
        }
        if self.waiting.is_empty() {
            return;
        }
        // Where clusters come in order, so do their pairs.
        if !self.waiting.is_sorted_by(|(pair, _), (next, _)| pair < next) {
            self.waiting.sort_unstable_by_key(|(pair, _)| *pair);
            self.waiting.dedup_by(|(pair, number), (before, sum)| {
                let same = pair == before;
                if same {
                    *sum = sum.plus(*number);
                }
                same
            });
        }
        let run = self.waiting.clone();
        self.waiting.clear();
        self.push(run);
    }

    /// Takes in a run, and joins the last ones until each is more than twice as long as the next.
    fn push(&mut self, run: Vec<PairNumber<N>>) {
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
        let more = ((a.len() + b.len()) * size_of::<PairNumber<N>>()) as u64;
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
        if self.held.set((numbers * size_of::<PairNumber<N>>()) as u64).is_err() {
            self.bounds.fall_short();
        }
    }
}

/// Merges runs, and adds up the numbers of one pair. A statement that is told to end gets only a part.
fn merged<N: Number>(a: &[PairNumber<N>], b: &[PairNumber<N>], bounds: &Bounds) -> Vec<PairNumber<N>> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j, mut look) = (0, 0, 0);
    while let (Some((left, one)), Some((right, other))) = (a.get(i), b.get(j)) {
        if look % WAITING == 0 && bounds.is_stopped() {
            return all;
        }
        look += 1;
        let (here, there) = (left <= right, right <= left);
        all.push(match (here, there) {
            (true, true) => (*left, one.plus(*other)),
            (true, false) => (*left, *one),
            _ => (*right, *other),
        });
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

fn key((a, b): (NodeId, NodeId)) -> u64 {
    u64::from(a.0) << 32 | u64::from(b.0)
}

/// The pair that a key stands for.
pub(super) fn pair(key: u64) -> (NodeId, NodeId) {
    (NodeId((key >> 32) as u32), NodeId(key as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{DEFAULT_MEMORY, Stop, Why};
    use std::collections::BTreeMap;

    fn some(at: u32) -> (NodeId, NodeId) {
        // No order at all, and each pair several times.
        let mixed = at.wrapping_mul(2_654_435_761) >> 12;
        (NodeId(mixed % 701), NodeId(mixed / 701 % 499))
    }

    #[test]
    fn the_numbers_of_a_pair_are_added_up_whatever_came_between() {
        let bounds = Bounds::default();
        let (mut pairs, mut wanted) = (Pairs::new(&bounds), BTreeMap::new());
        for at in 0..600_000 {
            pairs.add(some(at), i128::from(at));
            *wanted.entry(some(at)).or_insert(0) += i128::from(at);
        }
        pairs.settle();
        assert!(wanted.iter().step_by(500).all(|(pair, number)| pairs.at(*pair) == Some(*number)));
        assert_eq!(pairs.at((NodeId(701), NodeId(0))), None);
        let settled: Vec<_> = pairs.settled().iter().map(|(key, number)| (pair(*key), *number)).collect();
        assert_eq!(settled, wanted.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn pairs_that_are_only_met_are_kept_once() {
        let bounds = Bounds::default();
        let (mut met, mut more) = (Pairs::new(&bounds), Pairs::new(&bounds));
        (0..300_000).for_each(|at| met.add(some(at), ()));
        (200_000..400_000).for_each(|at| more.add(some(at), ()));
        met.append(more, 5);
        met.settle();
        let wanted: std::collections::BTreeSet<_> = (0..400_000).map(some).collect();
        assert!(met.settled().iter().map(|(key, ())| pair(*key)).eq(wanted));
        assert_eq!((met.at(some(7)), met.at((NodeId(701), NodeId(0)))), (Some(()), None));
    }

    #[test]
    fn a_statement_that_is_told_to_end_does_not_wait_for_an_order() {
        let stop = Stop::default();
        let bounds = Bounds::new(stop.clone(), DEFAULT_MEMORY);
        let mut pairs = Pairs::new(&bounds);
        stop.ask(Why::Asked);
        (0..200_000).for_each(|at| pairs.add(some(at), 1i128));
        pairs.settle();
        assert!(pairs.settled().is_empty());
    }

    #[test]
    fn two_are_added_up_whatever_their_runs() {
        let bounds = Bounds::default();
        let (mut a, mut b, mut both) = (Pairs::new(&bounds), Pairs::new(&bounds), Pairs::new(&bounds));
        for at in 0..300_000 {
            a.add(some(at), 2i128);
            both.add(some(at), 2);
        }
        for at in 200_000..400_000 {
            b.add(some(at), 1);
            both.add(some(at), 5);
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
            (0..300_000).for_each(|at| a.add((NodeId(at), NodeId(0)), 1i128));
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
        (0..300_000).for_each(|at| pairs.add((NodeId(at), NodeId(at)), 1i128));
        assert!(bounds.check_memory().is_err());
    }
}
