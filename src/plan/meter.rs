//! What each operator of a plan did in a run, for PROFILE.
//!
//! An operator is known by its address, which stays as long as the plan does; so operators need no numbers of their own,
//! and a run that is not measured carries nothing but an absent reference. *Work* counts nodes and relationships that
//! were looked at and properties that were read. It is a count, so it is the same on every machine.

use super::{Match, Op, Pipeline, Plan, Step};
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// An operator or step of one plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part(usize);

impl Part {
    /// The part that stands in a plan at this reference.
    #[must_use]
    pub fn of<T>(part: &T) -> Self {
        Self(std::ptr::from_ref(part).addr())
    }
}

/// What one part did.
#[derive(Debug, Default)]
struct Count {
    rows: AtomicU64,
    work: AtomicU64,
    blocks: AtomicU64,
}

/// What one part did in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The rows that it gave; for the step of a pattern how often it was tried.
    pub rows: u64,
    /// The nodes and relationships that were looked at, and the properties that were read.
    pub work: u64,
    /// The blocks of rows that it took, or gave if it is the first; none where it was run row by row.
    pub blocks: u64,
}

/// What every part of a plan did. Counts may be added from several threads.
#[derive(Debug, Default)]
pub struct Meter {
    counts: FxHashMap<Part, Count>,
}

impl Meter {
    /// A meter that stands at zero for every part of the plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let mut meter = Self::default();
        let nested = plan.subplans.iter().flat_map(|subplan| &subplan.parts);
        for Pipeline { ops, .. } in plan.parts.iter().chain(nested) {
            meter.add_ops(ops);
        }
        meter.counts.extend(plan.subplans.iter().map(|subplan| (Part::of(subplan), Count::default())));
        meter
    }

    fn add_ops(&mut self, ops: &[Op]) {
        for op in ops {
            self.counts.insert(Part::of(op), Count::default());
            match op {
                Op::Match(found) => self.add_steps(found),
                Op::Optional { inner, .. } => self.add_ops(inner),
                Op::Count { instead, .. } => self.add_ops(instead),
                Op::Apply(apply) => apply.parts.iter().for_each(|part| self.add_ops(&part.ops)),
                Op::Foreach(foreach) => self.add_ops(&foreach.ops),
                Op::Merge(merge) => {
                    self.counts.insert(Part::of(&**merge), Count::default());
                    self.add_steps(&merge.find);
                }
                _ => {}
            }
        }
    }

    fn add_steps(&mut self, found: &Match) {
        self.counts.extend(found.steps.iter().map(|step: &Step| (Part::of(step), Count::default())));
    }

    /// Adds rows that a part has given.
    pub fn add_rows(&self, part: Part, rows: u64) {
        if let Some(count) = self.counts.get(&part) {
            count.rows.fetch_add(rows, Ordering::Relaxed);
        }
    }

    /// Adds work that a part has done.
    pub fn add_work(&self, part: Part, work: u64) {
        if let Some(count) = self.counts.get(&part) {
            count.work.fetch_add(work, Ordering::Relaxed);
        }
    }

    /// Adds a block of rows that a part has taken.
    pub fn add_block(&self, part: Part) {
        if let Some(count) = self.counts.get(&part) {
            count.blocks.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What a part did.
    #[must_use]
    pub fn read(&self, part: Part) -> Done {
        self.counts.get(&part).map_or_else(Done::default, Count::read)
    }

    /// What every part did so far.
    #[must_use]
    pub fn so_far(&self) -> Vec<(Part, Done)> {
        self.counts.iter().map(|(part, count)| (*part, count.read())).collect()
    }

    /// Forgets what was done since then.
    pub fn back_to(&self, then: &[(Part, Done)]) {
        for (part, done) in then {
            if let Some(count) = self.counts.get(part) {
                count.rows.store(done.rows, Ordering::Relaxed);
                count.work.store(done.work, Ordering::Relaxed);
                count.blocks.store(done.blocks, Ordering::Relaxed);
            }
        }
    }
}

impl Count {
    fn read(&self) -> Done {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Done { rows: load(&self.rows), work: load(&self.work), blocks: load(&self.blocks) }
    }
}
