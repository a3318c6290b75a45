//! How many rows an operator is expected to give, from the exact counts of the graph.
//!
//! The guesses are those that the planner orders a pattern by. They use no function whose last digit differs between
//! machines.

use super::super::{Expand, Most, NodeTest, Scan, Step, Walk};
use crate::graph::{Direction, LabelId, TypeId, View};
use crate::ir::{Arrow, CompareOp, Expr, ExprKind, Slot};
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Of the rows that an equality tests, the share that it is taken to leave.
const EQUALITY_SHARE: f64 = 0.05;

/// Of the rows that a condition other than an equality tests, the share that it is taken to leave.
const CONDITION_SHARE: f64 = 0.5;

/// A walk without an upper bound is taken to end after so many steps.
const USUAL_WALK: u64 = 8;

/// What is known while the steps of a pattern are gone through.
pub(super) struct Estimate<'a> {
    view: View<'a>,
    /// The labels that a slot is known to have.
    labels: BTreeMap<Slot, Vec<LabelId>>,
    /// The slots of nodes that have relationships.
    met: BTreeSet<Slot>,
}

impl<'a> Estimate<'a> {
    pub(super) fn new(view: View<'a>) -> Self {
        Self { view, labels: BTreeMap::new(), met: BTreeSet::new() }
    }

    /// The rows after a step, of the rows before it.
    pub(super) fn step(&mut self, step: &Step, rows: f64) -> f64 {
        match step {
            Step::Reach(reach) => {
                let mut rows = self.scan(&reach.start, &reach.scan, rows)
                    * reach.tests.iter().map(condition_share).product::<f64>();
                for hop in &reach.hops {
                    let share: f64 = hop.tests.iter().map(condition_share).product();
                    let most = hop.walk.to.labels.iter().map(|label| self.with(*label)).fold(self.all(), f64::min);
                    rows = (rows * self.walk(&hop.walk)).min(most) * share;
                }
                rows
            }
            Step::Node { node, from } => self.scan(node, from, rows),
            Step::Expand(expand) => rows * self.expand(expand),
            Step::Walk(walk) => rows * self.walk(walk),
            Step::Given(given) => rows * self.settle(&given.left) * self.settle(&given.right),
            Step::Repeat(repeat) => rows * self.settle(&repeat.to) * if repeat.to.bound { 1.0 } else { self.all() },
            Step::Select(select) => match select.links.last() {
                Some((_, to)) if !to.bound => rows * self.settle(to) * self.all(),
                _ => rows,
            },
            Step::Path(_) => rows,
            Step::Filter(condition) => rows * condition_share(condition),
        }
    }

    /// The rows after a node is looked for.
    fn scan(&mut self, node: &NodeTest, from: &Scan, rows: f64) -> f64 {
        let candidates = match from {
            Scan::Slot => 1.0,
            Scan::All => self.all(),
            Scan::Label(label) => {
                self.labels.entry(node.slot).or_default().push(*label);
                self.with(*label)
            }
            Scan::Lookup(lookup) => {
                self.labels.entry(node.slot).or_default().extend(lookup.label);
                let all = lookup.label.map_or_else(|| self.all(), |label| self.with(label));
                let values = if lookup.any { items(&lookup.value) } else { 1.0 };
                (all * self.view.share(lookup.label, lookup.key) * values).min(all)
            }
        };
        rows * candidates * self.settle(node)
    }

    fn all(&self) -> f64 {
        self.view.node_count() as f64
    }

    fn with(&self, label: LabelId) -> f64 {
        self.view.nodes_with(label).len() as f64
    }

    /// The share of nodes that have the labels a step tests; afterwards the slot is known to have them.
    fn settle(&mut self, node: &NodeTest) -> f64 {
        let all = self.all().max(1.0);
        let share = node.labels.iter().map(|label| self.with(*label) / all).fold(1.0, f64::min);
        self.labels.entry(node.slot).or_default().extend(&node.labels);
        share
    }

    fn expand(&mut self, expand: &Expand) -> f64 {
        let hops = self.degree(expand.from, &expand.types, expand.arrow);
        let target = if expand.to.bound { 1.0 / self.all().max(1.0) } else { 1.0 };
        let order = if expand.order.is_some() { CONDITION_SHARE } else { 1.0 };
        self.met.extend([expand.from, expand.to.slot]);
        hops * target * order * self.settle(&expand.to)
    }

    fn walk(&mut self, walk: &Walk) -> f64 {
        let hops = self.degree(walk.from, &walk.types, walk.arrow);
        let most = walk.length.max.unwrap_or(USUAL_WALK).min(USUAL_WALK);
        let (mut ways, mut walks) = (1.0, if walk.length.min == 0 { 1.0 } else { 0.0 });
        for step in 1..=most {
            ways *= hops;
            walks += if step >= walk.length.min { ways } else { 0.0 };
        }
        let target = if walk.to.bound { 1.0 / self.all().max(1.0) } else { 1.0 };
        walks * target * self.settle(&walk.to)
    }

    /// How many nodes relationships may lead on from.
    fn related(&self, types: &[TypeId], arrow: Arrow) -> f64 {
        if types.is_empty() {
            return self.all();
        }
        let one_way = |kind, way: &Direction| f64::from(self.view.related(kind, *way));
        let most = |kind: &TypeId| arrow.directions().iter().map(|way| one_way(*kind, way)).fold(0.0, f64::max);
        types.iter().map(most).sum::<f64>().min(self.all())
    }

    /// How many relationships lead on from a node, on the average of those that it may be.
    fn degree(&self, from: Slot, types: &[TypeId], arrow: Arrow) -> f64 {
        let count = match types {
            [] => self.view.rel_count(None),
            types => types.iter().map(|kind| self.view.rel_count(Some(*kind))).sum(),
        };
        let known = self.labels.get(&from).filter(|labels| !labels.is_empty());
        let starts = match known {
            Some(labels) => labels.iter().map(|label| self.with(*label)).fold(self.all(), f64::min),
            // A pattern may tell without a label what a node is: one that has such relationships.
            None if self.met.contains(&from) => self.related(types, arrow),
            None => self.all(),
        };
        let starts = starts.max(1.0);
        let ways = if arrow == Arrow::Both { 2.0 } else { 1.0 };
        ways * count as f64 / starts
    }
}

/// The share of rows that a condition is taken to leave.
pub(super) fn condition_share(condition: &Expr) -> f64 {
    match &condition.kind {
        ExprKind::Compare(_, rest) if matches!(rest.as_slice(), [(CompareOp::Eq, _)]) => EQUALITY_SHARE,
        ExprKind::Const(Value::Bool(true)) => 1.0,
        _ => CONDITION_SHARE,
    }
}

/// How many groups or different rows there are among so many, a usual guess.
pub(super) fn groups(rows: f64) -> f64 {
    rows.sqrt()
}

/// The rows that a SKIP and a LIMIT behind an order leave of use.
pub(super) fn first(rows: f64, most: &Most) -> f64 {
    let skip = most.skip.as_ref().map_or(Some(0.0), number);
    skip.zip(number(&most.limit)).map_or(rows, |(skip, limit)| rows.min(skip + limit))
}

/// The number that an expression is, if it says so itself.
pub(super) fn number(expr: &Expr) -> Option<f64> {
    match expr.kind {
        ExprKind::Const(Value::Int(number @ 0..)) => Some(number as f64),
        _ => None,
    }
}

/// How many items a list has, if it is written out.
pub(super) fn items(list: &Expr) -> f64 {
    match &list.kind {
        ExprKind::List(items) => items.len() as f64,
        ExprKind::Const(Value::List(items)) => items.len() as f64,
        _ => 10.0,
    }
}
