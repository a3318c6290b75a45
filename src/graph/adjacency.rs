//! Sorted adjacency: for each node its neighbours by one relationship type and direction, as a slice.

use crate::value::{NodeId, RelId};
use rustc_hash::FxHashMap;

/// Neighbours of one node: two slices of one length, ordered by neighbour, then relationship.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hops<'g> {
    /// The neighbours; one that is reached by several relationships stands several times.
    pub nodes: &'g [NodeId],
    /// The relationship that leads to the neighbour at the same place.
    pub rels: &'g [RelId],
}

impl<'g> Hops<'g> {
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

    /// Neighbour and relationship, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, RelId)> + use<'g> {
        self.nodes.iter().copied().zip(self.rels.iter().copied())
    }

    /// Only the relationships that lead to `node`, found in O(log length).
    #[must_use]
    pub fn to(&self, node: NodeId) -> Self {
        let start = self.nodes.partition_point(|each| *each < node);
        let end = start + self.nodes[start..].partition_point(|each| *each == node);
        Self { nodes: &self.nodes[start..end], rels: &self.rels[start..end] }
    }
}

/// The neighbours of every node by one relationship type in one direction.
#[derive(Clone, Copy, Debug)]
pub struct Lists<'g> {
    adjacency: Option<&'g Adjacency>,
}

impl<'g> Lists<'g> {
    pub(super) fn new(adjacency: Option<&'g Adjacency>) -> Self {
        Self { adjacency }
    }

    /// The neighbours of a node in order, in O(1).
    #[must_use]
    pub fn of(self, node: NodeId) -> &'g [NodeId] {
        self.adjacency.map_or(&[], |adjacency| adjacency.of(node).nodes)
    }
}

/// Compressed sparse rows, with a patch for each node whose neighbours changed since they were built.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    /// Where each node's neighbours begin; one longer than there were nodes.
    offsets: Vec<u32>,
    nodes: Vec<NodeId>,
    rels: Vec<RelId>,
    patches: FxHashMap<NodeId, (Vec<NodeId>, Vec<RelId>)>,
}

impl Adjacency {
    /// Builds from (node, neighbour, relationship) in any order, in O(n log n).
    pub(super) fn build(node_count: usize, mut hops: Vec<(NodeId, NodeId, RelId)>) -> Self {
        hops.sort_unstable();
        let mut offsets = vec![0u32; node_count + 1];
        for (node, _, _) in &hops {
            offsets[node.0 as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let nodes = hops.iter().map(|hop| hop.1).collect();
        let rels = hops.iter().map(|hop| hop.2).collect();
        Self { offsets, nodes, rels, patches: FxHashMap::default() }
    }

    /// The neighbours of a node, in O(1).
    pub(super) fn of(&self, node: NodeId) -> Hops<'_> {
        if !self.patches.is_empty()
            && let Some((nodes, rels)) = self.patches.get(&node)
        {
            return Hops { nodes, rels };
        }
        self.built(node)
    }

    fn built(&self, node: NodeId) -> Hops<'_> {
        let at = node.0 as usize;
        let (Some(start), Some(end)) = (self.offsets.get(at), self.offsets.get(at + 1)) else {
            return Hops::default();
        };
        let range = *start as usize..*end as usize;
        Hops { nodes: &self.nodes[range.clone()], rels: &self.rels[range] }
    }

    /// Whether so much has changed that building anew is cheaper than carrying the patches.
    pub(super) fn is_worn(&self) -> bool {
        self.patches.len() > 64 + self.offsets.len() / 4
    }

    /// Adds a hop in O(degree of the node).
    pub(super) fn insert(&mut self, node: NodeId, to: NodeId, rel: RelId) {
        let (nodes, rels) = self.patch(node);
        let at = position(nodes, rels, to, rel);
        nodes.insert(at, to);
        rels.insert(at, rel);
    }

    /// Takes a hop away in O(degree of the node).
    pub(super) fn remove(&mut self, node: NodeId, to: NodeId, rel: RelId) {
        let (nodes, rels) = self.patch(node);
        let at = position(nodes, rels, to, rel);
        if rels.get(at) == Some(&rel) {
            nodes.remove(at);
            rels.remove(at);
        }
    }

    fn patch(&mut self, node: NodeId) -> &mut (Vec<NodeId>, Vec<RelId>) {
        if !self.patches.contains_key(&node) {
            let hops = self.built(node);
            let copy = (hops.nodes.to_vec(), hops.rels.to_vec());
            self.patches.insert(node, copy);
        }
        self.patches.entry(node).or_default()
    }
}

/// Where (to, rel) stands or belongs in the order.
fn position(nodes: &[NodeId], rels: &[RelId], to: NodeId, rel: RelId) -> usize {
    let start = nodes.partition_point(|each| *each < to);
    let end = start + nodes[start..].partition_point(|each| *each == to);
    start + rels[start..end].partition_point(|each| *each < rel)
}
