//! What hangs on a node, as a number: sums over neighbors, multiplied.

use super::bits::Bits;
use super::block::{ROWS, in_a_row, rows_where};
use super::way::{NONE, Way};
use crate::graph::{LabelId, Lists, View};
use crate::plan::count::Reduce;
use crate::value::{Bounds, Counted, NodeId};
use rayon::prelude::*;
use std::ops::Range;

/// The sums of so many neighbors are asked for together, so that the processor waits for many of them at once.
const LONG: usize = 16;

/// Which nodes a variable may stand for.
#[derive(Debug)]
pub(super) enum Member<'g> {
    /// Those with these ids.
    Range(Range<u32>),
    /// Those of a set.
    Set(Bits<'g>),
}

impl<'g> Member<'g> {
    /// The nodes of a label, as a range where their ids have no gap.
    pub(super) fn of_label(view: View<'_>, label: LabelId, bounds: &'g Bounds) -> Self {
        if let Some(ids) = view.ids_with(label) {
            return Self::Range(ids);
        }
        let nodes = view.nodes_with(label);
        let ids = nodes.first().map_or(0, |node| node.0)..nodes.last().map_or(0, |node| node.0 + 1);
        let mut bits = Bits::new(ids, bounds);
        nodes.iter().for_each(|node| bits.put(*node));
        Self::Set(bits)
    }

    #[inline]
    pub(super) fn has(&self, node: NodeId) -> bool {
        match self {
            Self::Range(ids) => ids.contains(&node.0),
            Self::Set(bits) => bits.has(node),
        }
    }
}

/// Numbers for nodes with ids from `first` on; those without one have zero.
#[derive(Debug)]
pub(super) struct Table<'b> {
    first: u32,
    values: Counted<'b, u64>,
}

impl<'b> Table<'b> {
    /// The same number for all of these ids. Where there is no room it is zero, of which the run fails.
    pub(super) fn new(ids: Range<u32>, number: u64, bounds: &'b Bounds) -> Self {
        Self { first: ids.start, values: bounds.table_or_none(number, ids.len()) }
    }

    /// Adds the numbers of another, which is made for the same ids.
    pub(super) fn plus(mut self, more: &Self) -> Self {
        for (number, more) in self.values.iter_mut().zip(more.values.iter()) {
            *number = number.saturating_add(*more);
        }
        self
    }

    /// Adds to the number of a node; one with an id out of the range has none.
    pub(super) fn add(&mut self, node: NodeId, number: u64) {
        if let Some(value) = self.values.get_mut(node.0.wrapping_sub(self.first) as usize) {
            *value = value.saturating_add(number);
        }
    }

    #[inline]
    pub(super) fn at(&self, node: NodeId) -> u64 {
        self.values.get(node.0.wrapping_sub(self.first) as usize).copied().unwrap_or(0)
    }

    /// The numbers of nodes one after the other.
    #[inline]
    fn each<'s>(&'s self, nodes: &'s [NodeId]) -> impl Iterator<Item = u64> + 's {
        let (first, values) = (self.first, &self.values[..]);
        nodes.iter().map(move |node| values.get(node.0.wrapping_sub(first) as usize).copied().unwrap_or(0))
    }
}

/// A variable with all that is summed away at it. Numbers stick at the largest one, which stands for too many.
#[derive(Debug)]
pub(super) struct Sum<'g> {
    pub(super) members: Vec<Member<'g>>,
    /// How often each node counts; there are members then too.
    pub(super) weights: Option<Table<'g>>,
    pub(super) branches: Vec<Sums<'g>>,
    pub(super) table: Option<Table<'g>>,
    /// The only nodes whose number may not be zero, when they are known to be few.
    pub(super) few: Option<Counted<'g, NodeId>>,
}

impl<'g> Sum<'g> {
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
        let mut product = self.weights.as_ref().map_or(1, |weights| weights.at(node));
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

    /// Multiplies a number of each node by what hangs on it.
    pub(super) fn multiply(&self, nodes: &[NodeId], numbers: &mut [u64]) {
        if let Some(table) = &self.table {
            return Reduce::Sum.multiply(numbers, table.each(nodes));
        }
        for member in &self.members {
            for (node, number) in nodes.iter().zip(&mut *numbers) {
                *number *= u64::from(member.has(*node));
            }
        }
        if let Some(weights) = &self.weights {
            Reduce::Sum.multiply(numbers, weights.each(nodes));
        }
        multiply_all(&self.branches, nodes, numbers);
    }

    /// Computes the numbers of all nodes with these ids; a statement that is told to end leaves them undone.
    pub(super) fn fill(&mut self, ids: Range<u32>, bounds: &'g Bounds) {
        let mut table = Table::new(ids, 1, bounds);
        let first = table.first;
        table.values.par_chunks_mut(ROWS).enumerate().with_min_len(8).for_each(|(at, values)| {
            if bounds.must_end() {
                return;
            }
            let first = first + (at * ROWS) as u32;
            let nodes: Vec<NodeId> = (first..first + values.len() as u32).map(NodeId).collect();
            self.multiply(&nodes, values);
        });
        self.table = Some(table);
    }
}

/// Multiplies by each branch in turn; as soon as many numbers are zero, the rest is asked for the others alone.
fn multiply_all(branches: &[Sums<'_>], nodes: &[NodeId], numbers: &mut [u64]) {
    for (at, branch) in branches.iter().enumerate() {
        let left = numbers.iter().filter(|number| **number > 0).count();
        if left == 0 {
            return;
        }
        if left + left / 4 < numbers.len() {
            let kept = rows_where(numbers.iter().map(|number| *number > 0));
            let few: Vec<NodeId> = kept.iter().map(|row| nodes[*row as usize]).collect();
            let mut products: Vec<u64> = kept.iter().map(|row| numbers[*row as usize]).collect();
            multiply_all(&branches[at..], &few, &mut products);
            kept.iter().zip(products).for_each(|(row, product)| numbers[*row as usize] = product);
            return;
        }
        branch.multiply(nodes, numbers);
    }
}

/// Adds to each number how many neighbors its node has.
pub(super) fn add_degrees(list: Lists<'_>, nodes: &[NodeId], numbers: &mut [u64]) {
    match list.rows() {
        Some(rows) => match in_a_row(nodes).and_then(|ids| rows.ends(ids)) {
            // Without a jump, so that several are dealt with at once.
            Some(ends) => {
                ends.windows(2).zip(numbers).for_each(|(ends, number)| *number += u64::from(ends[1] - ends[0]));
            }
            None => nodes.iter().zip(numbers).for_each(|(node, number)| *number += u64::from(rows.degree(*node))),
        },
        None => nodes.iter().zip(numbers).for_each(|(node, number)| *number += list.of(*node).len() as u64),
    }
}

impl Reduce {
    /// What a sum over neighbors counts as.
    #[inline]
    fn of(self, sum: u64) -> u64 {
        match self {
            Self::Sum | Self::SumDistinct => sum,
            Self::AtLeastOne => sum.max(1),
            Self::Exists => u64::from(sum > 0),
            Self::Missing => u64::from(sum == 0),
        }
    }

    /// Multiplies numbers by what sums count as, which is decided once for all of them.
    #[inline]
    fn multiply(self, numbers: &mut [u64], sums: impl Iterator<Item = u64>) {
        let pairs = numbers.iter_mut().zip(sums);
        match self {
            Self::Sum | Self::SumDistinct => pairs.for_each(|(number, sum)| *number = number.saturating_mul(sum)),
            Self::AtLeastOne => pairs.for_each(|(number, sum)| *number = number.saturating_mul(sum.max(1))),
            Self::Exists => pairs.for_each(|(number, sum)| *number *= u64::from(sum > 0)),
            Self::Missing => pairs.for_each(|(number, sum)| *number *= u64::from(sum == 0)),
        }
    }
}

/// A sum over the neighbors of a node.
#[derive(Debug)]
pub(super) struct Sums<'g> {
    pub(super) way: Way<'g>,
    pub(super) reduce: Reduce,
    pub(super) node: Sum<'g>,
    /// The sum of each node, where these were handed on instead: see [`super::push`].
    pub(super) pushed: Option<Table<'g>>,
}

impl Sums<'_> {
    fn at(&self, node: NodeId) -> u64 {
        if let Some(table) = &self.pushed {
            return self.reduce.of(table.at(node));
        }
        self.reduce.of(match &self.way {
            Way::Follow(steps) => {
                let end = steps.iter().fold(node, |node, step| if node == NONE { NONE } else { step.of(node) });
                if end == NONE { 0 } else { self.node.at(end) }
            }
            Way::Spread(lists) => lists.iter().fold(0, |sum, list| sum.saturating_add(self.over(list.of(node)))),
        })
    }

    fn multiply(&self, nodes: &[NodeId], numbers: &mut [u64]) {
        if let Some(table) = &self.pushed {
            return self.reduce.multiply(numbers, table.each(nodes));
        }
        match &self.way {
            Way::Follow(steps) => {
                let mut ends = nodes.to_vec();
                steps.iter().for_each(|step| step.all(&mut ends));
                let mut sums: Vec<u64> = ends.iter().map(|end| u64::from(*end != NONE)).collect();
                self.node.multiply(&ends, &mut sums);
                self.reduce.multiply(numbers, sums.into_iter());
            }
            Way::Spread(lists) if self.node.is_bare() && self.reduce != Reduce::SumDistinct => {
                let mut sums = vec![0u64; nodes.len()];
                lists.iter().for_each(|list| add_degrees(*list, nodes, &mut sums));
                self.reduce.multiply(numbers, sums.into_iter());
            }
            Way::Spread(_) => {
                for (node, number) in nodes.iter().zip(numbers) {
                    if *number > 0 {
                        *number = number.saturating_mul(self.at(*node));
                    }
                }
            }
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
        if nodes.len() < LONG {
            return nodes.iter().fold(0, |sum: u64, node| sum.saturating_add(self.node.compute(*node)));
        }
        let mut numbers = Vec::with_capacity(nodes.len().min(ROWS));
        nodes.chunks(ROWS).fold(0, |sum: u64, nodes| {
            numbers.clear();
            numbers.resize(nodes.len(), 1);
            self.node.multiply(nodes, &mut numbers);
            numbers.iter().fold(sum, |sum, number| sum.saturating_add(*number))
        })
    }
}
