//! Walks of variable length: depth first, no relationship twice.
//!
//! The walk keeps its own stack, since a chain may be longer than the machine's stack is deep.

use super::pattern::is_among;
use super::{Flow, Frame, Result, Run, Sink, get, set, without_place};
use crate::ir::StepTest;
use crate::plan::{Step, Walk};
use crate::value::{NodeId, RelId, Value};
use rustc_hash::FxHashSet;

/// The bytes that a walk keeps for a relationship that it takes, besides those for what comes next.
const STEP: u64 = 64;

/// How many times larger than its id a relationship is in a list.
const LISTED: u64 = 6;

impl Run<'_> {
    pub(super) fn walk(&self, walk: &Walk, rest: &[Step], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let Value::Node(from) = *get(frame, walk.from) else {
            return Ok(Flow::Continue);
        };
        let wanted = self.wanted_properties(walk, frame)?;
        let most = walk.length.max.unwrap_or(u64::MAX);
        let mut taken: Vec<RelId> = Vec::new();
        let mut used: FxHashSet<RelId> = FxHashSet::default();
        if walk.length.min == 0 && self.arrive(walk, from, &taken, rest, frame, sink)? == Flow::Stop {
            return Ok(Flow::Stop);
        }
        if most == 0 {
            return Ok(Flow::Continue);
        }
        // For each node on the way, the hops from it that are still to be tried, the last first.
        let held = self.hold();
        let mut stack = vec![self.next_hops(walk, from, &wanted, frame)?];
        while let Some(todo) = stack.last_mut() {
            self.check_stop()?;
            let Some((rel, to)) = todo.pop() else {
                held.release(bytes_of(todo));
                stack.pop();
                if let Some(rel) = taken.pop() {
                    used.remove(&rel);
                    held.release(STEP);
                }
                continue;
            };
            if !used.insert(rel) {
                continue;
            }
            taken.push(rel);
            held.bytes(STEP)?;
            let depth = taken.len() as u64;
            if depth >= walk.length.min && self.arrive(walk, to, &taken, rest, frame, sink)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
            let next = if depth < most { self.next_hops(walk, to, &wanted, frame)? } else { Vec::new() };
            held.bytes(bytes_of(&next))?;
            stack.push(next);
        }
        Ok(Flow::Continue)
    }

    /// The property values that every relationship of the walk must have.
    pub(super) fn wanted_properties(
        &self,
        walk: &Walk,
        frame: &mut Frame,
    ) -> Result<Vec<(crate::graph::KeyId, Value)>> {
        walk.properties.iter().map(|(key, value)| Ok((*key, self.eval(value, frame)?))).collect()
    }

    /// The hops from a node that the walk may take, in reverse, so that the first is popped first.
    pub(super) fn next_hops(
        &self,
        walk: &Walk,
        from: NodeId,
        wanted: &[(crate::graph::KeyId, Value)],
        frame: &mut Frame,
    ) -> Result<Vec<(RelId, NodeId)>> {
        let mut hops = Vec::new();
        self.hops(from, &walk.types, walk.arrow, &mut |each, back| {
            self.count_work(each.len());
            for (to, rel) in each.iter() {
                let loops = back && to == from;
                let fits = wanted.iter().all(|(key, value)| self.property_is(rel, *key, value));
                if !loops && fits && !is_among(frame, &walk.distinct, rel) {
                    hops.push((rel, to));
                }
            }
            Ok(Flow::Continue)
        })?;
        if let Some(step) = &walk.step {
            let mut kept = Vec::with_capacity(hops.len());
            for (rel, to) in hops {
                if self.step_fits(step, rel, frame)? {
                    kept.push((rel, to));
                }
            }
            hops = kept;
        }
        hops.reverse();
        Ok(hops)
    }

    /// Whether a relationship fulfills the conditions on each step of a walk.
    fn step_fits(&self, step: &StepTest, rel: RelId, frame: &mut Frame) -> Result<bool> {
        set(frame, step.slot, Value::Rel(rel));
        for condition in &step.conditions {
            if !self.holds(condition, frame)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Binds the end of a walk and goes on, if the end fits.
    fn arrive(
        &self,
        walk: &Walk,
        at: NodeId,
        taken: &[RelId],
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        if !self.settle(&walk.to, at, frame)? {
            return Ok(Flow::Continue);
        }
        self.input.bounds.fits(size_of_val(taken) as u64 * LISTED).map_err(without_place)?;
        let mut rels: Vec<Value> = taken.iter().copied().map(Value::Rel).collect();
        if walk.reversed {
            rels.reverse();
        }
        set(frame, walk.rels, Value::list(rels));
        self.find(rest, frame, sink)
    }
}

fn bytes_of<T>(list: &Vec<T>) -> u64 {
    (list.capacity() * size_of::<T>()) as u64
}
