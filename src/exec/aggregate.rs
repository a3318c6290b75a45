//! Grouping: one row for each group, in the order in which the groups first appeared.

use super::{Flow, Frame, Result, Run, Seed, Sink, keys, set};
use crate::functions::Accumulator;
use crate::ir::{AggregateCall, Grouping};
use crate::plan::Op;
use crate::value::{Key, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

/// The state of one aggregate in one group.
struct State {
    /// The arguments seen, for DISTINCT.
    seen: Option<FxHashSet<Vec<Key>>>,
    /// The function's own state; `count(*)` has none.
    accumulator: Option<Box<dyn Accumulator>>,
    rows: i64,
}

/// The values of the keys and the states of the aggregates.
type Group = (Vec<Value>, Vec<State>);

impl Run<'_> {
    pub(super) fn aggregate(
        &self,
        grouping: &Grouping,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let start = || grouping.aggregates.iter().map(|(call, _)| State::new(call)).collect::<Vec<State>>();
        let mut places: FxHashMap<Vec<Key>, usize> = FxHashMap::default();
        let mut groups: Vec<Group> = Vec::new();
        if grouping.keys.is_empty() {
            groups.push((Vec::new(), start()));
        }
        self.run(before, seed, frame, &mut |frame| {
            let mut at = 0;
            if !grouping.keys.is_empty() {
                let values: Result<Vec<Value>> = grouping.keys.iter().map(|(key, _)| self.eval(key, frame)).collect();
                let values = values?;
                at = match places.entry(keys(&values)) {
                    Entry::Occupied(known) => *known.get(),
                    Entry::Vacant(new) => {
                        self.held.keep(&values)?;
                        groups.push((values, start()));
                        *new.insert(groups.len() - 1)
                    }
                };
            }
            for ((call, _), state) in grouping.aggregates.iter().zip(&mut groups[at].1) {
                self.add(call, state, frame)?;
            }
            Ok(Flow::Continue)
        })?;
        for (values, states) in groups {
            for ((_, slot), value) in grouping.keys.iter().zip(values) {
                set(frame, *slot, value);
            }
            for ((call, slot), state) in grouping.aggregates.iter().zip(states) {
                let value = match state.accumulator {
                    Some(accumulator) => {
                        let value = accumulator.finish().map_err(|fault| self.fail(fault, call.span))?;
                        self.bounded(value, call.span)?
                    }
                    None => Value::Int(state.rows),
                };
                set(frame, *slot, value);
            }
            if sink(frame)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    fn add(&self, call: &AggregateCall, state: &mut State, frame: &mut Frame) -> Result<()> {
        state.rows += 1;
        let Some(accumulator) = &mut state.accumulator else {
            return Ok(());
        };
        let args: Result<Vec<Value>> = call.args.iter().map(|arg| self.eval(arg, frame)).collect();
        let args = args?;
        if let Some(seen) = &mut state.seen {
            if !seen.insert(keys(&args)) {
                return Ok(());
            }
            self.held.keep(&args)?;
        }
        if accumulator.keeps() {
            self.held.keep(&args)?;
        }
        accumulator.add(&args).map_err(|fault| self.fail(fault, call.span))
    }
}

impl State {
    fn new(call: &AggregateCall) -> Self {
        Self {
            seen: call.distinct.then(FxHashSet::default),
            accumulator: call.function.map(|function| (function.start)()),
            rows: 0,
        }
    }
}
