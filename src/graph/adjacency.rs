//! Sorted adjacency: for each node its neighbors by one relationship type and direction, as a slice.

use super::base::Csr;
use super::pairs::PairSets;
use crate::value::{NodeId, RelId};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Neighbors of one node, ordered by neighbor, then relationship.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hops<'g> {
    /// The neighbors; one that is reached by several relationships stands several times.
    pub nodes: &'g [NodeId],
    rels: RelRun<'g>,
}

/// The relationships of a row: bulk data have them numbered in the order of the rows, so that no list is needed.
#[derive(Clone, Copy, Debug)]
pub(super) enum RelRun<'g> {
    From(RelId),
    Listed(&'g [RelId]),
}

impl Default for RelRun<'_> {
    fn default() -> Self {
        Self::Listed(&[])
    }
}

impl<'g> Hops<'g> {
    pub(super) fn new(nodes: &'g [NodeId], rels: RelRun<'g>) -> Self {
        Self { nodes, rels }
    }

    /// How many relationships there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The relationship that leads to the neighbor at this place.
    ///
    /// # Panics
    /// When the place is not below [`Hops::len`].
    #[must_use]
    pub fn rel(&self, at: usize) -> RelId {
        match self.rels {
            RelRun::From(first) => RelId(first.0 + at as u32),
            RelRun::Listed(rels) => rels[at],
        }
    }

    /// The place of a relationship. O(1) in bulk data whose relationships are numbered in the order of the neighbors, else
    /// O(length).
    #[must_use]
    pub fn place(&self, rel: RelId) -> Option<usize> {
        match self.rels {
            RelRun::From(first) => Some(rel.0.wrapping_sub(first.0) as usize).filter(|at| *at < self.nodes.len()),
            RelRun::Listed(rels) => rels.iter().position(|each| *each == rel),
        }
    }

    /// Neighbor and relationship, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, RelId)> + use<'g> {
        let hops = *self;
        hops.nodes.iter().enumerate().map(move |(at, node)| (*node, hops.rel(at)))
    }

    /// Only those in these places.
    ///
    /// # Panics
    /// When there is no such place.
    #[must_use]
    pub fn range(&self, places: Range<usize>) -> Self {
        let rels = match self.rels {
            RelRun::From(first) => RelRun::From(RelId(first.0 + places.start as u32)),
            RelRun::Listed(rels) => RelRun::Listed(&rels[places.clone()]),
        };
        Self { nodes: &self.nodes[places], rels }
    }

    /// Only the relationships that lead to `node`, found in O(log length).
    #[must_use]
    pub fn to(&self, node: NodeId) -> Self {
        let start = self.nodes.partition_point(|each| *each < node);
        let end = start + self.nodes[start..].partition_point(|each| *each == node);
        self.range(start..end)
    }
}

/// The neighbors of every node by one relationship type in one direction.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'g> {
    rows: AdjacencyRows<'g>,
    from: Option<&'g Adjacency>,
    /// Some lists were changed by statements, so that `rows` does not say the truth.
    patched: bool,
}

impl<'g> Lists<'g> {
    pub(super) fn new(adjacency: Option<&'g Adjacency>) -> Self {
        let rows = adjacency.and_then(Adjacency::rows);
        Self { rows: rows.unwrap_or_default(), from: adjacency, patched: adjacency.is_some() && rows.is_none() }
    }

    pub(super) fn over(rows: AdjacencyRows<'g>) -> Self {
        Self { rows, from: None, patched: false }
    }

    /// The neighbors of a node in order, in O(1); cheaper than [`Hops`], whose relationships may first have to be listed.
    #[inline]
    #[must_use]
    pub fn of(self, node: NodeId) -> &'g [NodeId] {
        if self.patched { self.from.map_or(&[], |adjacency| adjacency.nodes_of(node)) } else { self.rows.of(node) }
    }

    /// All lists at once, one behind the other; none when some list was changed by a statement.
    #[must_use]
    pub fn rows(self) -> Option<AdjacencyRows<'g>> {
        (!self.patched).then_some(self.rows)
    }

    /// Where every node of a range of ids has just one neighbor, and no other node has any: the first id, and the
    /// neighbors. O(nodes) the first time, then O(1).
    #[must_use]
    pub fn singles(self) -> Option<(u32, &'g [NodeId])> {
        let adjacency = self.from.filter(|each| each.patches.is_empty() && each.rows.is_single())?;
        Some((adjacency.rows.first, &adjacency.rows.nodes))
    }
}

/// The neighbors of a range of nodes by one relationship type and direction, as compressed sparse rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct AdjacencyRows<'g> {
    /// The id of the node of the first row; nodes outside the rows have no neighbor.
    pub first: u32,
    /// Where each row begins in `nodes`; one longer than there are rows.
    pub offsets: &'g [u32],
    /// The neighbors, row by row, sorted within each.
    pub nodes: &'g [NodeId],
}

impl<'g> AdjacencyRows<'g> {
    /// How many neighbors a node has.
    #[inline]
    #[must_use]
    pub fn degree(self, node: NodeId) -> u32 {
        let at = node.0.wrapping_sub(self.first) as usize;
        match (self.offsets.get(at), self.offsets.get(at.wrapping_add(1))) {
            (Some(start), Some(end)) => end - start,
            _ => 0,
        }
    }

    /// Where the rows of nodes with these ids begin, and where the last one ends; none when one is outside the rows.
    #[must_use]
    pub fn ends(self, ids: Range<u32>) -> Option<&'g [u32]> {
        let (first, last) = (ids.start.checked_sub(self.first)?, ids.end.checked_sub(self.first)?);
        self.offsets.get(first as usize..=last as usize)
    }

    /// The row of a node, empty for one outside the rows.
    #[inline]
    #[must_use]
    pub fn of(self, node: NodeId) -> &'g [NodeId] {
        let at = node.0.wrapping_sub(self.first) as usize;
        match (self.offsets.get(at), self.offsets.get(at.wrapping_add(1))) {
            (Some(start), Some(end)) => &self.nodes[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

/// Compressed rows, with a patch for each node whose neighbors changed since they were built.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    rows: Arc<Csr>,
    patches: FxHashMap<NodeId, (Vec<NodeId>, Vec<RelId>)>,
    /// How many neighbors had to make room for others, or to close up.
    moved: usize,
    /// See [`super::View::later`]; made when first asked for, and anew after a change.
    pub(super) later: OnceLock<Arc<Csr>>,
    pub(super) pairs: PairSets,
}

/// To build the lists anew costs as much for a neighbor as to move so many.
const MOVES: usize = 32;

impl Adjacency {
    pub(super) fn over(rows: Arc<Csr>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// The neighbors of a node with the relationships, in O(1).
    pub(super) fn of(&self, node: NodeId) -> Hops<'_> {
        match self.patch_of(node) {
            Some((nodes, rels)) => Hops::new(nodes, RelRun::Listed(rels)),
            None => self.rows.hops(node),
        }
    }

    /// The neighbors of a node, in O(1).
    pub(super) fn nodes_of(&self, node: NodeId) -> &[NodeId] {
        match self.patch_of(node) {
            Some((nodes, _)) => nodes,
            None => self.rows.row(node),
        }
    }

    fn patch_of(&self, node: NodeId) -> Option<&(Vec<NodeId>, Vec<RelId>)> {
        if self.patches.is_empty() { None } else { self.patches.get(&node) }
    }

    /// The rows, when none is patched.
    pub(super) fn rows(&self) -> Option<AdjacencyRows<'_>> {
        self.patches.is_empty().then(|| self.rows.rows())
    }

    /// Whether so much has changed that building anew is cheaper than carrying the patches.
    pub(super) fn is_worn(&self) -> bool {
        let cheap = 1_000 + MOVES * self.rows.nodes.len();
        self.patches.len() > 64 + self.rows.offsets.len() / 4 || self.moved > cheap
    }

    /// Adds a hop in O(degree of the node).
    pub(super) fn insert(&mut self, node: NodeId, to: NodeId, rel: RelId) {
        let (nodes, rels) = self.patch(node);
        let at = position(nodes, rels, to, rel);
        let moved = nodes.len() - at;
        nodes.insert(at, to);
        rels.insert(at, rel);
        self.moved += moved;
    }

    /// Takes a hop away in O(degree of the node).
    pub(super) fn remove(&mut self, node: NodeId, to: NodeId, rel: RelId) {
        let (nodes, rels) = self.patch(node);
        let at = position(nodes, rels, to, rel);
        if rels.get(at) == Some(&rel) {
            let moved = nodes.len() - at;
            nodes.remove(at);
            rels.remove(at);
            self.moved += moved;
        }
    }

    fn patch(&mut self, node: NodeId) -> &mut (Vec<NodeId>, Vec<RelId>) {
        self.forget();
        self.patches.entry(node).or_insert_with(|| self.rows.hops(node).iter().unzip())
    }
}

/// Where (to, rel) stands or belongs in the order.
fn position(nodes: &[NodeId], rels: &[RelId], to: NodeId, rel: RelId) -> usize {
    let start = nodes.partition_point(|each| *each < to);
    let end = start + nodes[start..].partition_point(|each| *each == to);
    start + rels[start..end].partition_point(|each| *each < rel)
}
