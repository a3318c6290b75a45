//! Compressed sparse rows: the neighbors of each node by one relationship type and direction.

use super::super::adjacency::{AdjacencyRows, Hops, RelRun};
use crate::value::{NodeId, RelId};
use std::sync::{Arc, OnceLock};

/// Neighbors in rows, a row for each node of a range of ids, each row ordered by neighbor, then relationship.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct Csr {
    /// The node of the first row; those before it, and those behind the last row, have no neighbor.
    pub first: u32,
    /// Where each row begins; one longer than there are rows, or empty.
    pub offsets: Vec<u32>,
    /// The rows, one behind the other.
    pub nodes: Vec<NodeId>,
    /// The relationship that leads to the neighbor at the same place.
    pub rels: Rels,
    /// Whether every row has just one neighbor, looked at when first asked.
    pub single: OnceLock<bool>,
}

/// The relationships of a [`Csr`].
#[derive(Clone, Debug)]
pub(in crate::graph) enum Rels {
    /// They are numbered in the order of the rows, beginning with this one.
    Counted(u32),
    /// They stand in a list.
    Listed(Vec<RelId>),
    /// They are those of the other direction, listed when first asked for; who only counts neighbors never does.
    Turned(Arc<Csr>, OnceLock<Vec<RelId>>),
}

impl Default for Rels {
    fn default() -> Self {
        Self::Counted(0)
    }
}

/// Pairs of start and end as rows in both directions.
pub(in crate::graph) struct Both {
    pub out: Csr,
    pub into: Csr,
    /// For each place of `out` the place in the lists of pairs; none when the pairs stood in that order already, and when
    /// it was not wanted.
    pub order: Option<Vec<u32>>,
}

impl Csr {
    /// The rows without their relationships.
    pub fn rows(&self) -> AdjacencyRows<'_> {
        AdjacencyRows { first: self.first, offsets: &self.offsets, nodes: &self.nodes }
    }

    /// The row of a node, empty for one that has none, in O(1).
    pub fn row(&self, node: NodeId) -> &[NodeId] {
        &self.nodes[self.range(node)]
    }

    fn range(&self, node: NodeId) -> std::ops::Range<usize> {
        let at = node.0.wrapping_sub(self.first) as usize;
        match (self.offsets.get(at), self.offsets.get(at.wrapping_add(1))) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// The row of a node with its relationships, in O(1) once they are listed.
    pub fn hops(&self, node: NodeId) -> Hops<'_> {
        let range = self.range(node);
        let rels = match &self.rels {
            Rels::Counted(first) => RelRun::From(RelId(first + range.start as u32)),
            Rels::Listed(rels) => RelRun::Listed(&rels[range.clone()]),
            Rels::Turned(out, rels) => RelRun::Listed(&rels.get_or_init(|| self.turn(out))[range.clone()]),
        };
        Hops::new(&self.nodes[range], rels)
    }

    /// Whether every row has just one neighbor, so that `nodes` has them by row. O(rows) the first time, then O(1).
    pub fn is_single(&self) -> bool {
        let counted = || self.offsets.iter().enumerate().all(|(row, start)| row == *start as usize);
        self.nodes.len() + 1 == self.offsets.len() && *self.single.get_or_init(counted)
    }

    /// The node of the row in which a place lies, in O(log rows).
    pub fn owner(&self, place: u32) -> NodeId {
        let row = self.offsets.partition_point(|start| *start <= place);
        NodeId(self.first + row as u32 - 1)
    }

    /// The id behind that of the last row's node.
    pub fn end(&self) -> u32 {
        self.first + self.offsets.len().saturating_sub(1) as u32
    }

    /// Lists the relationships of `out` in the order of these rows. They come by start, as the rows are ordered. In a file
    /// that was made to do harm the two directions may differ; what has no place is left out, and harms nobody.
    fn turn(&self, out: &Self) -> Vec<RelId> {
        let Rels::Counted(first) = out.rels else { return Vec::new() };
        let mut next = self.offsets.clone();
        let mut rels = bytemuck::zeroed_vec(self.nodes.len());
        for (place, end) in out.nodes.iter().enumerate() {
            let Some(slot) = next.get_mut(end.0.wrapping_sub(self.first) as usize) else { continue };
            if let Some(rel) = rels.get_mut(*slot as usize) {
                *rel = RelId(first + place as u32);
                *slot += 1;
            }
        }
        rels
    }

    /// Rows from (node, neighbor, relationship) in any order, in O(n log n).
    pub fn from_hops(mut hops: Vec<(NodeId, NodeId, RelId)>) -> Self {
        hops.sort_unstable();
        let nodes = hops.iter().map(|hop| hop.1).collect();
        let rels = Rels::Listed(hops.iter().map(|hop| hop.2).collect());
        let (first, offsets) = count_rows(&[hops], |hop| hop.0.0);
        Self { first, offsets, nodes, rels, single: OnceLock::new() }
    }
}

/// How many times each node stands in lists, as where its row begins. Gives the node of the first row too.
fn count_rows<T>(lists: &[Vec<T>], node: impl Fn(&T) -> u32) -> (u32, Vec<u32>) {
    let range = lists.iter().flatten().fold(None, |range: Option<(u32, u32)>, item| {
        let node = node(item);
        Some(range.map_or((node, node), |(low, high)| (low.min(node), high.max(node))))
    });
    let Some((first, last)) = range else { return (0, Vec::new()) };
    let mut offsets = vec![0u32; (last - first) as usize + 2];
    for list in lists {
        for item in list {
            offsets[(node(item) - first) as usize + 1] += 1;
        }
    }
    for at in 1..offsets.len() {
        offsets[at] += offsets[at - 1];
    }
    (first, offsets)
}

/// Both directions of pairs in any order, which stand in lists; the relationships are numbered from zero by start, then
/// end, then their place in the lists. O(n) and a sort of each row that is not in order.
pub(in crate::graph) fn both(pairs: Vec<Vec<(u32, u32)>>, with_order: bool) -> Both {
    let (first, offsets) = count_rows(&pairs, |pair| pair.0);
    let (nodes, order) = if is_sorted(&pairs) {
        let mut nodes = Vec::with_capacity(pairs.iter().map(Vec::len).sum());
        pairs.iter().for_each(|list| nodes.extend(list.iter().map(|pair| NodeId(pair.1))));
        (nodes, None)
    } else if with_order {
        let cells = scatter(&pairs, first, &offsets, |end, place| (NodeId(end), place));
        (cells.iter().map(|cell| cell.0).collect(), Some(cells.iter().map(|cell| cell.1).collect()))
    } else {
        (scatter(&pairs, first, &offsets, |end, _| NodeId(end)), None)
    };
    drop(pairs);
    let out = Csr { first, offsets, nodes, rels: Rels::Counted(0), single: OnceLock::new() };
    let into = turned(&out);
    Both { out, into, order }
}

fn is_sorted(pairs: &[Vec<(u32, u32)>]) -> bool {
    let mut last = (0, 0);
    pairs.iter().filter(|list| !list.is_empty()).all(|list| {
        let sorted = last <= list[0] && list.is_sorted();
        last = list[list.len() - 1];
        sorted
    })
}

/// The end of each pair, and its place where that is wanted, in the rows of the starts.
fn scatter<C: Copy + Ord + bytemuck::Zeroable>(
    pairs: &[Vec<(u32, u32)>],
    first: u32,
    offsets: &[u32],
    cell: impl Fn(u32, u32) -> C,
) -> Vec<C> {
    let mut next = offsets.to_vec();
    let mut cells: Vec<C> = bytemuck::zeroed_vec(offsets.last().map_or(0, |end| *end as usize));
    let mut place = 0;
    for list in pairs {
        for (start, end) in list {
            let slot = &mut next[(start - first) as usize];
            cells[*slot as usize] = cell(*end, place);
            *slot += 1;
            place += 1;
        }
    }
    for row in offsets.windows(2) {
        let row = &mut cells[row[0] as usize..row[1] as usize];
        if !row.is_sorted() {
            row.sort_unstable();
        }
    }
    cells
}

/// The other direction; its rows come out in order, since those of `out` are gone through by start.
fn turned(out: &Csr) -> Csr {
    let (first, offsets) = count_rows(std::slice::from_ref(&out.nodes), |node| node.0);
    let mut next = offsets.clone();
    let mut nodes: Vec<NodeId> = bytemuck::zeroed_vec(out.nodes.len());
    for (row, range) in out.offsets.windows(2).enumerate() {
        for end in &out.nodes[range[0] as usize..range[1] as usize] {
            let slot = &mut next[(end.0 - first) as usize];
            nodes[*slot as usize] = NodeId(out.first + row as u32);
            *slot += 1;
        }
    }
    Csr { first, offsets, nodes, ..Csr::default() }
}
