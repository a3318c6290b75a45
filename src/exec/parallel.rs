//! Work on several threads: the nodes that a pipeline begins with are cut into pieces, and what comes of the pieces is joined
//! in their order.
//!
//! A piece has its own run and its own frame, and nothing that is joined depends on how the threads took turns: groups are
//! in the order of their first rows, sums are exact, and of several failures that of the first piece counts.

use super::{Flow, Frame, Result, Run, Seed, Sink};
use crate::plan::{Op, Scan, Step};
use crate::value::NodeId;
use rayon::prelude::*;
use std::borrow::Cow;

/// Fewer nodes to begin with are not worth the start of threads.
const WORTH_THREADS: usize = 1_000;

/// Into so many pieces they are cut: enough for each thread to find work until the end.
const PIECES: usize = 16;

impl Run<'_> {
    /// Does `work` with the rows of some operators, in pieces where that is possible and worth it, and joins what comes of
    /// them: `work` takes rows into something that `new` makes, and `join` puts what comes of later rows behind it.
    pub(super) fn gather<T: Send>(
        &self,
        ops: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        new: impl Fn() -> T + Sync,
        work: impl Fn(&Run<'_>, &mut T, &mut Frame) -> Result<()> + Sync,
        join: impl Fn(&Run<'_>, &mut T, T) -> Result<()>,
    ) -> Result<T> {
        let all = |run: &Run<'_>, seed: &Seed<'_>, frame: &mut Frame| {
            let mut gathered = new();
            run.run(ops, seed, frame, &mut |frame| {
                work(run, &mut gathered, frame)?;
                Ok(Flow::Continue)
            })?;
            Ok(gathered)
        };
        let Some(ids) = self.begins_with(ops, seed) else { return all(self, seed, frame) };
        let (plan, view, input, current) = (self.plan, self.view, self.input, self.current.get());
        let before = &*frame;
        let pieces = ids.par_chunks(ids.len().div_ceil(PIECES)).map(|ids| {
            let run = Run::new(plan, view, input);
            run.current.set(current);
            all(&run, &Seed { frames: None, ids: Some(ids) }, &mut before.clone())
        });
        let mut gathered = new();
        for piece in pieces.collect::<Vec<Result<T>>>() {
            join(self, &mut gathered, piece?)?;
        }
        Ok(gathered)
    }

    /// The nodes that a pipeline begins with, if it can be cut there and there are enough of them.
    fn begins_with(&self, ops: &[Op], seed: &Seed<'_>) -> Option<Cow<'_, [NodeId]>> {
        let whole = seed.frames.is_none() && seed.ids.is_none() && rayon::current_thread_index().is_none();
        if !self.plan.shared || !whole || !ops.iter().all(is_row_by_row) || rayon::current_num_threads() == 1 {
            return None;
        }
        let Some(Op::Match(found)) = ops.first() else { return None };
        let ids: Cow<'_, [NodeId]> = match found.steps.first()? {
            Step::Node { from: Scan::Label(label), .. } => self.view.nodes_with(*label).into(),
            Step::Node { from: Scan::All, .. } if self.view.node_count() as usize >= WORTH_THREADS => {
                self.view.nodes().collect()
            }
            _ => return None,
        };
        (ids.len() >= WORTH_THREADS).then_some(ids)
    }

    /// The steps of a pattern that begins with a piece of its nodes.
    pub(super) fn find_piece(
        &self,
        ids: &[NodeId],
        steps: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let Some((step @ Step::Node { node, .. }, rest)) = steps.split_first() else { return Ok(Flow::Continue) };
        let mut scan = || self.scan_ids(ids.iter().copied(), node, rest, frame, sink);
        match self.input.meter {
            None => scan(),
            Some(meter) => self.measured_step(meter, step, scan),
        }
    }
}

/// Whether an operator gives the same rows for a row whatever rows came before.
fn is_row_by_row(op: &Op) -> bool {
    match op {
        Op::Match(_) | Op::Filter(_) | Op::Unwind { .. } | Op::Project(_) => true,
        Op::Optional { inner, .. } => inner.iter().all(is_row_by_row),
        _ => false,
    }
}
