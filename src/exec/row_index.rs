//! Rows by their values under equivalence, each once, in the order in which they came.

use crate::value::{Key, NodeId, Value};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::{BuildHasher, Hasher};

/// No row.
const NONE: u32 = u32::MAX;

/// From so many rows on a list by node is worth its memory.
const WORTH_LIST: usize = 256;

/// Rows of one width. Many rows of a single node are found by its id without hashing, others by a hash of their values.
#[derive(Debug, Default)]
pub(super) struct RowIndex {
    /// By node the row of that node alone, plus one; not listed at first.
    nodes: Vec<u32>,
    /// Whether there are too many such indexes for each to have a list.
    sparse: bool,
    /// By hash the last row that has it.
    last: FxHashMap<u64, u32>,
    /// For each row the one before it with the same hash.
    before: Vec<u32>,
    /// The values of all rows, one row behind the other.
    values: Vec<Value>,
    width: usize,
}

impl RowIndex {
    pub(super) fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// The same with less memory, of which there may be many.
    pub(super) fn sparse(width: usize) -> Self {
        Self { width, sparse: true, ..Self::default() }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.before.len()
    }

    /// The values of a row.
    pub(super) fn row(&self, at: usize) -> &[Value] {
        &self.values[at * self.width..(at + 1) * self.width]
    }

    /// The place of a row, and whether it is new, in which case it is taken in.
    pub(super) fn place(&mut self, row: &[Value]) -> (usize, bool) {
        if let [Value::Node(node)] = row
            && !self.sparse
            && self.len() >= WORTH_LIST
        {
            return self.place_node(*node);
        }
        let hash = hash(row);
        let last = self.last.get(&hash).copied().unwrap_or(NONE);
        let mut at = last;
        while at != NONE {
            if self.row(at as usize).iter().zip(row).all(|(a, b)| Key::same(a, b)) {
                return (at as usize, false);
            }
            at = self.before[at as usize];
        }
        let new = self.len();
        self.before.push(last);
        self.last.insert(hash, new as u32);
        self.values.extend_from_slice(row);
        (new, true)
    }

    /// The place of a node in the list, which grows where it must.
    fn entry(&mut self, node: NodeId) -> &mut u32 {
        let id = node.0 as usize;
        if self.nodes.len() <= id {
            self.nodes.resize((id + 1).next_power_of_two(), 0);
        }
        &mut self.nodes[id]
    }

    fn place_node(&mut self, node: NodeId) -> (usize, bool) {
        if self.nodes.is_empty() {
            for at in 0..self.len() {
                if let Value::Node(node) = self.values[at] {
                    *self.entry(node) = at as u32 + 1;
                }
            }
        }
        let new = self.len();
        let entry = self.entry(node);
        if *entry > 0 {
            return (*entry as usize - 1, false);
        }
        *entry = new as u32 + 1;
        self.before.push(NONE);
        self.values.push(Value::Node(node));
        (new, true)
    }
}

fn hash(row: &[Value]) -> u64 {
    let mut hasher = FxBuildHasher.build_hasher();
    row.iter().for_each(|value| Key::feed(value, &mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equivalent_rows_are_one() {
        let mut index = RowIndex::new(2);
        let row = |a: Value, b: Value| [a, b];
        let text = || Value::from("a");
        assert_eq!(index.place(&row(Value::Int(1), text())), (0, true));
        assert_eq!(index.place(&row(Value::Float(1.0), text())), (0, false));
        assert_eq!(index.place(&row(Value::Null, text())), (1, true));
        assert_eq!(index.place(&row(Value::Null, text())), (1, false));
        assert_eq!(index.place(&row(text(), Value::Int(1))), (2, true));
        assert_eq!(index.len(), 3);
        assert!(matches!(index.row(2), [Value::Str(_), Value::Int(1)]));
    }

    #[test]
    fn nodes_and_other_values_live_side_by_side() {
        let mut index = RowIndex::new(1);
        let few = [Value::Node(NodeId(7)), Value::Null, Value::Node(NodeId(900)), Value::Int(7)];
        let many: Vec<Value> = few.into_iter().chain((1000..2000).map(|id| Value::Node(NodeId(id)))).collect();
        for round in [true, false] {
            for (at, value) in many.iter().enumerate() {
                assert_eq!(index.place(std::slice::from_ref(value)), (at, round));
            }
        }
    }

    #[test]
    fn rows_without_values_are_all_the_same() {
        let mut index = RowIndex::new(0);
        assert_eq!(index.place(&[]), (0, true));
        assert_eq!(index.place(&[]), (0, false));
        assert!(index.row(0).is_empty());
    }
}
