//! What hangs on a node, as a number: sums over neighbors, multiplied.

use super::bits::Bits;
use crate::graph::{Direction, LabelId, Lists, View};
use crate::ir::Arrow;
use crate::plan::count::{Hop, Reduce};
use crate::value::NodeId;
use rayon::prelude::*;

/// The lists of neighbors that a hop goes through.
pub(super) fn lists<'g>(view: View<'g>, hop: &Hop) -> Vec<Lists<'g>> {
    let directions: &[Direction] = match hop.arrow {
        Arrow::Right => &[Direction::Out],
        Arrow::Left => &[Direction::In],
        Arrow::Both => &[Direction::Out, Direction::In],
    };
    let pairs = hop.types.iter().flat_map(|kind| directions.iter().map(|direction| (*kind, *direction)));
    pairs.map(|(kind, direction)| view.lists(kind, direction)).collect()
}

/// Which nodes a variable may stand for.
#[derive(Debug)]
pub(super) enum Member {
    /// Those with ids from the first to the last.
    Range(u32, u32),
    /// Those of a set.
    Set(Bits),
}

impl Member {
    /// The nodes of a label, as a range where their ids have no gap.
    pub(super) fn of_label(view: View<'_>, label: LabelId) -> Self {
        let nodes = view.nodes_with(label);
        match (nodes.first(), nodes.last()) {
            (Some(first), Some(last)) if (last.0 - first.0) as usize + 1 == nodes.len() => Self::Range(first.0, last.0),
            (Some(first), Some(last)) => {
                let mut bits = Bits::new(first.0, last.0 + 1);
                nodes.iter().for_each(|node| bits.put(*node));
                Self::Set(bits)
            }
            _ => Self::Set(Bits::default()),
        }
    }

    #[inline]
    pub(super) fn has(&self, node: NodeId) -> bool {
        match self {
            Self::Range(first, last) => *first <= node.0 && node.0 <= *last,
            Self::Set(bits) => bits.has(node),
        }
    }
}

/// Numbers for nodes with ids from `first` on; those without one have zero.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) first: u32,
    pub(super) values: Vec<u64>,
}

impl Table {
    #[inline]
    pub(super) fn at(&self, node: NodeId) -> u64 {
        self.values.get(node.0.wrapping_sub(self.first) as usize).copied().unwrap_or(0)
    }
}

/// A variable with all that is summed away at it. Numbers stick at the largest one, which stands for too many.
#[derive(Debug)]
pub(super) struct Sum<'g> {
    pub(super) members: Vec<Member>,
    pub(super) branches: Vec<Sums<'g>>,
    pub(super) table: Option<Table>,
}

impl Sum<'_> {
    /// The product of what hangs on a node; zero when the variable can't stand for it.
    #[inline]
    pub(super) fn at(&self, node: NodeId) -> u64 {
        if let Some(table) = &self.table {
            return table.at(node);
        }
        self.compute(node)
    }

    fn compute(&self, node: NodeId) -> u64 {
        if !self.members.iter().all(|member| member.has(node)) {
            return 0;
        }
        let mut product = 1u64;
        for branch in &self.branches {
            product = product.saturating_mul(branch.at(node));
            if product == 0 {
                break;
            }
        }
        product
    }

    /// Whether it is one for every node.
    pub(super) fn is_bare(&self) -> bool {
        self.members.is_empty() && self.branches.is_empty() && self.table.is_none()
    }

    /// Computes the numbers of all nodes from `first` on, below `end`.
    pub(super) fn fill(&mut self, first: u32, end: u32) {
        let values = (first..end).into_par_iter().with_min_len(4096).map(|node| self.compute(NodeId(node))).collect();
        self.table = Some(Table { first, values });
    }
}

/// A sum over the neighbors of a node.
#[derive(Debug)]
pub(super) struct Sums<'g> {
    pub(super) lists: Vec<Lists<'g>>,
    pub(super) reduce: Reduce,
    pub(super) node: Sum<'g>,
}

impl Sums<'_> {
    #[inline]
    pub(super) fn at(&self, node: NodeId) -> u64 {
        let mut sum = 0u64;
        for list in &self.lists {
            sum = sum.saturating_add(self.over(list.of(node)));
        }
        match self.reduce {
            Reduce::Sum | Reduce::SumDistinct => sum,
            Reduce::AtLeastOne => sum.max(1),
            Reduce::Exists => u64::from(sum > 0),
            Reduce::Missing => u64::from(sum == 0),
        }
    }

    #[inline]
    fn over(&self, nodes: &[NodeId]) -> u64 {
        if self.reduce == Reduce::SumDistinct {
            let firsts = nodes.chunk_by(|a, b| a == b).map(|same| same[0]);
            return firsts.fold(0, |sum: u64, node| sum.saturating_add(self.node.at(node)));
        }
        if self.node.is_bare() {
            return nodes.len() as u64;
        }
        if let Some(table) = &self.node.table {
            return nodes.iter().fold(0, |sum: u64, node| sum.saturating_add(table.at(*node)));
        }
        if let ([], [only]) = (self.node.members.as_slice(), self.node.branches.as_slice()) {
            return nodes.iter().fold(0, |sum: u64, node| sum.saturating_add(only.at(*node)));
        }
        nodes.iter().fold(0, |sum: u64, node| sum.saturating_add(self.node.at(*node)))
    }
}
