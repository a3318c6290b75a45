//! The nodes that a pattern begins with, many at once.
//!
//! What is asked of a node alone is asked of a piece of them after the other, each condition of all of the piece, so that the
//! numbers of a column are compared and added up in one go. Where an aggregate asks for nothing else, no row is made.

use super::groups::Groups;
use super::{Flow, Frame, Result, Run, Seed, Sink, set};
use crate::graph::{PropertyReader, TypeId};
use crate::ir::{AggregateCall, Expr, ExprKind, Grouping, Slot};
use crate::plan::{NodeTest, Op, Scan, Step};
use crate::value::{NodeId, Value};
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;

/// So many nodes are a piece, and so many the first: who wants few rows does not wait for many.
const PIECE: usize = 1024;
const FIRST: usize = 64;

/// Into so many parts the nodes are cut for the threads.
const PARTS: usize = 16;

impl<'a> Run<'a> {
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

    /// The groups of rows that differ in one node alone; none when more is asked for.
    pub(super) fn scan_groups<'p>(
        &'p self,
        grouping: &'p Grouping,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &Frame,
    ) -> Result<Option<Groups<'p>>> {
        let Some(scanned) = self.scanned(grouping, before, seed) else { return Ok(None) };
        let ids: Cow<'_, [NodeId]> = match scanned.from {
            Scan::Label(label) => self.view.nodes_with(*label).into(),
            _ => self.view.nodes().collect(),
        };
        let (plan, view, input) = (self.plan, self.view, self.input);
        let groups = |ids: &[NodeId]| -> Result<Option<Groups<'p>>> {
            let (run, mut frame) = (Run::new(plan, view, input), frame.clone());
            let (mut sieves, rest) = run.sieves(scanned.slot, None, scanned.tests, &frame);
            if !rest.is_empty() {
                return Ok(None);
            }
            let (mut groups, mut readers) = (Groups::new(grouping, input.bounds), run.readers_of(grouping));
            let mut some = Vec::new();
            for piece in ids.chunks(PIECE) {
                run.check_stop()?;
                some.clear();
                some.extend_from_slice(piece);
                sieves.sift(&mut some);
                if scanned.alike {
                    run.add_alike(&mut groups, scanned.slot, &some, &mut readers, &mut frame)?;
                    continue;
                }
                for node in &some {
                    set(&mut frame, scanned.slot, Value::Node(*node));
                    groups.add_node(&run, *node, &mut readers, &mut frame)?;
                }
            }
            Ok(Some(groups))
        };
        if !plan.shared || ids.len() < PIECE || rayon::current_num_threads() == 1 {
            return groups(&ids);
        }
        let parts: Vec<_> = ids.par_chunks(ids.len().div_ceil(PARTS)).map(groups).collect();
        let mut all: Option<Groups<'p>> = None;
        for part in parts {
            match (&mut all, part?) {
                (_, None) => return Ok(None),
                (None, first) => all = first,
                (Some(all), Some(later)) => all.append(self, later)?,
            }
        }
        Ok(all)
    }

    /// Adds nodes to the groups that their labels name, which those of one table have in common.
    fn add_alike(
        &self,
        groups: &mut Groups<'_>,
        slot: Slot,
        mut nodes: &[NodeId],
        readers: &mut [Option<PropertyReader<'a>>],
        frame: &mut Frame,
    ) -> Result<()> {
        while let Some(first) = nodes.first() {
            let alike = if groups.has_keys() {
                let ids = self.view.alike(*first).unwrap_or(first.0..first.0 + 1);
                nodes.iter().take_while(|node| ids.contains(&node.0)).count()
            } else {
                nodes.len()
            };
            let (some, others) = nodes.split_at(alike);
            set(frame, slot, Value::Node(*first));
            groups.add_nodes(self, some, readers, frame)?;
            nodes = others;
        }
        Ok(())
    }

    fn readers_of(&self, grouping: &Grouping) -> Vec<Option<PropertyReader<'a>>> {
        let reader = |(call, _): &(AggregateCall, Slot)| match call.args.first().map(|arg| &arg.kind) {
            Some(ExprKind::Property(_, key)) => Some(self.view.reader(*key)),
            _ => None,
        };
        grouping.aggregates.iter().map(reader).collect()
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
        let asked = bare && expand.from == node.slot && expand.to.slot != node.slot && is_call(key, "type", expand.rel);
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

    /// A pattern of one node, if the keys of groups read nothing else, and the aggregates nothing but its properties.
    fn scanned<'p>(&self, grouping: &Grouping, before: &'p [Op], seed: &Seed<'_>) -> Option<Scanned<'p>> {
        let ([Op::Match(found)], None, None, None) = (before, seed.frames, seed.ids, self.input.meter) else {
            return None;
        };
        let (Step::Node { node, from }, tests) = found.steps.split_first()? else { return None };
        let plain = !node.bound && node.labels.is_empty() && matches!(from, Scan::Label(_) | Scan::All);
        let keys = || grouping.keys.iter().map(|(key, _)| key);
        let own = keys().all(|key| reads_only(key, node.slot));
        let alike = keys().all(|key| is_call(key, "labels", node.slot));
        let fits = plain && own && grouping.aggregates.iter().all(|(call, _)| is_simple(call, node.slot));
        fits.then_some(Scanned { slot: node.slot, from, tests, alike })
    }
}

/// A pattern of one node.
struct Scanned<'p> {
    slot: Slot,
    from: &'p Scan,
    tests: &'p [Step],
    /// Whether the nodes of one table are of one group.
    alike: bool,
}

/// Whether an expression reads nothing but this variable, and has no variable of its own.
fn reads_only(expr: &Expr, slot: Slot) -> bool {
    match &expr.kind {
        ExprKind::Slot(read) => *read == slot,
        ExprKind::Subquery(_) => false,
        _ => {
            let mut only = true;
            expr.parts(&mut |part| only &= reads_only(part, slot));
            only
        }
    }
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

/// Whether an aggregate takes in a number or a value of each node, and keeps none of them.
fn is_simple(call: &AggregateCall, slot: Slot) -> bool {
    let is_node = |expr: &Expr| matches!(expr.kind, ExprKind::Slot(of) if of == slot);
    match (call.function, call.args.as_slice()) {
        (None, []) => true,
        (Some(function), [arg]) if !call.distinct => match &arg.kind {
            ExprKind::Property(owner, _) => {
                is_node(owner) && matches!(function.name, "count" | "sum" | "avg" | "min" | "max")
            }
            _ => is_node(arg) && function.name == "count",
        },
        _ => false,
    }
}
