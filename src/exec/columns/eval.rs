//! Expressions over blocks: numbers a column at a time, anything else row by row.

use super::block::{Block, Column};
use super::needs::Needs;
use super::unsuited;
use crate::diag::Span;
use crate::exec::predicate::{compare_cells, is_direct};
use crate::exec::{Frame, Result, Run, get, set};
use crate::graph::KeyId;
use crate::ir::{ArithmeticOp, CompareOp, Expr, ExprKind, Slot, SortKey};
use crate::value::{Cell, NodeId, Value, footprint};
use std::borrow::Cow;
use std::sync::Arc;

/// Lists and maps of a column take no more than so many bytes.
const MOST_BYTES: u64 = 4_000_000;

/// The columns that an expression reads.
fn read<'b>(expr: &Expr, block: &'b Block) -> Vec<(Slot, &'b Column)> {
    let mut needs = Needs::default();
    needs.expr(expr);
    block.columns().filter(|(slot, _)| needs.has(*slot)).collect()
}

/// Puts the values of a row into the frame.
fn load(columns: &[(Slot, &Column)], at: usize, frame: &mut Frame) {
    columns.iter().for_each(|(slot, column)| set(frame, *slot, column.value(at)));
}

/// How long lists are; none where something else is among them.
fn sizes<'b>(args: &[Expr], block: &Block) -> Option<Ints<'b>> {
    let [Expr { kind: ExprKind::Slot(slot), .. }] = args else { return None };
    let Column::Values(values) = block.column(*slot)? else { return None };
    let size = |value: &Value| if let Value::List(items) = value { Some(items.len() as i64) } else { None };
    let sizes: Option<Vec<i64>> = values.iter().map(size).collect();
    sizes.map(|sizes| Ints::Each(Cow::Owned(sizes)))
}

impl Run<'_> {
    /// The values of an expression in the rows of a block.
    ///
    /// # Errors
    /// When one of them can't be computed; which of the rows is at fault is not told.
    pub(in crate::exec) fn column<'b>(
        &self,
        expr: &Expr,
        block: &'b Block,
        frame: &mut Frame,
    ) -> Result<Cow<'b, Column>> {
        let quick = match &expr.kind {
            ExprKind::Const(value) => Some(Column::Same(value.clone())),
            ExprKind::Param(name) => Some(Column::Same(self.input.params.get(name).cloned().unwrap_or_default())),
            ExprKind::Slot(slot) => {
                return Ok(block
                    .column(*slot)
                    .map_or_else(|| Cow::Owned(Column::Same(get(frame, *slot).clone())), Cow::Borrowed));
            }
            ExprKind::Property(owner, key) => match property_of_nodes(expr, block) {
                Some((slot, key, nodes)) => Some(self.properties(slot, nodes, key)?),
                None => self.properties_or_null(owner, *key, block)?,
            },
            ExprKind::Arithmetic(first, rest) => self.numbers(first, rest, block, frame).map(Ints::column),
            ExprKind::Call(function, args) if function.name == "size" => sizes(args, block).map(Ints::column),
            ExprKind::Call(function, args) if function.name == "labels" => self.labels(args, expr, block, frame)?,
            ExprKind::Call(function, args) if function.name == "type" => self.types_of(args, block),
            ExprKind::Compare(left, rest) => self.truths(left, rest, block, frame),
            ExprKind::Case { subject: None, branches, otherwise } => {
                self.choices(branches, otherwise.as_deref(), block, frame)?
            }
            _ => None,
        };
        quick.map_or_else(|| self.row_by_row(expr, block, frame), Ok).map(Cow::Owned)
    }

    fn row_by_row(&self, expr: &Expr, block: &Block, frame: &mut Frame) -> Result<Column> {
        let (mut values, mut bytes) = (Vec::with_capacity(block.len), 0);
        let read = read(expr, block);
        for at in 0..block.len {
            self.check_stop()?;
            load(&read, at, frame);
            let value = self.eval(expr, frame)?;
            if matches!(value, Value::List(_) | Value::Map(_)) && !matches!(expr.kind, ExprKind::Slot(_)) {
                bytes += footprint(&value);
            }
            // Where each row holds much, only one at a time should.
            if bytes > MOST_BYTES {
                return Err(unsuited());
            }
            values.push(value);
        }
        Ok(Column::of(values))
    }

    /// One property of many nodes.
    fn properties(&self, slot: Slot, nodes: &[NodeId], key: KeyId) -> Result<Column> {
        self.count_work(nodes.len());
        if let Some(ints) = self.whole_numbers(slot, nodes, key) {
            return Ok(Column::Ints(ints));
        }
        self.with_reader(slot, key, |reader| {
            let value = |node: &NodeId| reader.live_cell(*node).map(Cell::value);
            let values: Option<Vec<Value>> = nodes.iter().map(value).collect();
            values.map(Column::of)
        })
        .ok_or_else(|| self.deleted(Span::default()))
    }

    /// One property of what are nodes or null.
    fn properties_or_null(&self, owner: &Expr, key: KeyId, block: &Block) -> Result<Option<Column>> {
        let ExprKind::Slot(slot) = owner.kind else { return Ok(None) };
        let Some(Column::Values(nodes)) = block.column(slot) else { return Ok(None) };
        self.count_work(nodes.len());
        if !nodes.iter().all(|node| matches!(node, Value::Node(_) | Value::Null)) {
            return Ok(None);
        }
        self.with_reader(slot, key, |reader| {
            let value = |node: &Value| match node {
                Value::Node(node) => reader.live_cell(*node).map(Cell::value),
                _ => Some(Value::Null),
            };
            let values: Option<Vec<Value>> = nodes.iter().map(value).collect();
            values.map(|values| Some(Column::Values(values)))
        })
        .ok_or_else(|| self.deleted(Span::default()))
    }

    /// The same, where all of them are whole numbers.
    fn whole_numbers(&self, slot: Slot, nodes: &[NodeId], key: KeyId) -> Option<Vec<i64>> {
        self.with_reader(slot, key, |reader| match reader.ints(nodes) {
            Some(ints) => Some(ints.all(nodes)),
            None => {
                let int = |node: &NodeId| match reader.cell(*node) {
                    Cell::Int(int) => Some(int),
                    _ => None,
                };
                nodes.iter().map(int).collect()
            }
        })
    }

    /// What comes of whole numbers; none when something else is among the operands, or an operation fails.
    fn numbers<'b>(
        &self,
        first: &Expr,
        rest: &[(ArithmeticOp, Expr)],
        block: &'b Block,
        frame: &Frame,
    ) -> Option<Ints<'b>> {
        let mut total = self.ints(first, block, frame)?;
        for (op, operand) in rest {
            let operand = self.ints(operand, block, frame)?;
            total = match op {
                ArithmeticOp::Add => total.with(&operand, i64::checked_add),
                ArithmeticOp::Subtract => total.with(&operand, i64::checked_sub),
                ArithmeticOp::Multiply => total.with(&operand, i64::checked_mul),
                ArithmeticOp::Divide => total.with(&operand, i64::checked_div),
                ArithmeticOp::Modulo => total.with(&operand, i64::checked_rem),
                ArithmeticOp::Power => None,
            }?;
        }
        Some(total)
    }

    /// The whole numbers that an expression gives; none when it may give something else.
    fn ints<'b>(&self, expr: &Expr, block: &'b Block, frame: &Frame) -> Option<Ints<'b>> {
        let value = match &expr.kind {
            ExprKind::Const(value) => value,
            ExprKind::Param(name) => self.input.params.get(name)?,
            ExprKind::Slot(slot) => match block.column(*slot) {
                Some(Column::Ints(ints)) => return Some(Ints::Each(Cow::Borrowed(ints))),
                Some(Column::Same(value)) => value,
                Some(_) => return None,
                None => get(frame, *slot),
            },
            ExprKind::Property(..) => {
                let (slot, key, nodes) = property_of_nodes(expr, block)?;
                let ints = self.whole_numbers(slot, nodes, key)?;
                self.count_work(nodes.len());
                return Some(Ints::Each(Cow::Owned(ints)));
            }
            ExprKind::Arithmetic(first, rest) => return self.numbers(first, rest, block, frame),
            ExprKind::Call(function, args) if function.name == "size" => return sizes(args, block),
            _ => return None,
        };
        if let Value::Int(int) = value { Some(Ints::Same(*int)) } else { None }
    }

    /// The labels of nodes, which those of one table have in common.
    fn labels(&self, args: &[Expr], call: &Expr, block: &Block, frame: &mut Frame) -> Result<Option<Column>> {
        let Some(nodes) = args.first().and_then(|arg| nodes_of(arg, block)) else { return Ok(None) };
        let alike = nodes.first().and_then(|first| self.view.alike(*first));
        let Some(alike) = alike.filter(|alike| nodes.iter().fold(true, |all, node| all & alike.contains(&node.0)))
        else {
            return Ok(None);
        };
        debug_assert!(!alike.is_empty());
        block.load(0, frame);
        self.eval(call, frame).map(|labels| Some(Column::Same(labels)))
    }

    /// The types of relationships.
    fn types_of(&self, args: &[Expr], block: &Block) -> Option<Column> {
        let [Expr { kind: ExprKind::Slot(slot), .. }] = args else { return None };
        let Column::Rels(rels) = block.column(*slot)? else { return None };
        let types = &self.view.names().types;
        let words = types.ids().map(|kind| Value::Str(Arc::clone(types.name(kind)))).collect();
        Some(Column::Coded(words, rels.iter().map(|rel| self.view.rel_type(*rel).0).collect()))
    }

    /// What a comparison of whole numbers gives.
    fn truths(&self, left: &Expr, rest: &[(CompareOp, Expr)], block: &Block, frame: &Frame) -> Option<Column> {
        let [(op, right)] = rest else { return None };
        let fitting = self.ints(left, block, frame)?.compared(*op, &self.ints(right, block, frame)?, block.len);
        let mut codes = vec![0; block.len];
        fitting.iter().for_each(|at| codes[*at as usize] = 1);
        Some(Column::Coded(vec![Value::Bool(false), Value::Bool(true)], codes))
    }

    /// What CASE gives where its branches have values that are known.
    fn choices(
        &self,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        block: &Block,
        frame: &mut Frame,
    ) -> Result<Option<Column>> {
        let values = branches.iter().map(|(_, value)| Some(value)).chain([otherwise]);
        let known = |value: Option<&Expr>| value.map_or(Some(Value::Null), |value| Some(self.known(value)?.value()));
        let Some(words) = values.map(known).collect::<Option<Vec<Value>>>() else { return Ok(None) };
        let mut codes = vec![branches.len() as u32; block.len];
        let mut left: Vec<u32> = (0..block.len as u32).collect();
        for (branch, (condition, _)) in branches.iter().enumerate() {
            let mut needs = Needs::default();
            needs.expr(condition);
            let kept = self.passing(condition, &block.gather(&left, |slot| needs.has(slot)), frame)?;
            kept.iter().for_each(|at| codes[left[*at as usize] as usize] = branch as u32);
            left.retain(|row| codes[*row as usize] as usize == branches.len());
        }
        let ints: Option<Vec<i64>> =
            words.iter().map(|word| if let Value::Int(int) = word { Some(*int) } else { None }).collect();
        Ok(Some(match ints {
            Some(ints) => Column::Ints(codes.iter().map(|code| ints[*code as usize]).collect()),
            None => Column::Coded(words, codes),
        }))
    }

    /// The rows of which a condition is true.
    ///
    /// # Errors
    /// As of [`Run::column`].
    pub(in crate::exec) fn passing(&self, condition: &Expr, block: &Block, frame: &mut Frame) -> Result<Vec<u32>> {
        let comparison = match &condition.kind {
            ExprKind::Compare(left, rest) => match rest.as_slice() {
                [(op, right)] => Some((&**left, *op, right)),
                _ => None,
            },
            _ => None,
        };
        if let Some((left, op, right)) = comparison
            && let Some(left) = self.ints(left, block, frame)
            && let Some(right) = self.ints(right, block, frame)
        {
            return Ok(left.compared(op, &right, block.len));
        }
        let subject = block.columns().find_map(|(slot, column)| match column {
            Column::Nodes(nodes) => self.fixed_sieve(slot, condition).map(|sieve| (nodes, sieve)),
            _ => None,
        });
        if let Some((nodes, mut sieve)) = subject {
            return Ok(places(block.len, |at| sieve.passes(nodes[at])));
        }
        if let Some((left, op, right)) = comparison
            && is_direct(left)
            && is_direct(right)
        {
            return self.compared(left, op, right, block, frame);
        }
        let (read, mut kept) = (read(condition, block), Vec::new());
        for at in 0..block.len {
            self.check_stop()?;
            load(&read, at, frame);
            if self.holds(condition, frame)? {
                kept.push(at as u32);
            }
        }
        Ok(kept)
    }

    /// The rows that may be among the first `most` by a key of an order, or before a bound, if its values are whole
    /// numbers; `alone` says that there is no other key.
    pub(in crate::exec) fn early(
        &self,
        (key, alone): (&SortKey, bool),
        most: usize,
        bound: Option<&Value>,
        block: &Block,
        frame: &Frame,
    ) -> Option<Vec<u32>> {
        let ints = self.ints(&key.expr, block, frame)?;
        let op = match (key.descending, alone) {
            (false, true) => CompareOp::Lt,
            (false, false) => CompareOp::Le,
            (true, true) => CompareOp::Gt,
            (true, false) => CompareOp::Ge,
        };
        let mut early = match bound {
            None => (0..block.len as u32).collect(),
            Some(Value::Int(bound)) => ints.compared(op, &Ints::Same(*bound), block.len),
            Some(_) => return None,
        };
        if let (Ints::Each(ints), Some(last)) = (&ints, most.checked_sub(1))
            && early.len() / 2 > most
        {
            // Those that come behind so many of the same block are not wanted either.
            let place = |row: &u32| if key.descending { !ints[*row as usize] } else { ints[*row as usize] };
            let mut places: Vec<i64> = early.iter().map(place).collect();
            let (_, last, _) = places.select_nth_unstable(last);
            early.retain(|row| place(row) <= *last);
        }
        Some(early)
    }

    /// The rows in which two operands compare so that stand somewhere.
    fn compared(&self, left: &Expr, op: CompareOp, right: &Expr, block: &Block, frame: &mut Frame) -> Result<Vec<u32>> {
        let (left, right) = (self.column(left, block, frame)?, self.column(right, block, frame)?);
        let (left, right) = (left.as_ref(), right.as_ref());
        Ok(places(block.len, |at| {
            let (left, right) = (left.value(at), right.value(at));
            compare_cells(op, Cell::from(&left), Cell::from(&right)) == Some(true)
        }))
    }
}

/// Whether an expression is computed as a column, as long as its values are whole numbers.
pub(super) fn has_column(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Slot(_) => true,
        ExprKind::Property(owner, _) => has_column(owner),
        ExprKind::Arithmetic(first, rest) => has_column(first) && rest.iter().all(|(_, each)| has_column(each)),
        ExprKind::Compare(left, rest) => has_column(left) && rest.iter().all(|(_, each)| has_column(each)),
        ExprKind::Case { subject: None, branches, otherwise } => {
            let known = |expr: &Expr| matches!(expr.kind, ExprKind::Const(_) | ExprKind::Param(_));
            let chosen = branches.iter().all(|(condition, value)| has_column(condition) && known(value));
            chosen && otherwise.as_deref().is_none_or(known)
        }
        ExprKind::Call(function, args) => matches!(function.name, "labels" | "type") && args.iter().all(has_column),
        _ => false,
    }
}

/// Whole numbers, one for each row.
enum Ints<'b> {
    Each(Cow<'b, [i64]>),
    Same(i64),
}

impl Ints<'_> {
    fn column(self) -> Column {
        match self {
            Self::Each(ints) => Column::Ints(ints.into_owned()),
            Self::Same(int) => Column::Same(Value::Int(int)),
        }
    }

    /// What comes of an operation with other numbers; none when it fails for one of them.
    fn with(self, other: &Ints<'_>, apply: impl Fn(i64, i64) -> Option<i64>) -> Option<Self> {
        Some(match (self, other) {
            (Self::Each(ints), Ints::Each(others)) => {
                Self::Each(ints.iter().zip(others.iter()).map(|(a, b)| apply(*a, *b)).collect::<Option<_>>()?)
            }
            (Self::Each(ints), Ints::Same(other)) => {
                Self::Each(ints.iter().map(|a| apply(*a, *other)).collect::<Option<_>>()?)
            }
            (Self::Same(int), Ints::Each(others)) => {
                Self::Each(others.iter().map(|b| apply(int, *b)).collect::<Option<_>>()?)
            }
            (Self::Same(int), Ints::Same(other)) => Self::Same(apply(int, *other)?),
        })
    }

    /// The rows in which these numbers compare so with others.
    fn compared(&self, op: CompareOp, other: &Ints<'_>, len: usize) -> Vec<u32> {
        match op {
            CompareOp::Eq => self.fitting(other, len, |a, b| a == b),
            CompareOp::Ne => self.fitting(other, len, |a, b| a != b),
            CompareOp::Lt => self.fitting(other, len, |a, b| a < b),
            CompareOp::Le => self.fitting(other, len, |a, b| a <= b),
            CompareOp::Gt => self.fitting(other, len, |a, b| a > b),
            CompareOp::Ge => self.fitting(other, len, |a, b| a >= b),
        }
    }

    fn fitting(&self, other: &Ints<'_>, len: usize, fits: impl Fn(i64, i64) -> bool) -> Vec<u32> {
        match (self, other) {
            (Self::Each(a), Ints::Each(b)) => places(len, |at| fits(a[at], b[at])),
            (Self::Each(a), Ints::Same(b)) => places(len, |at| fits(a[at], *b)),
            (Self::Same(a), Ints::Each(b)) => places(len, |at| fits(*a, b[at])),
            (Self::Same(a), Ints::Same(b)) => places(len, |_| fits(*a, *b)),
        }
    }
}

/// The rows that fit, picked without a branch, which could not be foretold.
pub(super) fn places(len: usize, mut fits: impl FnMut(usize) -> bool) -> Vec<u32> {
    let mut kept = vec![0; len];
    let mut count = 0;
    for at in 0..len {
        kept[count] = at as u32;
        count += usize::from(fits(at));
    }
    kept.truncate(count);
    kept
}

/// The nodes that a variable stands for.
fn nodes_of<'b>(expr: &Expr, block: &'b Block) -> Option<&'b [NodeId]> {
    let ExprKind::Slot(slot) = expr.kind else { return None };
    match block.column(slot)? {
        Column::Nodes(nodes) => Some(nodes),
        _ => None,
    }
}

/// A property of nodes that a variable stands for: the variable, the key and the nodes.
pub(super) fn property_of_nodes<'b>(expr: &Expr, block: &'b Block) -> Option<(Slot, KeyId, &'b [NodeId])> {
    let (slot, key) = expr.as_property()?;
    match block.column(slot)? {
        Column::Nodes(nodes) => Some((slot, key, nodes)),
        _ => None,
    }
}
