//! Writing operators: all input rows first, then the changes, row by row.

mod create;
mod delete;
mod merge;
mod nested;
mod properties;
mod required;

use super::held::Held;
use super::{Frame, Frames, Input, Result, Run, without_place};
use crate::graph::Graph;
use crate::plan::{Op, Plan};
use crate::value::Kept;

pub use required::Changed;
pub(super) use required::check as check_required;

/// Applies a writing operator to its input rows and gives the rows that go on.
pub(super) fn apply<'a>(
    op: &Op,
    plan: &Plan,
    graph: &mut Graph,
    input: Input<'a>,
    mut frames: Frames<'a>,
    held: &Held<'_>,
) -> Result<Frames<'a>> {
    let mut writer = Writer { plan, graph, input };
    match op {
        Op::Create(items) => {
            for frame in frames.iter_mut() {
                writer.check_stop()?;
                writer.create(items, frame)?;
            }
            Ok(frames)
        }
        Op::Set(items) => {
            for frame in frames.iter_mut() {
                writer.check_stop()?;
                writer.set_items(items, frame)?;
            }
            Ok(frames)
        }
        Op::Delete(delete) => {
            writer.delete(delete, &mut frames)?;
            Ok(frames)
        }
        Op::Merge(merge) => {
            let mut merged = Kept::new(Vec::new(), input.bounds);
            for frame in frames.iter_mut() {
                writer.check_stop()?;
                writer.merge(merge, &mut std::mem::take(frame), &mut merged, held)?;
            }
            Ok(merged)
        }
        Op::Apply(apply) => nested::apply(apply, plan, graph, input, frames, held),
        Op::Foreach(foreach) => {
            for frame in frames.iter_mut() {
                nested::foreach(foreach, plan, graph, input, frame)?;
            }
            Ok(frames)
        }
        _ => Ok(frames),
    }
}

/// A writing run. It reads through a fresh [`Run`] each time, so that it sees what it has changed.
struct Writer<'a> {
    plan: &'a Plan,
    graph: &'a mut Graph,
    input: Input<'a>,
}

impl Writer<'_> {
    fn check_stop(&self) -> Result<()> {
        self.input.bounds.check().map_err(without_place)
    }

    /// Counts what is written into the graph, where it stays when the statement is done.
    fn take(&self, bytes: u64) -> Result<()> {
        self.input.bounds.take(bytes).map_err(without_place)
    }

    fn run(&self) -> Run<'_> {
        Run::new(self.plan, self.graph.view(), self.input)
    }
}
