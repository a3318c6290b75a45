//! Plan → rows.
//!
//! Rows are pushed: an operator is run with a frame of slots and a sink, fills its slots, and calls the sink once for each
//! of its rows. A pattern is found depth first in the same frame, so that nothing is copied on the way. Reading operators
//! see the graph through a [`View`]; a writing operator first collects all its input, so that what it changes can't change
//! what it reads.
//!
//! Where all rows of some operators are asked for, these are run on blocks of rows instead: see `columns`. Both ways give the
//! same rows in the same order, and what fails is told by the engine of rows.
//!
//! **Invariant:** it sees neither text nor syntax tree, except to show a place.

mod aggregate;
mod apply;
mod by_node;
mod columns;
mod corridor;
mod count;
mod degree;
mod expr;
mod groups;
mod held;
mod marks;
mod measure;
mod operators;
mod parallel;
mod pattern;
mod predicate;
mod reach;
mod repeat;
mod returns;
mod row_index;
mod scan;
mod shortest;
mod sieve;
mod sort;
mod subquery;
mod walk;
mod write;

use crate::diag::{Diagnostic, Source, Span, codes};
use crate::functions::Context;
use crate::graph::{Graph, PropertyReader, View};
use crate::ir::Slot;
use crate::plan::{Meter, Op, Part, Plan};
use crate::value::temporal::Instant;
use crate::value::{Bounds, Extent, Fault, FaultKind, Kept, Key, Map, NodeId, Pile, Rows, Value, footprint};
use columns::{Block, Gathered, Needs};
use held::Held;
use regex::Regex;
use row_index::RowIndex;
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

pub use write::Changed;

/// What a statement is run with.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The text, to show places in.
    pub source: &'a Arc<Source>,
    /// The values of the parameters.
    pub params: &'a Map,
    /// The rule that runs it, which what it makes will be said to come from.
    pub rule: Option<&'a Arc<str>>,
    /// When the statement began, which is the time that its functions tell.
    pub now: Instant,
    /// The time and the memory that it may take.
    pub bounds: &'a Bounds,
    /// Where to count what each operator does.
    pub meter: Option<&'a Meter>,
    /// Where what is made or changed is noted, for the judgement at the end.
    pub changed: &'a Changed,
}

/// The outcome of anything that can fail at run time. Boxed, since it is returned from the innermost loops.
pub type Result<T> = std::result::Result<T, Box<Diagnostic>>;

/// The values of all slots.
type Frame = Vec<Value>;

/// Frames that are kept until a writing operator has seen all of them.
type Frames<'b> = Kept<'b, Vec<Frame>>;

/// Whether more rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Continue,
    Stop,
}

/// Where an operator sends its rows.
type Sink<'s> = dyn FnMut(&mut Frame) -> Result<Flow> + 's;

/// Rows of the answer, and their memory.
struct Found<'b> {
    /// The slots of the columns.
    columns: &'b [Slot],
    rows: Kept<'b, Pile<Vec<Value>>>,
    held: Held<'b>,
}

impl Found<'_> {
    fn add(&mut self, row: impl FnOnce(&[Slot]) -> Vec<Value>) -> Result<()> {
        // What follows the last change and returns nothing still has to be right.
        if !self.columns.is_empty() {
            let row = row(self.columns);
            self.held.keep(&row)?;
            self.rows.push(row);
        }
        Ok(())
    }
}

impl Gathered for Found<'_> {
    fn add_block(&mut self, run: &Run<'_>, block: &Block, frame: &mut Frame) -> Result<()> {
        for at in 0..block.len {
            run.check_stop()?;
            self.add(|slots| block.row(at, slots, frame))?;
        }
        Ok(())
    }

    fn append(&mut self, _: &Run<'_>, later: Self) -> Result<()> {
        self.rows.append(later.rows.take());
        self.held.absorb(later.held);
        Ok(())
    }
}

/// Runs a plan. The rows come in a fixed order: that of ORDER BY, or else that of the walk.
///
/// # Errors
/// The first failure (`E03xx`); what was changed until then is for the caller to take back.
pub fn execute(plan: &Plan, graph: &mut Graph, input: Input<'_>) -> Result<Rows> {
    let mut rows = Kept::new(Pile::default(), input.bounds);
    let mut seen = Kept::new(RowIndex::new(plan.columns.len()), input.bounds);
    let held = Held::new(input.bounds);
    for part in &plan.parts {
        let before = write_all(plan, &part.ops, graph, input, None)?;
        let run = Run::new(plan, graph.view(), input);
        let ops = &part.ops[reading(&part.ops)..];
        let mut frame = vec![Value::Null; plan.slots as usize];
        let seed = Seed { frames: before.as_ref().map(|frames| frames.as_slice()), ids: None };
        let none = || Kept::new(Pile::default(), input.bounds);
        let new = || Found { columns: &part.columns, rows: none(), held: Held::new(input.bounds) };
        let take = |_: &Run<'_>, found: &mut Found<'_>, frame: &mut Frame| {
            found.add(|slots| slots.iter().map(|slot| get(frame, *slot).clone()).collect())
        };
        let Found { rows: mut found, held: own, .. } =
            match run.in_blocks(ops, &seed, Needs::of(&part.columns), &frame, new)? {
                Some(found) => found,
                None => run.gather(ops, &seed, &mut frame, new, take, |run, found, later| found.append(run, later))?,
            };
        held.absorb(own);
        if plan.distinct {
            found.retain(|row| seen.place(row).1, input.bounds).map_err(without_place)?;
        }
        rows.append(found.take());
    }
    write::check_required(graph.view(), input)?;
    // What is asked for while the last rows come is heeded too.
    input.bounds.check().map_err(without_place)?;
    Ok(Rows { columns: plan.columns.clone(), rows: rows.take().gathered(input.bounds).map_err(without_place)? })
}

/// Runs every writing operator of a pipeline and what comes before it; gives the frames after the last one.
fn write_all<'a>(
    plan: &Plan,
    ops: &[Op],
    graph: &mut Graph,
    input: Input<'a>,
    mut frames: Option<Frames<'a>>,
) -> Result<Option<Frames<'a>>> {
    let mut start = 0;
    let mut holding = Held::new(input.bounds);
    for (at, op) in ops.iter().enumerate().filter(|(_, op)| op.writes()) {
        let held = Held::new(input.bounds);
        let before = frames.as_ref().map(|frames| frames.as_slice());
        let collected = read_all(plan, &ops[start..at], graph, input, before, &held)?;
        holding = held;
        let after = write::apply(op, plan, graph, input, collected, &holding)?;
        if let Some(meter) = input.meter {
            meter.add_rows(Part::of(op), after.len() as u64);
        }
        frames = Some(after);
        start = at + 1;
    }
    drop(holding);
    Ok(frames)
}

/// The frames after reading operators.
fn read_all<'a>(
    plan: &Plan,
    ops: &[Op],
    graph: &Graph,
    input: Input<'a>,
    frames: Option<&[Frame]>,
    held: &Held<'_>,
) -> Result<Frames<'a>> {
    let run = Run::new(plan, graph.view(), input);
    let mut collected = Kept::new(Vec::new(), input.bounds);
    let mut frame = vec![Value::Null; plan.slots as usize];
    run.from(frames, ops, &mut frame, &mut |frame| {
        held.keep(frame)?;
        collected.push(frame.clone());
        Ok(Flow::Continue)
    })?;
    Ok(collected)
}

/// Where the reading operators after the last writing one begin.
fn reading(ops: &[Op]) -> usize {
    ops.iter().rposition(Op::writes).map_or(0, |at| at + 1)
}

/// A row as DISTINCT sees it.
fn keys(row: &[Value]) -> Vec<Key> {
    row.iter().cloned().map(Key).collect()
}

/// A reading run over one state of the graph.
struct Run<'a> {
    plan: &'a Plan,
    view: View<'a>,
    input: Input<'a>,
    /// What reads the properties of the variables of nodes that were asked for so far.
    readers: RefCell<Vec<(Slot, PropertyReader<'a>)>>,
    /// The regular expressions met so far, which are costly to compile.
    regexes: RefCell<FxHashMap<Arc<str>, Regex>>,
    /// Empty sets to use again.
    marks: RefCell<Vec<marks::Marks<'a>>>,
    /// The part of the plan whose work is counted at the moment.
    current: Cell<Option<Part>>,
    /// Whether something failed on blocks, so that all that is left is run row by row.
    by_rows: Cell<bool>,
}

impl<'a> Run<'a> {
    fn new(plan: &'a Plan, view: View<'a>, input: Input<'a>) -> Self {
        Self {
            plan,
            view,
            input,
            readers: RefCell::default(),
            regexes: RefCell::default(),
            marks: RefCell::default(),
            current: Cell::new(None),
            by_rows: Cell::new(false),
        }
    }

    /// Runs operators from these frames, or from the frame at hand.
    fn from(&self, frames: Option<&[Frame]>, ops: &[Op], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        self.run(ops, &Seed { frames, ids: None }, frame, sink)
    }

    /// A failure at a place.
    fn fail(&self, fault: Fault, span: Span) -> Box<Diagnostic> {
        fail(self.input.source, fault, span)
    }

    /// What a function may look at besides its arguments.
    fn context(&self) -> Context<'a> {
        Context { view: self.view, now: self.input.now, bounds: self.input.bounds }
    }

    /// Ends the run if somebody asked for that, or its time is up. Every step of a pattern and every item of UNWIND comes
    /// by here, so a run ends soon after the flag is set.
    #[inline]
    fn check_stop(&self) -> Result<()> {
        self.input.bounds.check().map_err(without_place)
    }

    /// A list or map that an expression has built, if it is within the limits.
    fn bounded(&self, value: Value, span: Span) -> Result<Value> {
        Extent::check(&value).map_err(|fault| self.fail(fault, span))?;
        self.roomy(value)
    }

    /// A value that was built, if there is room for it beside what is held.
    fn roomy(&self, value: Value) -> Result<Value> {
        if matches!(value, Value::List(_) | Value::Map(_) | Value::Str(_)) {
            self.input.bounds.fits(footprint(&value)).map_err(without_place)?;
        }
        Ok(value)
    }

    fn type_fault(&self, message: impl Into<String>, span: Span) -> Box<Diagnostic> {
        self.fail(Fault::new(FaultKind::Type, message), span)
    }
}

/// A failure at a place.
fn fail(source: &Arc<Source>, fault: Fault, span: Span) -> Box<Diagnostic> {
    // These are about the statement as a whole, wherever it was when it met its bounds.
    if matches!(fault.kind, FaultKind::Interrupted | FaultKind::Late | FaultKind::Memory) {
        return without_place(fault);
    }
    Box::new(without_place(fault).at(source, span, ""))
}

/// A failure of a statement as a whole.
#[must_use]
pub fn failed(fault: Fault) -> Diagnostic {
    *without_place(fault)
}

/// A failure as a finding that has no place yet.
fn without_place(fault: Fault) -> Box<Diagnostic> {
    let code = match fault.kind {
        FaultKind::Type => codes::TYPE_MISMATCH,
        FaultKind::ArgumentType => codes::ARGUMENT_TYPE,
        FaultKind::Elements => codes::NOT_INDEXABLE,
        FaultKind::Position => codes::POSITION_TYPE,
        FaultKind::Key => codes::KEY_TYPE,
        FaultKind::Property => codes::NOT_STORABLE,
        FaultKind::Overflow => codes::OVERFLOW,
        FaultKind::DivisionByZero => codes::DIVISION_BY_ZERO,
        FaultKind::Argument => codes::BAD_ARGUMENT,
        FaultKind::Regex => codes::BAD_REGEX,
        FaultKind::TooLarge | FaultKind::Memory => codes::NEEDS_MORE_MEMORY,
        FaultKind::Write => codes::BAD_WRITE,
        FaultKind::Missing => codes::DELETED_ENTITY,
        FaultKind::Interrupted => codes::INTERRUPTED,
        FaultKind::Late => codes::TIMED_OUT,
    };
    let diagnostic = Diagnostic::error(code, fault.message);
    Box::new(match fault.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    })
}

/// The rows that a pipeline begins with.
struct Seed<'f> {
    /// Frames to begin with; the frame at hand when absent.
    frames: Option<&'f [Frame]>,
    /// The nodes that the first pattern begins with, when it is not to look at all of them.
    ids: Option<&'f [NodeId]>,
}

fn get(frame: &Frame, slot: Slot) -> &Value {
    &frame[slot.0 as usize]
}

fn set(frame: &mut Frame, slot: Slot, value: Value) {
    frame[slot.0 as usize] = value;
}
