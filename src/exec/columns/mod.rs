//! Operators on blocks of rows instead of on one row after the other.
//!
//! Where all rows of some operators are asked for, to be grouped, ordered or returned, these hand on blocks: a column of ids or
//! numbers for each variable that is read later. A step of a pattern goes through a column of nodes and makes columns of
//! what it finds, a condition compares columns, and a group is found by the codes of its keys. What has no such form
//! (a nested query, a path, most walks) is run for the rows of a block one by one, as in the engine of rows, which also
//! takes over wherever something fails: it tells which row is at fault, and of several the first.
//!
//! P. A. Boncz, M. Zukowski, N. Nes: "MonetDB/X100: Hyper-Pipelining Query Execution", CIDR 2005.

mod block;
mod climb;
mod coder;
mod different;
mod eval;
mod expand;
mod grouping;
mod members;
mod needs;
mod optional;
mod pieces;
mod pipe;
mod sorted;
mod stage;
mod totals;

pub(super) use block::{Block, Column, ROWS};
pub(super) use needs::Needs;

use super::held::Held;
use super::scan::is_tested_scan;
use super::{Flow, Frame, Result, Run, Seed, Sink, without_place};
use crate::diag::{Diagnostic, Span, codes};
use crate::ir::{Expr, Grouping, Slot, SortKey};
use crate::plan::count::Count;
use crate::plan::{Op, Scan, Sort};
use crate::value::{Fault, FaultKind, Kept, NodeId, Value};
use block::Rows;
use grouping::BlockGroups;
use pieces::{Piece, Pieces};
use pipe::Pipe;
use rayon::prelude::*;
use sorted::SortedBlocks;
use stage::{Line, Source, Stage, Work};
use std::borrow::Cow;

/// Fewer nodes to begin with are gone through row by row.
const WORTH_BLOCKS: usize = 256;

/// What is made of rows.
pub(super) trait Gathered: Send + Sized {
    /// Takes in the rows of a block.
    fn add_block(&mut self, run: &Run<'_>, block: &Block, frame: &mut Frame) -> Result<()>;

    /// Takes in what was made of later rows.
    fn append(&mut self, run: &Run<'_>, later: Self) -> Result<()>;

    /// What rows are ordered by first where only the first ones are wanted, and its value in the last of these once there are
    /// enough: no row behind it is wanted.
    fn first_key(&self) -> Option<(&SortKey, Option<&Value>)> {
        None
    }

    /// Lets go of what is only needed while rows come.
    fn close(&mut self) {}
}

impl<'a> Run<'a> {
    /// What is made of the rows of some operators in blocks, of pieces of them on several threads, joined in their order; none
    /// when the operators can't be run so, and when something fails, which is then told better row by row. `needs` is what is
    /// read of the rows.
    ///
    /// # Errors
    /// When the statement is to end, or takes too much memory.
    pub(super) fn in_blocks<T: Gathered>(
        &self,
        ops: &[Op],
        seed: &Seed<'_>,
        needs: Needs,
        frame: &Frame,
        new: impl Fn() -> T + Sync,
    ) -> Result<Option<T>> {
        let whole = seed.frames.is_none() && seed.ids.is_none();
        if !self.plan.shared || !whole || self.by_rows.get() {
            return Ok(None);
        }
        let Some(line) = stage::line(ops, needs, self.view, number_of(frame)) else { return Ok(None) };
        let measured = self.input.meter.map(|meter| (meter, meter.so_far()));
        let outcome = match self.line(&line, frame, &new) {
            Err(failure) if !ends(&failure) => {
                // What failed once would fail again in whatever is around it.
                self.by_rows.set(true);
                Ok(None)
            }
            outcome => outcome,
        };
        if let (Some((meter, so_far)), Ok(None)) = (measured, &outcome) {
            meter.back_to(&so_far);
        }
        outcome
    }

    fn line<T: Gathered>(&self, line: &Line<'_>, frame: &Frame, new: &(impl Fn() -> T + Sync)) -> Result<Option<T>> {
        let (held, receiver) = (self.hold(), self.current.replace(Some(line.known.part)));
        let pieces = self.pieces(line, frame, &held);
        self.current.set(receiver);
        let Some(pieces) = pieces? else { return Ok(None) };
        let few = matches!(&pieces, Pieces::Nodes(_, ids) if ids.len() < WORTH_BLOCKS);
        if few {
            return Ok(None);
        }
        if let (Pieces::Row(..), Some(meter)) = (&pieces, self.input.meter) {
            let step = line.stages.first().map(|stage| stage.known.part);
            line.known.gives.into_iter().chain(step).for_each(|part| meter.add_rows(part, 1));
        }
        let (plan, view, input) = (self.plan, self.view, self.input);
        let one = |piece: &Piece<'_, 'a, '_>| -> Result<T> {
            let run = Run::new(plan, view, input);
            run.current.set(Some(line.known.part));
            let mut made = new();
            let groups = line
                .clustered()
                .map(|(grouping, key)| BlockGroups::new(grouping, Some(key), line.scanned(), input.bounds));
            let mut frame = frame.clone();
            frame.push(Value::Null);
            let mut pipe = Pipe { run: &run, stages: &line.stages, frame, groups, ends: (line.known.gives, receiver) };
            piece.feed(&mut pipe, line, &mut made)?;
            pipe.end(&mut |block, frame| made.add_block(&run, block, frame))?;
            made.close();
            Ok(made)
        };
        let pieces = pieces.cut();
        if pieces.len() <= 1 {
            return pieces.first().map_or_else(|| Ok(Some(new())), |piece| one(piece).map(Some));
        }
        let mut all = new();
        for made in pieces.par_iter().map(one).collect::<Vec<Result<T>>>() {
            all.append(self, made?)?;
        }
        Ok(Some(all))
    }

    /// The first rows.
    fn pieces<'s>(&'s self, line: &'s Line<'_>, frame: &Frame, held: &Held<'_>) -> Result<Option<Pieces<'a, 's, 's>>> {
        Ok(Some(match &line.source {
            Source::Scan(node, scan) => Pieces::Nodes(node.slot, self.candidates(scan)),
            Source::Op(Op::Count { grouping, count, instead }, _)
                if count.begins_with().is_some() && in_pieces(grouping, count, instead) =>
            {
                let Some(counting) = self.counting(grouping, count, frame)? else { return Ok(None) };
                Pieces::Groups(counting)
            }
            Source::Op(op, before) => {
                let Some(blocks) = self.source(op, before, &line.needs, frame, held)? else { return Ok(None) };
                match line.stages.first() {
                    Some(Stage { work: Work::Scan(node, scan), .. })
                        if blocks.iter().map(|each| each.len).sum::<usize>() == 1 =>
                    {
                        Pieces::Row(blocks, node, self.candidates(scan))
                    }
                    _ => Pieces::Blocks(blocks),
                }
            }
        }))
    }

    /// The nodes that a pattern may begin with.
    pub(super) fn candidates(&self, scan: &Scan) -> Cow<'a, [NodeId]> {
        match scan {
            Scan::Label(label) => self.view.nodes_with(*label).into(),
            _ => self.view.nodes().collect(),
        }
    }

    /// The rows of an operator that is no stage: it takes all rows before it gives one, or only some.
    fn source(
        &self,
        op: &Op,
        before: &[Op],
        needs: &Needs,
        frame: &Frame,
        held: &Held<'_>,
    ) -> Result<Option<Kept<'a, Vec<Block>>>> {
        let seed = Seed { frames: None, ids: None };
        let known = matches!(op, Op::Aggregate(grouping) if self.is_known(grouping, before, &seed));
        if let Some(grouping) = grouping_of(op).filter(|_| !known) {
            return self.grouped(&grouping, before, &seed, frame, held);
        }
        match op {
            Op::Sort(sort) if sort.most.is_none() => return self.sorted(sort, before, &seed, frame),
            Op::Count { grouping, count, instead } => {
                if let Some((grouping, before)) = scanned_groups(grouping, count, instead) {
                    return self.grouped(&grouping, before, &seed, frame, held);
                }
                if count.apart && !count.groups.is_empty() {
                    return self.counted_blocks(grouping, count, frame, held);
                }
            }
            _ => {}
        }
        let (mut blocks, mut frame) = (Kept::new(Vec::new(), self.input.bounds), frame.clone());
        let slots = (0..frame.len() as u32).map(Slot).filter(|slot| needs.has(*slot));
        let mut rows = Rows::new(slots.collect());
        self.operate(op, before, &seed, &mut frame, &mut |frame| {
            if let Some(block) = rows.add(frame) {
                held.bytes(block.bytes())?;
                blocks.push(block);
            }
            Ok(Flow::Continue)
        })?;
        blocks.extend(rows.take());
        Ok(Some(blocks))
    }

    /// All rows of some operators in order; none when that can't be done on blocks.
    fn sorted(
        &self,
        sort: &Sort,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &Frame,
    ) -> Result<Option<Kept<'a, Vec<Block>>>> {
        let mut needs = Needs::of(&sort.live);
        sort.keys.iter().for_each(|key| needs.expr(&key.expr));
        let bounds = self.input.bounds;
        let sorted = self.in_blocks(before, seed, needs, frame, || SortedBlocks::new(sort, bounds))?;
        sorted.map(|sorted| Ok(Kept::new(sorted.finish(self)?, bounds))).transpose()
    }

    /// Puts all rows of some operators in order and sends them on; none when that can't be done on blocks.
    pub(super) fn sort_blocks(
        &self,
        sort: &Sort,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Option<Flow>> {
        match self.sorted(sort, before, seed, frame)? {
            Some(blocks) => self.send_blocks(&blocks, frame, sink).map(Some),
            None => Ok(None),
        }
    }

    /// The groups of the rows of some operators, a row for each; none when they can't be found on blocks.
    fn grouped(
        &self,
        grouping: &Grouping,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &Frame,
        held: &Held<'_>,
    ) -> Result<Option<Kept<'a, Vec<Block>>>> {
        let (bounds, scanned) = (self.input.bounds, stage::scanned(before));
        let new = || BlockGroups::new(grouping, None, scanned, bounds);
        let groups = self.in_blocks(before, seed, Needs::of_groups(grouping), frame, new)?;
        let Some(mut groups) = groups else { return Ok(None) };
        let mut blocks = Kept::new(Vec::new(), self.input.bounds);
        loop {
            match groups.rest(self) {
                Ok(Some(block)) => {
                    held.bytes(block.bytes())?;
                    blocks.push(block);
                }
                Ok(None) => return Ok(Some(blocks)),
                Err(failure) if ends(&failure) => return Err(failure),
                Err(_) => {
                    self.by_rows.set(true);
                    return Ok(None);
                }
            }
        }
    }

    /// Groups the rows of some operators and sends a row for each group; none when that can't be done on blocks.
    pub(super) fn group_blocks(
        &self,
        grouping: &Grouping,
        before: &[Op],
        seed: &Seed<'_>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Option<Flow>> {
        let held = self.hold();
        match self.grouped(grouping, before, seed, frame, &held)? {
            Some(blocks) => self.send_blocks(&blocks, frame, sink).map(Some),
            None => Ok(None),
        }
    }

    fn send_blocks(&self, blocks: &[Block], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        for block in blocks {
            for row in 0..block.len {
                self.check_stop()?;
                block.load(row, frame);
                if sink(frame)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
        }
        Ok(Flow::Continue)
    }
}

/// How an operator groups its rows; to take equal rows for one is to group them by all that they have.
fn grouping_of(op: &Op) -> Option<Cow<'_, Grouping>> {
    match op {
        Op::Aggregate(grouping) => Some(Cow::Borrowed(grouping)),
        Op::Distinct(slots) => {
            let key = |slot: &Slot| (Expr::slot(*slot, Span::default()), *slot);
            Some(Cow::Owned(Grouping { keys: slots.iter().map(key).collect(), aggregates: Vec::new() }))
        }
        _ => None,
    }
}

/// What is grouped instead of counted, where only nodes of a label have to be looked at: a grouping, and the operators before it.
pub(super) fn scanned_groups<'p>(
    grouping: &Grouping,
    count: &Count,
    instead: &'p [Op],
) -> Option<(Cow<'p, Grouping>, &'p [Op])> {
    let (last, before) = instead.split_last()?;
    let scans = is_tested_scan(before, grouping.keys.is_empty() || count.apart);
    scans.then(|| Some((grouping_of(last)?, before))).flatten()
}

/// Whether the groups of a count, each an assignment of variables, are given by pieces.
fn in_pieces(grouping: &Grouping, count: &Count, instead: &[Op]) -> bool {
    count.apart && !count.groups.is_empty() && scanned_groups(grouping, count, instead).is_none()
}

/// The slot behind all others, for the number of a row.
fn number_of(frame: &Frame) -> Slot {
    Slot(frame.len() as u32)
}

/// Whether a failure ends the statement wherever it is met: for want of time, or of memory for all of it. A value that would
/// be too large has a place.
fn ends(failure: &Diagnostic) -> bool {
    let whole = failure.labels.is_empty();
    whole && [codes::NEEDS_MORE_MEMORY, codes::INTERRUPTED, codes::TIMED_OUT].contains(&failure.code)
}

/// Something that is left to be done row by row.
pub(super) fn unsuited() -> Box<Diagnostic> {
    without_place(Fault::new(FaultKind::Type, "this is done row by row"))
}
