//! Sums that are handed on by the nodes that have one, instead of being asked for.
//!
//! Where a condition leaves few nodes, these lead back to the only nodes next to them whose sum over neighbors is not zero.
//! Where many nodes have few neighbors in all, the sums of the many are computed in order, and added up in a small table.

use super::super::Run;
use super::block::{ROWS, rows_where};
use super::prepare::shared;
use super::sum::{Sum, Table, add_degrees};
use super::way::{NONE, Way};
use crate::graph::Lists;
use crate::plan::count::{Branch, Hop, NodeSum, Reduce};
use crate::value::NodeId;
use rayon::prelude::*;
use std::borrow::Cow;

/// Handing on touches nodes in no order, asking mostly in order: so many times as many may be asked instead.
const WORTH: usize = 8;

/// So many numbers stay in a near cache.
const NEAR: usize = 32 * 1024;

impl Run<'_> {
    /// For each node that has such neighbors with a sum, their sum; none when asking is cheaper. Gives the nodes too.
    pub(super) fn pushed(&self, branch: &Branch, below: &Sum<'_>, above: &NodeSum) -> Option<(Table<'_>, Vec<NodeId>)> {
        let few = below.few.as_deref()?;
        let lists = self.back(branch)?;
        let met: usize = few.iter().flat_map(|node| lists.iter().map(|list| list.of(*node).len())).sum();
        let asked: u64 = branch.hop.steps[0].types.iter().map(|kind| self.view.rel_count(Some(*kind))).sum();
        if met.saturating_mul(WORTH) > self.roots(above).len().saturating_add(asked as usize) {
            return None;
        }
        let ids = self.ids(above);
        let mut table = Table::new(ids, 0, self.input.bounds);
        let mut reached = Vec::new();
        for node in few {
            if self.input.bounds.must_end() {
                return None;
            }
            let number = below.at(*node);
            for list in &lists {
                let nodes = list.of(*node);
                for (at, next) in nodes.iter().enumerate() {
                    // Of several relationships between the same nodes one is enough where neighbors are taken once.
                    if branch.reduce == Reduce::SumDistinct && at > 0 && nodes[at - 1] == *next {
                        continue;
                    }
                    table.add(*next, number);
                    reached.push(*next);
                }
            }
        }
        reached.sort_unstable();
        reached.dedup();
        reached.retain(|node| table.at(*node) > 0);
        Some((table, reached))
    }

    /// The same where every neighbor has a sum: it is computed once and in order, and handed on to nodes so few that their
    /// table stays in a near cache; none when they are not so few, or asking is as good.
    pub(super) fn scattered(&self, branch: &Branch, below: &Sum<'_>, above: &NodeSum) -> Option<Table<'_>> {
        let ids = self.ids(above);
        if !branch.node.table || ids.len() > NEAR {
            return None;
        }
        let nodes = match &below.few {
            Some(few) => Cow::Borrowed(&few[..]),
            None => self.roots(&branch.node),
        };
        if nodes.len() < ids.len().saturating_mul(WORTH) {
            return None;
        }
        let lists = self.back(branch)?;
        let tables = shared(&nodes, 8 * ROWS, |pieces| {
            let mut table = Table::new(ids.clone(), 0, self.input.bounds);
            let (mut leading, mut numbers) = (Vec::with_capacity(ROWS), Vec::with_capacity(ROWS));
            for nodes in pieces.flat_map(|piece| piece.chunks(ROWS)) {
                if self.input.bounds.must_end() {
                    break;
                }
                // What leads nowhere need not be known.
                numbers.clear();
                numbers.resize(nodes.len(), 0);
                lists.iter().for_each(|list| add_degrees(*list, nodes, &mut numbers));
                leading.clear();
                leading.extend(places(&numbers).into_iter().map(|row| nodes[row as usize]));
                let nodes = leading.as_slice();
                numbers.clear();
                numbers.resize(nodes.len(), 1);
                below.multiply(nodes, &mut numbers);
                for row in places(&numbers) {
                    let (node, number) = (nodes[row as usize], numbers[row as usize]);
                    lists.iter().for_each(|list| hand_on(list.of(node), number, branch.reduce, &mut table));
                }
            }
            table
        });
        tables.reduce_with(|table, more| table.plus(&more))
    }

    /// The lists by which the neighbors lead back.
    fn back(&self, branch: &Branch) -> Option<Vec<Lists<'_>>> {
        let [step] = branch.hop.steps.as_slice() else { return None };
        let back = Hop { steps: vec![step.turned()], single: false, ..branch.hop.clone() };
        match Way::new(self.view, &back, self.input.bounds) {
            Way::Spread(lists) if !back.later => Some(lists),
            _ => None,
        }
    }
}

/// The places of the numbers that are not zero.
fn places(numbers: &[u64]) -> Vec<u32> {
    rows_where(numbers.iter().map(|number| *number > 0))
}

/// Adds a number to that of each node; of several relationships between the same nodes one is enough where neighbors are
/// taken once.
#[inline]
fn hand_on(nodes: &[NodeId], number: u64, reduce: Reduce, table: &mut Table<'_>) {
    let mut last = NONE;
    for node in nodes {
        if reduce != Reduce::SumDistinct || std::mem::replace(&mut last, *node) != *node {
            table.add(*node, number);
        }
    }
}
