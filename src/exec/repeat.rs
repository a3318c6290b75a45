//! Paths that are repeated: depth first, no relationship twice.
//!
//! Like a walk it keeps its own stack. All ways to do one repetition are found before the first is followed.

use super::pattern::is_among;
use super::{Flow, Frame, Result, Run, Sink, get, set};
use crate::plan::{Repeat, Step};
use crate::value::{NodeId, RelId, Value};
use rustc_hash::FxHashSet;

/// One way to do one repetition.
#[derive(Clone, Debug)]
pub(super) struct Repetition {
    /// Its relationships in the order written.
    pub(super) rels: Vec<RelId>,
    /// Where it leads.
    pub(super) to: NodeId,
    /// The values of its variables.
    pub(super) values: Vec<Value>,
}

/// The bytes of a repetition without its lists.
const REPETITION: u64 = size_of::<Repetition>() as u64;

impl Run<'_> {
    pub(super) fn repeat(
        &self,
        repeat: &Repeat,
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let Value::Node(from) = *get(frame, repeat.from) else {
            return Ok(Flow::Continue);
        };
        let most = repeat.length.max.unwrap_or(u64::MAX);
        let mut taken: Vec<Repetition> = Vec::new();
        let mut used: FxHashSet<RelId> = FxHashSet::default();
        if repeat.length.min == 0 && self.end_repeat(repeat, from, &taken, rest, frame, sink)? == Flow::Stop {
            return Ok(Flow::Stop);
        }
        // For each node on the way, the repetitions from it that are still to be tried, the last first.
        let held = self.hold();
        let mut stack = vec![self.repetitions(repeat, from, frame)?];
        while let Some(todo) = stack.last_mut() {
            self.check_stop()?;
            let Some(next) = todo.pop() else {
                held.release(todo.capacity() as u64 * REPETITION);
                stack.pop();
                if let Some(done) = taken.pop() {
                    done.rels.iter().for_each(|rel| {
                        used.remove(rel);
                    });
                }
                continue;
            };
            if next.rels.iter().any(|rel| used.contains(rel)) {
                continue;
            }
            used.extend(&next.rels);
            let to = next.to;
            taken.push(next);
            let depth = taken.len() as u64;
            if depth >= repeat.length.min && self.end_repeat(repeat, to, &taken, rest, frame, sink)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
            let next = if depth < most { self.repetitions(repeat, to, frame)? } else { Vec::new() };
            held.bytes(next.capacity() as u64 * REPETITION)?;
            stack.push(next);
        }
        Ok(Flow::Continue)
    }

    /// The ways to do one repetition from a node, in reverse, so that the first is popped first.
    pub(super) fn repetitions(&self, repeat: &Repeat, from: NodeId, frame: &mut Frame) -> Result<Vec<Repetition>> {
        let (begin, end) = repeat.ends;
        let mut found = Vec::new();
        set(frame, begin, Value::Node(from));
        let held = self.hold();
        self.find(&repeat.once.steps, frame, &mut |frame| {
            let rels: Vec<RelId> = repeat.links.iter().filter_map(|slot| rel_in(frame, *slot)).collect();
            let Value::Node(to) = *get(frame, end) else { return Ok(Flow::Continue) };
            if !rels.iter().any(|rel| is_among(frame, &repeat.distinct, *rel)) {
                let values: Vec<Value> = repeat.lists.iter().map(|(slot, _)| get(frame, *slot).clone()).collect();
                held.keep(&values)?;
                held.bytes(REPETITION + 4 * rels.len() as u64)?;
                found.push(Repetition { rels, to, values });
            }
            Ok(Flow::Continue)
        })?;
        found.reverse();
        Ok(found)
    }

    fn end_repeat(
        &self,
        repeat: &Repeat,
        at: NodeId,
        taken: &[Repetition],
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        if !self.settle(&repeat.to, at, frame)? {
            return Ok(Flow::Continue);
        }
        if repeat.reversed {
            bind_lists(repeat, taken.iter().rev(), frame);
        } else {
            bind_lists(repeat, taken.iter(), frame);
        }
        self.find(rest, frame, sink)
    }
}

/// Fills the lists of a repeated path from its repetitions in the order written.
pub(super) fn bind_lists<'r>(repeat: &Repeat, taken: impl Iterator<Item = &'r Repetition> + Clone, frame: &mut Frame) {
    let rels = taken.clone().flat_map(|each| each.rels.iter().copied().map(Value::Rel));
    set(frame, repeat.rels, Value::list(rels.collect()));
    for (index, (_, list)) in repeat.lists.iter().enumerate() {
        set(frame, *list, Value::list(taken.clone().map(|each| each.values[index].clone()).collect()));
    }
}

fn rel_in(frame: &Frame, slot: crate::ir::Slot) -> Option<RelId> {
    match get(frame, slot) {
        Value::Rel(rel) => Some(*rel),
        _ => None,
    }
}
