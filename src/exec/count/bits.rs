//! Sets of nodes as bits.

use super::block::ROWS;
use super::way::NONE;
use crate::value::{Bounds, Counted, NodeId};
use std::ops::Range;

/// A set of nodes of a range of ids.
#[derive(Debug)]
pub(super) struct Bits<'b> {
    first: u32,
    words: Counted<'b, u64>,
}

impl<'b> Bits<'b> {
    /// An empty set that takes these ids; none at all where there is no room, of which the run fails.
    pub(super) fn new(ids: Range<u32>, bounds: &'b Bounds) -> Self {
        let first = ids.start & !63;
        let words = (ids.end.saturating_sub(first) as usize).div_ceil(64);
        Self { first, words: bounds.table_or_none(0, words) }
    }

    /// Whether a node is in it; one out of its range is not.
    #[inline]
    pub(super) fn has(&self, node: NodeId) -> bool {
        self.looked_up()(node)
    }

    /// How many of these nodes are in it.
    #[inline]
    pub(super) fn count(&self, nodes: &[NodeId]) -> u64 {
        let has = self.looked_up();
        nodes.iter().map(|node| u64::from(has(*node))).sum()
    }

    /// Those of up to [`ROWS`] nodes that are in it, picked without a branch, which could not be foretold.
    #[inline]
    pub(super) fn pick<'a>(&self, nodes: &[NodeId], room: &'a mut Vec<NodeId>) -> &'a [NodeId] {
        room.resize(ROWS, NONE);
        let (has, mut count) = (self.looked_up(), 0);
        for node in nodes {
            room[count] = *node;
            count += usize::from(has(*node));
        }
        &room[..count]
    }

    /// Those of these nodes that are in it. Made for few of many, so that most often nothing is done.
    #[inline]
    pub(super) fn those<'s>(&'s self, nodes: &'s [NodeId]) -> impl Iterator<Item = &'s NodeId> {
        let has = self.looked_up();
        nodes.iter().filter(move |node| has(**node))
    }

    /// The same as [`Bits::has`], with what is asked for each node looked up once.
    #[inline]
    fn looked_up(&self) -> impl Fn(NodeId) -> bool {
        let (first, words) = (self.first, &self.words[..]);
        move |node| {
            let at = node.0.wrapping_sub(first);
            words.get((at >> 6) as usize).is_some_and(|word| word >> (at & 63) & 1 == 1)
        }
    }

    /// Puts a node in; one out of its range stays out.
    #[inline]
    pub(super) fn put(&mut self, node: NodeId) {
        let at = node.0.wrapping_sub(self.first);
        if let Some(word) = self.words.get_mut((at >> 6) as usize) {
            *word |= 1 << (at & 63);
        }
    }

    /// Takes a node out.
    #[inline]
    pub(super) fn take(&mut self, node: NodeId) {
        let at = node.0.wrapping_sub(self.first);
        if let Some(word) = self.words.get_mut((at >> 6) as usize) {
            *word &= !(1 << (at & 63));
        }
    }

    /// Takes nodes out, which must be all that are in it.
    pub(super) fn empty<'n>(&mut self, nodes: impl ExactSizeIterator<Item = &'n NodeId>) {
        if nodes.len() < self.words.len() / 8 {
            nodes.for_each(|node| self.take(*node));
        } else {
            self.words.fill(0);
        }
    }
}
