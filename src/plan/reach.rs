//! Rows that are only told apart: where equal rows count once, a chain of a pattern is followed set by set.
//!
//! `RETURN DISTINCT b` and `count(DISTINCT b)` ask which nodes are reached, not how often. A step of a pattern whose other
//! variables nobody reads can therefore go from a set of nodes to the set of their neighbors, instead of from each match to
//! each neighbor; and a walk of any length becomes a breadth-first search. That is planned from who reads what: by the
//! name of no function and the shape of no text.

use super::{Expand, Hop, Match, NodeTest, Op, Pipeline, Reach, Scan, Step, Walk};
use crate::ir::{self, AggregateCall, Expr, Length, Slot, StepTest};
use rustc_hash::FxHashSet;

/// The slots that somebody reads.
#[derive(Clone, Default)]
struct Reads<'a> {
    slots: FxHashSet<Slot>,
    subqueries: &'a [ir::Subquery],
}

impl Reads<'_> {
    fn expr(&mut self, expr: &Expr) {
        expr.slots(self.subqueries, &mut |slot| _ = self.slots.insert(slot));
    }
}

/// Follows the patterns of these operators set by set where only the slots and what the expressions read is looked at in
/// their rows, each of which counts once however often it comes. Where only the `first` is looked at, a chain is not followed
/// to its end.
pub(super) fn spare<'e>(
    ops: &mut [Op],
    slots: &[Slot],
    needed: impl IntoIterator<Item = &'e Expr>,
    first: bool,
    subqueries: &[ir::Subquery],
) {
    let mut reads = Reads { slots: slots.iter().copied().collect(), subqueries };
    needed.into_iter().for_each(|expr| reads.expr(expr));
    for op in ops.iter_mut().rev() {
        match op {
            Op::Match(found) => {
                if let Some((end, reach)) = chain(found, &reads).filter(|_| !first) {
                    found.steps.splice(..end, [Step::Reach(Box::new(reach))]);
                }
                spare_walks(found, &reads);
                if !found.steps.iter().all(|step| read(step, &mut reads)) {
                    return;
                }
            }
            Op::Filter(conditions) => conditions.iter().for_each(|condition| reads.expr(condition)),
            Op::Unwind { list, .. } => reads.expr(list),
            Op::Project(items) => items.iter().for_each(|(item, _)| reads.expr(item)),
            _ => return,
        }
    }
}

/// The same for a query of which only is asked whether it has a row.
pub(super) fn spare_all(parts: &mut [Pipeline], subqueries: &[ir::Subquery]) {
    parts.iter_mut().for_each(|part| spare(&mut part.ops, &[], [], true, subqueries));
}

/// What a grouping reads of its rows, if an equal row more or less makes no difference to it.
pub(super) fn told_apart(grouping: &ir::Grouping) -> Option<impl Iterator<Item = &Expr>> {
    let calls = || grouping.aggregates.iter().map(|(call, _)| call);
    let once = |call: &AggregateCall| call.distinct || call.function.is_some_and(|it| matches!(it.name, "min" | "max"));
    let keys = grouping.keys.iter().map(|(key, _)| key);
    calls().all(once).then(|| keys.chain(calls().flat_map(|call| &call.args)))
}

/// Adds what a step reads; false for a step that may read anything.
fn read(step: &Step, reads: &mut Reads<'_>) -> bool {
    match step {
        Step::Node { node, from } => {
            reads.slots.extend(node.bound.then_some(node.slot));
            if let Scan::Lookup(lookup) = from {
                reads.expr(&lookup.value);
            }
        }
        Step::Expand(Expand { from, to, distinct, order, .. }) => {
            reads.slots.extend(order.as_ref().map(|order| order.than));
            reads.slots.extend([*from].into_iter().chain(to.bound.then_some(to.slot)).chain(distinct.iter().copied()));
        }
        Step::Walk(walk) => read_walk(walk, reads),
        Step::Reach(reach) => {
            reads.slots.extend(reach.start.bound.then_some(reach.start.slot));
            if let Scan::Lookup(lookup) = &reach.scan {
                reads.expr(&lookup.value);
            }
            reach.tests.iter().for_each(|test| reads.expr(test));
            for hop in &reach.hops {
                read_walk(&hop.walk, reads);
                hop.tests.iter().for_each(|test| reads.expr(test));
            }
        }
        Step::Filter(condition) => reads.expr(condition),
        Step::Path(path) => reads.slots.extend(path.nodes.iter().chain(&path.rels)),
        Step::Given(_) | Step::Repeat(_) | Step::Select(_) => return false,
    }
    true
}

fn read_walk(walk: &Walk, reads: &mut Reads<'_>) {
    reads.slots.extend([walk.from].into_iter().chain(walk.to.bound.then_some(walk.to.slot)));
    reads.slots.extend(&walk.distinct);
    walk.properties.iter().for_each(|(_, value)| reads.expr(value));
    walk.step.iter().flat_map(|step| &step.conditions).for_each(|condition| reads.expr(condition));
}

/// The longest chain that a pattern begins with and of which nothing but its last node is read later, with the number of
/// its steps.
fn chain(found: &Match, after: &Reads<'_>) -> Option<(usize, Reach)> {
    let Some(Step::Node { node, from }) = found.steps.first() else { return None };
    let mut reach = Reach { start: node.clone(), scan: from.clone(), tests: Vec::new(), hops: Vec::new() };
    // What was bound in the chain and is not its last node; and the last relationship, of which a test may follow.
    let (mut last, mut passed, mut rel) = (node.slot, FxHashSet::default(), None);
    if node.bound {
        return None;
    }
    let mut longest = None;
    for (at, step) in found.steps.iter().enumerate().skip(1) {
        match step {
            Step::Filter(condition) => {
                let mut reads = Reads { slots: FxHashSet::default(), subqueries: after.subqueries };
                reads.expr(condition);
                let of_rel = rel.is_some_and(|rel| reads.slots.contains(&rel));
                let others = |slot: &Slot| passed.contains(slot) && Some(*slot) != rel;
                if reads.slots.iter().any(others) || of_rel && reads.slots.contains(&last) {
                    break;
                }
                match (reach.hops.last_mut(), rel) {
                    (Some(hop), Some(slot)) if of_rel => {
                        let step = hop.walk.step.get_or_insert_with(|| StepTest { slot, conditions: Vec::new() });
                        step.conditions.push(condition.clone());
                    }
                    (Some(hop), _) => hop.tests.push(condition.clone()),
                    (None, _) => reach.tests.push(condition.clone()),
                }
            }
            _ => {
                let Some(walk) = set_walk(step).filter(|walk| walk.from == last && !walk.returns()) else { break };
                passed.extend([last, walk.rels]);
                rel = matches!(step, Step::Expand(_)).then_some(walk.rels);
                last = walk.to.slot;
                reach.hops.push(Hop { walk, tests: Vec::new() });
            }
        }
        let mut reads = after.clone();
        let known = found.steps[at + 1..].iter().all(|step| read(step, &mut reads));
        if known && !reach.hops.is_empty() && passed.is_disjoint(&reads.slots) {
            longest = Some((at + 1, reach.clone()));
        }
    }
    longest
}

/// Turns the walks of any length whose relationships nobody reads into searches of the nodes that they lead to.
fn spare_walks(found: &mut Match, after: &Reads<'_>) {
    for at in 0..found.steps.len() {
        let Step::Walk(Walk { rels, from, to, .. }) = &found.steps[at] else { continue };
        let (rels, from, span) = (*rels, *from, to.span);
        let mut reads = after.clone();
        let known = found.steps[at + 1..].iter().all(|step| read(step, &mut reads));
        let Some(walk) = set_walk(&found.steps[at]).filter(|_| known && !reads.slots.contains(&rels)) else { continue };
        let start = NodeTest { slot: from, bound: true, labels: Vec::new(), span };
        let hops = vec![Hop { walk, tests: Vec::new() }];
        found.steps[at] = Step::Reach(Box::new(Reach { start, scan: Scan::Slot, tests: Vec::new(), hops }));
    }
}

/// A step as a walk from set to set, if it can be one: whether a walk is a path makes no difference to where it leads, as
/// long as it may be as short as one relationship. Where it could go one back and forth, that makes a difference for its
/// beginning alone.
fn set_walk(step: &Step) -> Option<Walk> {
    match step {
        Step::Expand(expand) if expand.distinct.is_empty() && expand.order.is_none() => Some(Walk {
            rels: expand.rel,
            types: expand.types.clone(),
            properties: Vec::new(),
            step: None,
            from: expand.from,
            to: expand.to.clone(),
            arrow: expand.arrow,
            length: Length { min: 1, max: Some(1) },
            reversed: false,
            distinct: Vec::new(),
        }),
        Step::Walk(walk) if walk.distinct.is_empty() && !walk.to.bound => {
            let Length { min, max } = walk.length;
            (min <= 1 && max.is_none_or(|max| max >= min)).then(|| walk.clone())
        }
        _ => None,
    }
}
