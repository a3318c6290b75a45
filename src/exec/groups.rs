//! Groups under way: their keys, and the state of each aggregate.

use super::held::Held;
use super::row_index::RowIndex;
use super::{Frame, Result, Run, get};
use crate::functions::Accumulator;
use crate::ir::{AggregateCall, Expr, ExprKind, Grouping, Slot};
use crate::value::{Bounds, Fault, Kept, NodeId, Value};

/// All groups of one grouping.
pub(super) struct Groups<'p> {
    grouping: &'p Grouping,
    keys: Kept<'p, RowIndex>,
    /// For each group the states of its aggregates.
    states: Kept<'p, Vec<State>>,
    /// What is known of the groups of nodes, when the keys say nothing but what some nodes are or have.
    memo: Option<Memo<'p>>,
    /// The one node that names the groups, when that is so, in the last row, and its group: rows often come group by group.
    last: Option<(NodeId, usize)>,
    row: Vec<Value>,
    /// The memory of all this.
    held: Held<'p>,
}

/// The bytes of the state of an aggregate.
const STATE: u64 = 64;

/// The bytes by which a combination of nodes is found, and its group.
const NOTED: u64 = 36;

/// The group of each combination of nodes that the keys are computed from, so that keys are computed once for each.
struct Memo<'p> {
    slots: Vec<Slot>,
    nodes: Kept<'p, RowIndex>,
    groups: Vec<usize>,
    row: Vec<Value>,
}

/// The state of one aggregate in one group. There may be many groups, so it is small.
pub(super) enum State {
    /// How many rows, or how many values, there are.
    Count(i64),
    /// The function's own state.
    Plain(Box<dyn Accumulator>),
    /// The same, with the arguments seen so far.
    Distinct(Box<(RowIndex, Box<dyn Accumulator>)>),
}

/// States that are taken one by one; the others are kept until then.
pub(super) struct States<'p> {
    kept: Kept<'p, Vec<State>>,
    at: usize,
}

impl Iterator for States<'_> {
    type Item = State;

    fn next(&mut self) -> Option<State> {
        let state = self.kept.get_mut(self.at)?;
        self.at += 1;
        Some(std::mem::replace(state, State::Count(0)))
    }
}

impl<'p> Groups<'p> {
    pub(super) fn new(grouping: &'p Grouping, bounds: &'p Bounds) -> Self {
        let mut groups = Self {
            grouping,
            keys: Kept::new(RowIndex::new(grouping.keys.len()), bounds),
            states: Kept::new(Vec::new(), bounds),
            memo: Memo::of(grouping, bounds),
            last: None,
            row: Vec::new(),
            held: Held::new(bounds),
        };
        if grouping.keys.is_empty() {
            groups.keys.place(&[]);
            groups.begin();
        }
        groups
    }

    /// Starts the states of a new group.
    fn begin(&mut self) {
        self.states.extend(self.grouping.aggregates.iter().map(|(call, _)| State::new(call)));
    }

    /// Takes in the row in the frame.
    pub(super) fn add(&mut self, run: &Run<'_>, frame: &mut Frame) -> Result<()> {
        let group = self.find(run, frame)?;
        let width = self.grouping.aggregates.len();
        let states = &mut self.states[group * width..(group + 1) * width];
        for ((call, _), state) in self.grouping.aggregates.iter().zip(states) {
            state.add(run, call, frame, &self.held)?;
        }
        Ok(())
    }

    /// Takes in so many rows like that in the frame, which are only counted.
    pub(super) fn add_rows(&mut self, run: &Run<'_>, count: i64, frame: &mut Frame) -> Result<()> {
        let group = self.find(run, frame)?;
        let width = self.grouping.aggregates.len();
        for state in &mut self.states[group * width..(group + 1) * width] {
            if let State::Count(rows) = state {
                *rows += count;
            }
        }
        Ok(())
    }

    /// The group of the row in the frame.
    fn find(&mut self, run: &Run<'_>, frame: &mut Frame) -> Result<usize> {
        if self.grouping.keys.is_empty() {
            return Ok(0);
        }
        let node = self.one_node(frame);
        if let (Some(node), Some((last, group))) = (node, self.last)
            && node == last
        {
            return Ok(group);
        }
        let group = self.find_by_memo(run, frame)?;
        self.last = node.map(|node| (node, group));
        Ok(group)
    }

    /// The node in the frame of which all keys are known.
    fn one_node(&self, frame: &Frame) -> Option<NodeId> {
        let slot = match (&self.memo, self.grouping.keys.as_slice()) {
            (Some(memo), _) => match memo.slots.as_slice() {
                [slot] => *slot,
                _ => return None,
            },
            (None, [(Expr { kind: ExprKind::Slot(slot), .. }, _)]) => *slot,
            _ => return None,
        };
        match get(frame, slot) {
            Value::Node(node) => Some(*node),
            _ => None,
        }
    }

    fn find_by_memo(&mut self, run: &Run<'_>, frame: &mut Frame) -> Result<usize> {
        let Some(mut memo) = self.memo.take() else { return self.find_anew(run, frame) };
        let group = match memo.place(frame) {
            None => self.find_anew(run, frame),
            Some((at, false)) => Ok(memo.groups[at]),
            Some((_, true)) => {
                self.held.bytes(NOTED + (size_of::<Value>() * memo.slots.len()) as u64)?;
                self.find_anew(run, frame).inspect(|group| memo.groups.push(*group))
            }
        };
        self.memo = Some(memo);
        group
    }

    fn find_anew(&mut self, run: &Run<'_>, frame: &mut Frame) -> Result<usize> {
        self.row.clear();
        for (key, _) in &self.grouping.keys {
            self.row.push(run.eval(key, frame)?);
        }
        let (group, new) = self.keys.place(&self.row);
        if new {
            self.held.keep(&self.row)?;
            self.held.bytes(STATE * self.grouping.aggregates.len() as u64)?;
            self.begin();
        }
        Ok(group)
    }

    /// Takes in groups of rows that come behind all rows seen so far.
    pub(super) fn append(&mut self, run: &Run<'_>, later: Self) -> Result<()> {
        let width = self.grouping.aggregates.len();
        let (keys, mut states, held) = later.finish();
        self.held.absorb(held);
        for at in 0..keys.len() {
            run.check_stop()?;
            let (group, new) = self.keys.place(keys.row(at));
            if new {
                self.states.extend(states.by_ref().take(width));
                continue;
            }
            let known = &mut self.states[group * width..(group + 1) * width];
            for ((call, _), (state, later)) in
                self.grouping.aggregates.iter().zip(known.iter_mut().zip(states.by_ref()))
            {
                state.append(later).map_err(|fault| run.fail(fault, call.span))?;
            }
        }
        Ok(())
    }

    /// The keys of the groups, the states of all of them, group by group, and the memory of all this.
    pub(super) fn finish(self) -> (Kept<'p, RowIndex>, States<'p>, Held<'p>) {
        (self.keys, States { kept: self.states, at: 0 }, self.held)
    }
}

impl<'p> Memo<'p> {
    /// A memo for keys that are computed from the properties of one or two variables, unless they are these variables
    /// themselves, which are found as fast.
    fn of(grouping: &Grouping, bounds: &'p Bounds) -> Option<Self> {
        let mut slots = Vec::new();
        let plain = grouping.keys.iter().all(|(key, _)| is_stored(key, &mut slots));
        let gains = grouping.keys.iter().any(|(key, _)| !matches!(key.kind, ExprKind::Slot(_)));
        let fits = plain && gains && matches!(slots.len(), 1 | 2);
        fits.then(|| Self {
            nodes: Kept::new(RowIndex::new(slots.len()), bounds),
            groups: Vec::new(),
            row: Vec::new(),
            slots,
        })
    }

    /// The place of the nodes in the frame, and whether they are new; none when there is something else in a slot.
    fn place(&mut self, frame: &Frame) -> Option<(usize, bool)> {
        if let [slot] = self.slots.as_slice() {
            let value = get(frame, *slot);
            return matches!(value, Value::Node(_)).then(|| self.nodes.place(std::slice::from_ref(value)));
        }
        self.row.clear();
        for slot in &self.slots {
            let value = get(frame, *slot);
            if !matches!(value, Value::Node(_)) {
                return None;
            }
            self.row.push(value.clone());
        }
        Some(self.nodes.place(&self.row))
    }
}

/// Whether an expression is a variable or a stored property of one, or a constant; notes the variables.
fn is_stored(expr: &Expr, slots: &mut Vec<Slot>) -> bool {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::Param(_) => true,
        ExprKind::Slot(slot) => {
            if !slots.contains(slot) {
                slots.push(*slot);
            }
            true
        }
        ExprKind::Property(owner, _) => is_stored(owner, slots),
        _ => false,
    }
}

impl State {
    pub(super) fn new(call: &AggregateCall) -> Self {
        match call.function {
            None => Self::Count(0),
            Some(function) if function.name == "count" && !call.distinct => Self::Count(0),
            Some(function) if call.distinct => {
                Self::Distinct(Box::new((RowIndex::sparse(call.args.len()), (function.start)())))
            }
            Some(function) => Self::Plain((function.start)()),
        }
    }

    fn add(&mut self, run: &Run<'_>, call: &AggregateCall, frame: &mut Frame, held: &Held<'_>) -> Result<()> {
        if let (Self::Count(count), []) = (&mut *self, call.args.as_slice()) {
            *count += 1;
            return Ok(());
        }
        if let [arg] = call.args.as_slice()
            && let Some(cell) = run.cell(arg, frame)?
        {
            match self {
                Self::Count(count) => {
                    *count += i64::from(!cell.is_null());
                    return Ok(());
                }
                Self::Plain(accumulator) if !accumulator.keeps() => {
                    return accumulator.add_cell(cell).map_err(|fault| run.fail(fault, call.span));
                }
                // A value that is kept, or must be new, is needed itself.
                _ => {}
            }
        }
        let single;
        let several: Vec<Value>;
        let args = match call.args.as_slice() {
            [arg] => {
                single = [run.eval(arg, frame)?];
                &single[..]
            }
            args => {
                several = args.iter().map(|arg| run.eval(arg, frame)).collect::<Result<_>>()?;
                &several
            }
        };
        self.take(run, call, args, held)
    }

    /// Takes in the arguments of a row.
    pub(super) fn take(&mut self, run: &Run<'_>, call: &AggregateCall, args: &[Value], held: &Held<'_>) -> Result<()> {
        match self {
            Self::Count(count) => {
                *count += i64::from(!args[0].is_null());
                return Ok(());
            }
            Self::Plain(accumulator) => {
                if accumulator.keeps() {
                    held.keep(args)?;
                }
                accumulator.add(args)
            }
            Self::Distinct(state) => {
                let (seen, accumulator) = &mut **state;
                if !seen.place(args).1 {
                    return Ok(());
                }
                held.keep(args)?;
                if accumulator.keeps() {
                    held.keep(args)?;
                }
                accumulator.add(args)
            }
        }
        .map_err(|fault| run.fail(fault, call.span))
    }

    /// Takes in the state of rows that come later.
    pub(super) fn append(&mut self, later: Self) -> std::result::Result<(), Fault> {
        match (self, later) {
            (Self::Count(count), Self::Count(later)) => {
                *count += later;
                Ok(())
            }
            (Self::Plain(state), Self::Plain(later)) => state.append(later),
            (Self::Distinct(state), Self::Distinct(later)) => {
                let (seen, accumulator) = &mut **state;
                for at in 0..later.0.len() {
                    if seen.place(later.0.row(at)).1 {
                        accumulator.add(later.0.row(at))?;
                    }
                }
                Ok(())
            }
            _ => unreachable!("two states of one call are of one kind"),
        }
    }

    pub(super) fn finish(self, bounds: &Bounds) -> std::result::Result<Value, Fault> {
        match self {
            Self::Count(count) => Ok(Value::Int(count)),
            Self::Plain(accumulator) => accumulator.finish(bounds),
            Self::Distinct(state) => state.1.finish(bounds),
        }
    }
}
