//! Sums that are handed on from the few nodes that have one, instead of being asked for by many that have none.
//!
//! Where a condition leaves few nodes, these lead back to the only nodes next to them whose sum over neighbors is not zero.

use super::super::Run;
use super::sum::{Sum, Table};
use super::way::Way;
use crate::plan::count::{Branch, Hop, NodeSum, Reduce};
use crate::value::NodeId;

/// Handing on touches nodes in no order, asking mostly in order: so many times as many may be asked instead.
const WORTH: usize = 8;

impl Run<'_> {
    /// For each node that has such neighbors with a sum, their sum; none when asking is cheaper. Gives the nodes too.
    pub(super) fn pushed(&self, branch: &Branch, below: &Sum<'_>, above: &NodeSum) -> Option<(Table, Vec<NodeId>)> {
        let few = below.few.as_deref()?;
        let back = Hop { steps: branch.hop.steps.iter().map(|step| step.turned()).collect(), ..branch.hop.clone() };
        if back.steps.len() != 1 || back.later {
            return None;
        }
        let Way::Spread(lists) = Way::new(self.view, &Hop { single: false, ..back }) else { return None };
        let met: usize = few.iter().flat_map(|node| lists.iter().map(|list| list.of(*node).len())).sum();
        let asked: u64 = branch.hop.steps[0].types.iter().map(|kind| self.view.rel_count(Some(*kind))).sum();
        if met.saturating_mul(WORTH) > self.roots(above).len().saturating_add(asked as usize) {
            return None;
        }
        let ids = self.ids(above);
        let mut table = Table { first: ids.start, values: vec![0; ids.len()] };
        let mut reached = Vec::new();
        for node in few {
            if self.input.bounds.is_stopped() {
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
}
