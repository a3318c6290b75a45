//! The pairs of nodes that are related, as a set.
//!
//! Whether two nodes are related is told by a sorted list in time that grows with its length, and costs a jump in memory
//! for each step. A table of the ends of each start takes one jump. It is made for types of moderate size, when first asked for.

use super::adjacency::{Adjacency, Lists};
use super::{Direction, Graph, TypeId};
use crate::value::NodeId;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A type with more relationships has no such set, which would take more than 8 bytes for each.
const MOST: u64 = 1 << 20;

/// The pairs of nodes with a relationship of one type, from start to end or regardless of direction.
///
/// Each start has a table of its own for its ends, half of it empty, so that an end takes eight bytes and those of a start
/// lie together.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// The id of the first start.
    first: u32,
    /// Where the table of each start begins in `slots`; one longer than there are starts.
    offsets: Vec<u32>,
    /// Each end at the place of its hash in the table of its start, or behind it, or else [`EMPTY`].
    slots: Vec<NodeId>,
    either: bool,
}

/// No end.
const EMPTY: NodeId = NodeId(u32::MAX);

/// What stands at the place of a pair.
#[derive(Clone, Copy, Debug)]
pub struct Entry(NodeId);

/// Both sets of a type, made when first asked for, and anew after a change.
#[derive(Clone, Debug, Default)]
pub(super) struct PairSets([OnceLock<Arc<Pairs>>; 2]);

impl Pairs {
    fn new(lists: Lists<'_>, nodes: impl Iterator<Item = NodeId> + Clone, either: bool) -> Self {
        let all = || nodes.clone().flat_map(|node| lists.of(node).iter().map(move |end| turned(either, node, *end)));
        let (first, last) =
            all().fold((u32::MAX, 0), |(first, last), (start, _)| (first.min(start.0), last.max(start.0)));
        let mut offsets = vec![0; (last.wrapping_sub(first) as usize).saturating_add(2)];
        all().for_each(|(start, _)| offsets[(start.0 - first) as usize + 1] += 2);
        let mut before = 0;
        for offset in &mut offsets {
            before += *offset;
            *offset = before;
        }
        let mut pairs = Self { first, offsets, slots: vec![EMPTY; before as usize], either };
        all().for_each(|(start, end)| pairs.put(start, end));
        pairs
    }

    fn put(&mut self, start: NodeId, end: NodeId) {
        let (own, mut place) = self.place(start, end);
        let own = &mut self.slots[own];
        while own[place] != EMPTY && own[place] != end {
            place = (place + 1) % own.len();
        }
        own[place] = end;
    }

    /// The table of a start, and where in it an end belongs.
    #[inline]
    fn place(&self, start: NodeId, end: NodeId) -> (Range<usize>, usize) {
        let at = start.0.wrapping_sub(self.first) as usize;
        match (self.offsets.get(at), self.offsets.get(at.wrapping_add(1))) {
            (Some(from), Some(to)) => {
                // Fibonacci hashing (Knuth: The Art of Computer Programming 3, 6.4), scaled to the length of the table.
                let hash = u64::from(end.0.wrapping_mul(0x9E37_79B9));
                (*from as usize..*to as usize, ((hash * u64::from(to - from)) >> 32) as usize)
            }
            _ => (0..0, 0),
        }
    }

    /// What stands at the place of a pair. Who asks for many pairs fetches their entries first.
    #[inline]
    #[must_use]
    pub fn entry(&self, (start, end): (NodeId, NodeId)) -> Entry {
        let (start, end) = turned(self.either, start, end);
        let (own, place) = self.place(start, end);
        Entry(if own.is_empty() { EMPTY } else { self.slots[own.start + place] })
    }

    /// The same as [`Pairs::has`], with the entry of the pair.
    #[inline]
    #[must_use]
    pub fn has_entry(&self, (start, end): (NodeId, NodeId), entry: Entry) -> bool {
        match entry.0 {
            EMPTY => false,
            found => found == turned(self.either, start, end).1 || self.has(start, end),
        }
    }

    /// Whether two nodes are related, in O(1).
    #[inline]
    #[must_use]
    pub fn has(&self, start: NodeId, end: NodeId) -> bool {
        let (start, end) = turned(self.either, start, end);
        let (own, place) = self.place(start, end);
        let own = &self.slots[own];
        let (before, behind) = own.split_at(place);
        let found = behind.iter().chain(before).find(|each| **each == end || **each == EMPTY);
        found.is_some_and(|found| *found == end)
    }
}

/// A pair as it stands in the set.
#[inline]
fn turned(either: bool, start: NodeId, end: NodeId) -> (NodeId, NodeId) {
    if either && end < start { (end, start) } else { (start, end) }
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
            let nodes = (0..self.node_end()).map(NodeId);
            Arc::new(Pairs::new(lists, nodes, either))
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
