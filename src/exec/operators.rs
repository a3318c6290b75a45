//! The operators that are not patterns: filter, unwind, project, distinct, sort, skip, limit, optional.

use super::columns;
use super::row_index::RowIndex;
use super::{Flow, Frame, Result, Run, Seed, Sink, get, set};
use crate::diag::{Diagnostic, codes};
use crate::ir::{Call, Expr, ExprKind, Slot};
use crate::plan::Op;
use crate::value::{Kept, Value};

impl Run<'_> {
    /// Runs a pipeline: the last operator asks the ones before it for rows.
    pub(super) fn run(&self, ops: &[Op], seed: &Seed<'_>, frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let Some((op, before)) = ops.split_last() else {
            return self.seed(seed, frame, sink);
        };
        match self.input.meter {
            None => self.operate(op, before, seed, frame, sink),
            Some(meter) => self.measured(meter, op, sink, |sink| self.operate(op, before, seed, frame, sink)),
        }
    }

    /// Runs one operator on the rows of the operators before it.
    pub(super) fn operate(
        &self,
        op: &Op,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        match op {
            Op::Match(found) => match (before, seed.ids) {
                ([], Some(ids)) => self.find_piece(ids, &found.steps, frame, sink),
                _ => self.run(before, seed, frame, &mut |frame| self.find(&found.steps, frame, sink)),
            },
            Op::Optional { inner, nulls } => {
                self.run(before, seed, frame, &mut |frame| self.optional(inner, nulls, frame, sink))
            }
            Op::Filter(conditions) => self.run(before, seed, frame, &mut |frame| {
                for condition in conditions {
                    if !self.holds(condition, frame)? {
                        return Ok(Flow::Continue);
                    }
                }
                sink(frame)
            }),
            Op::Unwind { list, slot } => {
                self.run(before, seed, frame, &mut |frame| self.unwind(list, *slot, frame, sink))
            }
            Op::Project(items) => self.run(before, seed, frame, &mut |frame| {
                let held = self.hold();
                for (expr, slot) in items {
                    let value = self.eval(expr, frame)?;
                    if !matches!(expr.kind, ExprKind::Slot(_)) {
                        held.pass(&value)?;
                    }
                    set(frame, *slot, value);
                }
                sink(frame)
            }),
            Op::Call(call) => self.run(before, seed, frame, &mut |frame| self.call(call, frame, sink)),
            Op::Aggregate(grouping) => self.aggregate(grouping, before, seed, frame, sink),
            Op::Count { grouping, count, instead } => {
                if let Some((grouping, before)) = columns::scanned_groups(grouping, count, instead)
                    && let Some(flow) = self.group_blocks(&grouping, before, seed, frame, sink)?
                {
                    return Ok(flow);
                }
                // What comes before a count is counted by it, so that there is no other row than the one at hand.
                if seed.frames.is_none()
                    && let Some(flow) = self.count_groups(grouping, count, frame, sink)?
                {
                    return Ok(flow);
                }
                self.run(instead, seed, frame, sink)
            }
            Op::Distinct(slots) => {
                let mut seen = Kept::new(RowIndex::new(slots.len()), self.input.bounds);
                let mut row = Vec::new();
                let held = self.hold();
                self.run(before, seed, frame, &mut |frame| {
                    row.clear();
                    row.extend(slots.iter().map(|slot| get(frame, *slot).clone()));
                    if !seen.place(&row).1 {
                        return Ok(Flow::Continue);
                    }
                    held.keep(&row)?;
                    sink(frame)
                })
            }
            Op::Sort(sort) => self.sort(sort, before, seed, frame, sink),
            Op::Skip(count) => {
                let mut left = self.count(count, frame)?;
                self.run(before, seed, frame, &mut |frame| {
                    if left == 0 {
                        return sink(frame);
                    }
                    left -= 1;
                    Ok(Flow::Continue)
                })
            }
            Op::Limit(count) => self.limit(count, before, seed, frame, sink),
            Op::Apply(apply) => self.run(before, seed, frame, &mut |frame| self.apply(apply, frame, sink)),
            Op::Create(_) | Op::Merge(_) | Op::Set(_) | Op::Delete(_) | Op::Foreach(_) => {
                unreachable!("writing operators are run by `write_all`")
            }
        }
    }

    fn seed(&self, seed: &Seed<'_>, frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let Some(frames) = seed.frames else {
            return sink(frame);
        };
        for each in frames {
            self.check_stop()?;
            frame.clone_from(each);
            if sink(frame)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    fn optional(&self, inner: &[Op], nulls: &[Slot], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let mut found = false;
        let flow = self.run(inner, &Seed { frames: None, ids: None }, frame, &mut |frame| {
            found = true;
            sink(frame)
        })?;
        if found {
            return Ok(flow);
        }
        for slot in nulls {
            set(frame, *slot, Value::Null);
        }
        sink(frame)
    }

    fn unwind(&self, list: &Expr, slot: Slot, frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let value = self.eval(list, frame)?;
        let held = self.hold();
        if !matches!(list.kind, ExprKind::Slot(_)) {
            held.pass(&value)?;
        }
        let items = match value {
            Value::Null => return Ok(Flow::Continue),
            Value::List(items) => items,
            // A lone value is unwound as a list of one, as openCypher has it.
            other => std::sync::Arc::new(vec![other]),
        };
        for item in items.iter() {
            self.check_stop()?;
            set(frame, slot, item.clone());
            if sink(frame)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// The row at hand × the rows that the procedure yields for it.
    fn call(&self, call: &Call, frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let args: Result<Vec<Value>> = call.args.iter().map(|arg| self.eval(arg, frame)).collect();
        let rows = call.procedure.call(&self.context(), &args?);
        self.check_stop()?;
        let rows = rows.map_err(|fault| self.fail(fault, call.args.last().map_or(call.span, |arg| arg.span)))?;
        let (rows, held) = (Kept::new(rows, self.input.bounds), self.hold());
        for row in rows.iter() {
            held.keep(row)?;
        }
        for row in rows.iter() {
            self.check_stop()?;
            for (output, slot) in &call.outputs {
                set(frame, *slot, row[*output].clone());
            }
            if sink(frame)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    fn limit(
        &self,
        count: &Expr,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let mut left = self.count(count, frame)?;
        if left == 0 {
            return Ok(Flow::Continue);
        }
        let mut flow = Flow::Continue;
        self.run(before, seed, frame, &mut |frame| {
            left -= 1;
            flow = sink(frame)?;
            Ok(if left == 0 { Flow::Stop } else { flow })
        })?;
        Ok(flow)
    }

    /// The number of a SKIP or LIMIT.
    pub(super) fn count(&self, expr: &Expr, frame: &mut Frame) -> Result<u64> {
        let value = self.eval(expr, frame)?;
        if let Value::Int(count @ 0..) = value {
            return Ok(count as u64);
        }
        let code = if matches!(value, Value::Int(_)) { codes::LIMIT_BELOW_ZERO } else { codes::LIMIT_NOT_WHOLE };
        let message = format!("SKIP and LIMIT need a whole number from 0 up, and this is {}", value.to_literal());
        Err(Box::new(Diagnostic::error(code, message).at(self.input.source, expr.span, "")))
    }
}
