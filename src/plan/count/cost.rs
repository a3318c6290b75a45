//! What the steps of a count cost, in nanoseconds or so.
//!
//! Most of the time goes by waiting for memory: a node that is met in the order of ids lies beside the one before, while
//! any other has to be fetched from a cache, or from beyond it.

/// As many nodes have what is known of each in a cache that is near.
const NEAR_NODES: f64 = 100_000.0;

/// What is far away costs so many times as much.
const FAR: f64 = 10.0;

/// To look at a candidate.
pub(super) const CANDIDATE: f64 = 0.7;

/// To keep the number of a group that is a pair of nodes or more, and to give a row for it.
pub(super) const GROUP: f64 = 80.0;

/// The same where such groups are given piece by piece.
pub(super) const NEAR_GROUP: f64 = 30.0;

/// To add a match to the number of a pair of nodes, when those of one node don't come one behind the other.
pub(super) const APART: f64 = 30.0;

/// To make so many rows and to add each to a group whose other rows are near, when meeting the nodes costs as much as
/// meeting so many in the order of their ids.
#[must_use]
pub fn of_rows(rows: f64, nodes: f64) -> f64 {
    20.0 * rows + 8.0 * nodes
}

/// To look whether a node is marked.
pub(super) const MARKED: f64 = 0.7;

/// To look for a pair of nodes in the set of so many pairs: for many rows at once, or for one after the other, when each
/// waits for the memory.
pub(super) fn pair(pairs: f64, together: bool) -> f64 {
    6.0 + if together { 1.0 } else { 4.0 } * touch(pairs)
}

/// To look at one of so many nodes, met in no order.
pub(super) fn touch(nodes: f64) -> f64 {
    if nodes > NEAR_NODES { FAR } else { 2.0 }
}

/// To search a list of such length, most of it for taking the wrong way once.
pub(super) fn search(length: f64) -> f64 {
    6.0 + 3.0 * length.max(1.0).log2()
}
