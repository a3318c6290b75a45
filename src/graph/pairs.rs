//! The pairs of nodes that are related, as a set.
//!
//! Whether two nodes are related is told by a sorted list in time that grows with its length, and costs a jump in memory
//! for each step. A table of all pairs takes one jump. It is made for types of moderate size, when first asked for.

use super::adjacency::{Adjacency, Lists};
use super::{Direction, Graph, TypeId};
use crate::value::NodeId;
use std::sync::{Arc, OnceLock};

/// A type with more relationships has no such set, which would take more than 32 bytes for each.
const MOST: u64 = 1 << 20;

/// No pair of nodes.
const EMPTY: u64 = u64::MAX;

/// The pairs of nodes with a relationship of one type, from start to end or regardless of direction.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// Start and end in one number, at the place of its hash or behind it; at most half of the places are taken.
    slots: Vec<u64>,
    shift: u32,
    either: bool,
}

/// What stands at the place of a pair.
#[derive(Clone, Copy, Debug)]
pub struct Entry(u64);

/// Both sets of a type, made when first asked for, and anew after a change.
#[derive(Clone, Debug, Default)]
pub(super) struct PairSets([OnceLock<Arc<Pairs>>; 2]);

impl Pairs {
    fn new(lists: Lists<'_>, nodes: impl Iterator<Item = NodeId>, count: u64, either: bool) -> Self {
        let bits = (2 * count).max(2).next_power_of_two().trailing_zeros();
        let mut pairs = Self { slots: vec![EMPTY; 1 << bits], shift: 64 - bits, either };
        for node in nodes {
            lists.of(node).iter().for_each(|end| pairs.put(node, *end));
        }
        pairs
    }

    fn put(&mut self, start: NodeId, end: NodeId) {
        let (key, mut place) = self.place(start, end);
        while self.slots[place] != EMPTY && self.slots[place] != key {
            place = (place + 1) & (self.slots.len() - 1);
        }
        self.slots[place] = key;
    }

    #[inline]
    fn place(&self, start: NodeId, end: NodeId) -> (u64, usize) {
        let (start, end) = if self.either && end < start { (end, start) } else { (start, end) };
        let key = u64::from(start.0) << 32 | u64::from(end.0);
        // Fibonacci hashing (Knuth: The Art of Computer Programming 3, 6.4).
        (key, (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize)
    }

    /// What stands at the place of a pair. Who asks for many pairs fetches their entries first.
    #[inline]
    #[must_use]
    pub fn entry(&self, (start, end): (NodeId, NodeId)) -> Entry {
        Entry(self.slots[self.place(start, end).1])
    }

    /// The same as [`Pairs::has`], with the entry of the pair.
    #[inline]
    #[must_use]
    pub fn has_entry(&self, (start, end): (NodeId, NodeId), entry: Entry) -> bool {
        match entry.0 {
            EMPTY => false,
            slot => slot == self.place(start, end).0 || self.has(start, end),
        }
    }

    /// Whether two nodes are related, in O(1).
    #[inline]
    #[must_use]
    pub fn has(&self, start: NodeId, end: NodeId) -> bool {
        let (key, mut place) = self.place(start, end);
        loop {
            match self.slots[place] {
                slot if slot == key => return true,
                EMPTY => return false,
                _ => place = (place + 1) & (self.slots.len() - 1),
            }
        }
    }
}

impl Graph {
    pub(super) fn has_pairs(&self, kind: TypeId) -> bool {
        (1..=MOST).contains(&self.rel_count(kind))
    }

    /// O(relationships) the first time and after a change, then O(1).
    pub(super) fn pairs(&self, kind: TypeId, either: bool) -> Option<&Pairs> {
        let adjacency = self.adjacency(Some(kind), Direction::Out).filter(|_| self.has_pairs(kind))?;
        let PairSets(sets) = &adjacency.pairs;
        let made = || {
            let lists = Lists::new(Some(adjacency));
            Arc::new(Pairs::new(lists, self.view().nodes(), self.rel_count(kind), either))
        };
        Some(sets[usize::from(either)].get_or_init(made))
    }
}

impl Adjacency {
    /// Forgets what was made of all lists, since one has changed.
    pub(super) fn forget(&mut self) {
        self.later = OnceLock::new();
        self.pairs = PairSets::default();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Schema;
    use super::*;

    #[test]
    fn pairs_are_those_that_are_related() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let kind = graph.names_mut().types.intern("R");
        let nodes: Vec<NodeId> = (0..50).map(|_| graph.add_node(&[])).collect();
        assert!(graph.pairs(kind, true).is_none());
        for (at, start) in nodes.iter().enumerate() {
            nodes.iter().skip(at % 7).step_by(at + 1).for_each(|end| _ = graph.add_rel(*start, kind, *end));
        }
        for write in [false, true] {
            if write {
                graph.add_rel(nodes[49], kind, nodes[48]);
            }
            let pairs = |either| graph.pairs(kind, either).expect("there are relationships");
            let (out, either) = (pairs(false), pairs(true));
            let lists = graph.view().lists(kind, Direction::Out);
            for (a, b) in nodes.iter().flat_map(|a| nodes.iter().map(move |b| (*a, *b))) {
                let (there, back) = (lists.of(a).contains(&b), lists.of(b).contains(&a));
                assert_eq!((out.has(a, b), either.has(a, b)), (there, there || back));
                assert_eq!(out.has_entry((a, b), out.entry((a, b))), there);
            }
        }
    }
}
