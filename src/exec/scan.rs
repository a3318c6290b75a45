//! The nodes that a pattern begins with, many at once: what is asked of a node alone is asked of a piece of them after the
//! other, each condition of all of the piece, so that the numbers of a column are compared in one go.

use super::{Flow, Frame, Result, Run, Seed, Sink, set};
use crate::graph::TypeId;
use crate::ir::{AggregateCall, Expr, ExprKind, Grouping, Slot};
use crate::plan::{NodeTest, Op, Scan, Step};
use crate::value::{NodeId, Value};
use std::sync::Arc;

/// So many nodes are a piece, and so many the first: who wants few rows does not wait for many.
const PIECE: usize = 1024;
const FIRST: usize = 64;

impl Run<'_> {
    /// Binds a variable to each of these nodes that fits, and goes on with the rest.
    pub(super) fn scan_ids(
        &self,
        mut ids: impl Iterator<Item = NodeId>,
        node: &NodeTest,
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let (mut sieves, rest) = self.sieves(node.slot, None, rest, frame);
        let (mut some, mut length) = (Vec::new(), FIRST);
        loop {
            some.clear();
            some.extend(ids.by_ref().take(length));
            if some.is_empty() {
                return Ok(Flow::Continue);
            }
            length = PIECE;
            self.check_stop()?;
            sieves.sift(&mut some);
            for id in &some {
                self.count_work(1);
                if self.has_labels(*id, node) {
                    set(frame, node.slot, Value::Node(*id));
                    if self.find(rest, frame, sink)? == Flow::Stop {
                        return Ok(Flow::Stop);
                    }
                }
            }
        }
    }

    /// How many relationships of each type there are, if nothing but that is asked for: the key is the type of the only
    /// relationship of a pattern of which one node may have a label, and the aggregates count the rows.
    pub(super) fn types(&self, grouping: &Grouping, before: &[Op], seed: &Seed<'_>) -> Option<Vec<(TypeId, u64)>> {
        let ([Op::Match(found)], None, None, None) = (before, seed.frames, seed.ids, self.input.meter) else {
            return None;
        };
        let [Step::Node { node, from }, Step::Expand(expand)] = found.steps.as_slice() else { return None };
        let [(key, _)] = grouping.keys.as_slice() else { return None };
        let bare = [node, &expand.to].iter().all(|each| !each.bound && each.labels.is_empty());
        let asked = bare
            && expand.from == node.slot
            && expand.to.slot != node.slot
            && expand.order.is_none()
            && is_call(key, "type", expand.rel);
        let is_rel = |arg: &Expr| matches!(arg.kind, ExprKind::Slot(slot) if slot == expand.rel);
        let counts = |(call, _): &(AggregateCall, Slot)| match (call.function, call.args.as_slice()) {
            (None, []) => true,
            (Some(function), [arg]) => function.name == "count" && !call.distinct && is_rel(arg),
            _ => false,
        };
        let [direction] = expand.arrow.directions() else { return None };
        let count = |kind: TypeId| match from {
            Scan::All => Some(self.view.rel_count(Some(kind))),
            Scan::Label(label) => Some(self.view.end_facts(*label, kind, *direction).total),
            _ => None,
        };
        let kinds: Vec<TypeId> = match expand.types.as_slice() {
            [] => self.view.names().types.ids().collect(),
            types => types.to_vec(),
        };
        let known = asked && grouping.aggregates.iter().all(counts);
        known.then(|| kinds.into_iter().map(|kind| Some((kind, count(kind)?))).collect()).flatten()
    }

    pub(super) fn send_types(
        &self,
        grouping: &Grouping,
        types: &[(TypeId, u64)],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        for (kind, count) in types.iter().filter(|(_, count)| *count > 0) {
            let name = Value::Str(Arc::clone(self.view.names().types.name(*kind)));
            grouping.keys.iter().for_each(|(_, slot)| set(frame, *slot, name.clone()));
            grouping.aggregates.iter().for_each(|(_, slot)| set(frame, *slot, Value::Int(*count as i64)));
            if sink(frame)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }
}

/// Whether these operators give a row for each node of a label, or of all, that fulfills some conditions, of which one `must`
/// be there.
pub(super) fn is_tested_scan(ops: &[Op], must: bool) -> bool {
    let [Op::Match(found), rest @ ..] = ops else { return false };
    let [Step::Node { node, from: Scan::Label(_) | Scan::All }, tests @ ..] = found.steps.as_slice() else {
        return false;
    };
    let only = rest.iter().all(|op| matches!(op, Op::Project(_)))
        && tests.iter().all(|test| matches!(test, Step::Filter(condition) if !condition.has_subquery()));
    !node.bound && only && !(must && tests.is_empty())
}

/// Whether an expression is this function of this variable.
fn is_call(expr: &Expr, name: &str, slot: Slot) -> bool {
    match &expr.kind {
        ExprKind::Call(function, args) if function.name == name => {
            matches!(args.as_slice(), [Expr { kind: ExprKind::Slot(of), .. }] if *of == slot)
        }
        _ => false,
    }
}
