//! Grouping: one row for each group, in the order in which the groups first appeared.

use super::groups::Groups;
use super::{Flow, Frame, Result, Run, Seed, Sink, set};
use crate::ir::{AggregateCall, ExprKind, Grouping};
use crate::plan::{Match, Op, Reach, Step};
use crate::value::Value;

impl Run<'_> {
    pub(super) fn aggregate(
        &self,
        grouping: &Grouping,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        if let Some(count) = self.set_size(grouping, before, seed, frame)? {
            grouping.aggregates.iter().for_each(|(_, slot)| set(frame, *slot, Value::Int(count)));
            return sink(frame);
        }
        if let Some(types) = self.types(grouping, before, seed) {
            return self.send_types(grouping, &types, frame, sink);
        }
        if let Some(flow) = self.group_blocks(grouping, before, seed, frame, sink)? {
            return Ok(flow);
        }
        let bounds = self.input.bounds;
        if let ([before @ .., Op::Match(Match { steps, counted: true, .. })], None) = (before, self.input.meter) {
            let groups = self.gather(
                before,
                seed,
                frame,
                || Groups::new(grouping, bounds),
                |run, groups, frame| match run.degree(steps, frame)? {
                    0 => Ok(()),
                    count => groups.add_rows(run, count, frame),
                },
                |run, groups, later| groups.append(run, later),
            )?;
            return self.send(grouping, groups, frame, sink);
        }
        let groups = self.gather(
            before,
            seed,
            frame,
            || Groups::new(grouping, bounds),
            |run, groups, frame| groups.add(run, frame),
            |run, groups, later| groups.append(run, later),
        )?;
        self.send(grouping, groups, frame, sink)
    }

    /// Sends a row for each group.
    pub(super) fn send(
        &self,
        grouping: &Grouping,
        groups: Groups<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let (keys, mut states, _held) = groups.finish();
        for at in 0..keys.len() {
            self.check_stop()?;
            for ((_, slot), value) in grouping.keys.iter().zip(keys.row(at)) {
                set(frame, *slot, value.clone());
            }
            for ((call, slot), state) in grouping.aggregates.iter().zip(states.by_ref()) {
                let value = state.finish(self.input.bounds).map_err(|fault| self.fail(fault, call.span))?;
                let value = self.bounded(value, call.span)?;
                set(frame, *slot, value);
            }
            if sink(frame)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// Whether the groups of some rows are known without them.
    pub(super) fn is_known(&self, grouping: &Grouping, before: &[Op], seed: &Seed<'_>) -> bool {
        sized(grouping, before).is_some() || self.types(grouping, before, seed).is_some()
    }

    /// How many nodes a chain reaches, when each of the aggregates asks for just that: the rows are not made.
    fn set_size(&self, grouping: &Grouping, before: &[Op], seed: &Seed<'_>, frame: &mut Frame) -> Result<Option<i64>> {
        let (Some(reach), None, None) = (sized(grouping, before), seed.frames, self.input.meter) else {
            return Ok(None);
        };
        Ok(Some(self.reached(reach, frame)?.len() as i64))
    }
}

/// The chain of a pattern of which is only asked how many nodes it reaches.
fn sized<'p>(grouping: &Grouping, before: &'p [Op]) -> Option<&'p Reach> {
    let [Op::Match(found)] = before else { return None };
    let [Step::Reach(reach)] = found.steps.as_slice() else { return None };
    let counts = |call: &AggregateCall| {
        let end =
            matches!(call.args.as_slice(), [arg] if matches!(arg.kind, ExprKind::Slot(slot) if slot == reach.end()));
        end && call.distinct && call.function.is_some_and(|function| function.name == "count")
    };
    let all = grouping.keys.is_empty() && grouping.aggregates.iter().all(|(call, _)| counts(call));
    all.then_some(reach)
}
