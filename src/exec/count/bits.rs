//! Sets of nodes as bits.

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
        let at = node.0.wrapping_sub(self.first);
        self.words.get((at >> 6) as usize).is_some_and(|word| word >> (at & 63) & 1 == 1)
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
