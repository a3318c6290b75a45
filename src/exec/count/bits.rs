//! Sets of nodes as bits.

use crate::value::NodeId;

/// A set of nodes of a range of ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    first: u32,
    words: Vec<u64>,
}

impl Bits {
    /// An empty set that takes ids from `first` on, below `end`.
    pub(super) fn new(first: u32, end: u32) -> Self {
        let first = first & !63;
        Self { first, words: vec![0; (end.saturating_sub(first) as usize).div_ceil(64)] }
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> u64 {
        size_of_val(self.words.as_slice()) as u64
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
