//! Measuring for PROFILE: each row and each piece of work is counted for the part of the plan that it belongs to.
//!
//! A part that sends a row on hands the counting over to the part that receives it, and takes it back afterwards. So work
//! is never counted twice, however deep the parts run in each other.

use super::{Flow, Frame, Result, Run, Sink};
use crate::plan::{Meter, Op, Part, Step};

impl Run<'_> {
    /// Counts work for the part that is at it. It costs one test where nothing is measured.
    #[inline]
    pub(super) fn count_work(&self, amount: usize) {
        if let (Some(meter), Some(part)) = (self.input.meter, self.current.get()) {
            meter.add_work(part, amount as u64);
        }
    }

    /// Runs an operator with a sink that counts its rows.
    pub(super) fn measured(
        &self,
        meter: &Meter,
        op: &Op,
        sink: &mut Sink<'_>,
        operate: impl FnOnce(&mut Sink<'_>) -> Result<Flow>,
    ) -> Result<Flow> {
        let part = Part::of(op);
        let receiver = self.current.replace(Some(part));
        let outcome = operate(&mut |frame: &mut Frame| {
            meter.add_rows(part, 1);
            let sender = self.current.replace(receiver);
            let flow = sink(frame);
            self.current.set(sender);
            flow
        });
        self.current.set(receiver);
        outcome
    }

    /// Does a step; it counts how often it was tried.
    pub(super) fn measured_step(
        &self,
        meter: &Meter,
        step: &Step,
        find: impl FnOnce() -> Result<Flow>,
    ) -> Result<Flow> {
        let part = Part::of(step);
        meter.add_rows(part, 1);
        let before = self.current.replace(Some(part));
        let outcome = find();
        self.current.set(before);
        outcome
    }
}
