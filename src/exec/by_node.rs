//! Something for each node, found by its id.

use crate::value::NodeId;
use std::ops::Range;

/// Values of nodes, in a list that has a place for each id between the least and the greatest that were asked for. A node without
/// a value has the default.
#[derive(Debug, Default)]
pub(super) struct ByNode<T> {
    first: u32,
    values: Vec<T>,
}

impl<T: Copy + Default> ByNode<T> {
    /// No values, and room for those of nodes with these ids.
    pub(super) fn with_room(ids: &Range<u32>) -> Self {
        Self { first: ids.start, values: Vec::with_capacity(ids.len()) }
    }

    /// No values, and room for as many as there are.
    pub(super) fn renewed(&self) -> Self {
        Self { first: 0, values: Vec::with_capacity(self.values.len()) }
    }

    /// The value of a node.
    #[inline]
    pub(super) fn at(&self, node: NodeId) -> T {
        self.values.get(node.0.wrapping_sub(self.first) as usize).copied().unwrap_or_default()
    }

    /// The place of the value of a node.
    #[inline]
    pub(super) fn entry(&mut self, node: NodeId) -> &mut T {
        let at = node.0.wrapping_sub(self.first) as usize;
        if at >= self.values.len() {
            self.reach(node);
        }
        &mut self.values[(node.0 - self.first) as usize]
    }

    /// The values of nodes with ids from this one on.
    pub(super) fn values(&self) -> (u32, &[T]) {
        (self.first, &self.values)
    }

    /// Changes every value.
    pub(super) fn each_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.values.iter_mut()
    }

    /// The values of these nodes and of all between them.
    pub(super) fn between(&mut self, least: NodeId, most: NodeId) -> &mut [T] {
        self.entry(most);
        self.entry(least);
        &mut self.values[(least.0 - self.first) as usize..=(most.0 - self.first) as usize]
    }

    /// The bytes that are taken; room that was never touched takes none.
    pub(super) fn bytes(&self) -> u64 {
        size_of_val(self.values.as_slice()) as u64
    }

    /// Makes room for a node, and with it for as many more as there are already.
    #[cold]
    fn reach(&mut self, node: NodeId) {
        if self.values.is_empty() {
            self.first = node.0;
        }
        if let Some(below @ 1..) = self.first.checked_sub(node.0) {
            let more = below.max(self.values.len() as u32).min(self.first);
            self.values.splice(0..0, std::iter::repeat_n(T::default(), more as usize));
            self.first -= more;
        }
        let least = (node.0 - self.first) as usize + 1;
        if least > self.values.len() {
            let twice = least.max(2 * self.values.len());
            // What there is room for is not left for more than that.
            let length = if least <= self.values.capacity() { twice.min(self.values.capacity()) } else { twice };
            self.values.resize(length, T::default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reaches_both_ways() {
        let mut of = ByNode::default();
        for id in [100, 7, 90, 130, 0] {
            assert_eq!(of.at(NodeId(id)), 0);
            *of.entry(NodeId(id)) += id + 1;
        }
        let known: Vec<u32> = (0..200).map(|id| of.at(NodeId(id))).filter(|value| *value > 0).collect();
        assert_eq!(known, [1, 8, 91, 101, 131]);
        of.between(NodeId(5), NodeId(7)).fill(3);
        assert_eq!([4, 5, 7, 8].map(|id| of.at(NodeId(id))), [0, 3, 3, 0]);
    }
}
