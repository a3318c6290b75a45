//! Values of a key as small numbers: equivalent values have one, and they are counted from 0 in the order in which they came.

use super::block::{Block, Column};
use super::eval::{has_column, property_of_nodes};
use super::needs::Needs;
use crate::diag::Span;
use crate::exec::by_node::ByNode;
use crate::exec::row_index::RowIndex;
use crate::exec::{Frame, Result, Run};
use crate::graph::KeyId;
use crate::ir::{Expr, ExprKind, Slot};
use crate::value::{Cell, NodeId, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Numbers below this are looked up in a list.
const LISTED: usize = 1 << 16;

/// No code yet.
const NONE: u32 = u32::MAX;

/// The codes of the values of one key.
#[derive(Debug, Default)]
pub(super) struct Coder {
    /// By code.
    values: Vec<Value>,
    /// By node its code plus one.
    nodes: ByNode<u32>,
    small: Vec<u32>,
    ints: FxHashMap<i64, u32>,
    texts: FxHashMap<Arc<str>, u32>,
    others: RowIndex,
    null: Option<u32>,
    /// Whether there is a float among the values that stand for whole numbers.
    floats: bool,
    /// Whether a value came that is equivalent to a known one, and not the same.
    mixed: bool,
    /// The codes of the other values, in the order of these.
    other_codes: Vec<u32>,
    /// The variable that the key is computed from and nothing else, of which a node may come often.
    of: Option<Slot>,
    /// By node of it the code of the key, plus one.
    memo: ByNode<u32>,
}

impl Coder {
    /// For a key; `scanned` is the variable whose nodes come in order, for which a key is computed as a column where it can
    /// be.
    pub(super) fn new(key: &Expr, scanned: Option<Slot>) -> Self {
        let computed = !matches!(key.kind, ExprKind::Slot(_));
        let of = Needs::only_slot(key).filter(|slot| computed && !(scanned == Some(*slot) && has_column(key)));
        Self { of, others: RowIndex::new(1), ..Self::default() }
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn value(&self, code: u32) -> &Value {
        &self.values[code as usize]
    }

    /// The codes of a key in the rows of a block; a single one where all rows have the same value.
    pub(super) fn codes(
        &mut self,
        run: &Run<'_>,
        key: &Expr,
        block: &Block,
        frame: &mut Frame,
        codes: &mut Vec<u32>,
    ) -> Result<()> {
        codes.clear();
        if let Some(slot) = self.of
            && let Some(Column::Nodes(nodes)) = block.column(slot)
        {
            return self.by_node(run, key, slot, nodes, frame, codes);
        }
        if let Some((slot, key, nodes)) = property_of_nodes(key, block) {
            return self.by_cell(run, slot, key, nodes, codes);
        }
        match run.column(key, block, frame)?.as_ref() {
            Column::Same(value) => codes.push(self.code(value)),
            column => self.codes_of(column, block.len, codes),
        }
        Ok(())
    }

    /// Adds the codes of the values of a column.
    pub(super) fn codes_of(&mut self, column: &Column, len: usize, codes: &mut Vec<u32>) {
        match column {
            Column::Nodes(nodes) => {
                for run in nodes.chunk_by(|a, b| a == b) {
                    let code = self.node(run[0]);
                    codes.resize(codes.len() + run.len(), code);
                }
            }
            Column::Ints(ints) => codes.extend(ints.iter().map(|int| self.int(*int))),
            Column::Same(value) => {
                let code = self.code(value);
                codes.resize(codes.len() + len, code);
            }
            Column::Coded(words, of) => {
                let mut own = vec![NONE; words.len()];
                codes.extend(of.iter().map(|of| {
                    let code = &mut own[*of as usize];
                    if *code == NONE {
                        *code = self.code(&words[*of as usize]);
                    }
                    *code
                }));
            }
            column @ (Column::Values(_) | Column::Rels(_)) => {
                codes.extend((0..len).map(|at| self.code(&column.value(at))));
            }
        }
    }

    /// The same for a key that each node has one value of.
    fn by_node(
        &mut self,
        run: &Run<'_>,
        key: &Expr,
        slot: Slot,
        nodes: &[NodeId],
        frame: &mut Frame,
        codes: &mut Vec<u32>,
    ) -> Result<()> {
        let (mut last, mut code) = (None, NONE);
        for node in nodes {
            if last != Some(*node) {
                last = Some(*node);
                code = self.memo.entry(*node).wrapping_sub(1);
                if code == NONE {
                    frame[slot.0 as usize] = Value::Node(*node);
                    code = self.code(&run.eval(key, frame)?);
                    *self.memo.entry(*node) = code + 1;
                }
            }
            codes.push(code);
        }
        Ok(())
    }

    /// The same for a property.
    fn by_cell(&mut self, run: &Run<'_>, slot: Slot, key: KeyId, nodes: &[NodeId], codes: &mut Vec<u32>) -> Result<()> {
        run.count_work(nodes.len());
        run.with_reader(slot, key, |reader| match reader.ints(nodes) {
            Some(ints) => {
                codes.extend(nodes.iter().map(|node| self.int(ints.of(*node))));
                Ok(())
            }
            None => nodes.iter().try_for_each(|node| {
                let cell = reader.live_cell(*node).ok_or_else(|| run.deleted(Span::default()))?;
                codes.push(match cell {
                    Cell::Int(int) => self.int(int),
                    cell => match cell.text() {
                        Some(text) => self.text(text, |text| Arc::from(text)),
                        None => self.code(&cell.value()),
                    },
                });
                Ok(())
            }),
        })
    }

    /// The code of a value.
    pub(super) fn code(&mut self, value: &Value) -> u32 {
        match value {
            Value::Node(node) => self.node(*node),
            Value::Int(int) => self.int(*int),
            Value::Str(text) => self.text(text, |_| Arc::clone(text)),
            Value::Float(float) => match whole(*float) {
                Some(int) => self.int_as(int, value),
                None => self.other(value),
            },
            Value::Null => {
                let code = self.other(value);
                self.null = Some(code);
                code
            }
            _ => self.other(value),
        }
    }

    /// Whether a code stands for values that are equivalent, and not the same.
    pub(super) fn is_mixed(&self) -> bool {
        self.mixed
    }

    /// The code of null, if that was met.
    pub(super) fn null(&self) -> Option<u32> {
        self.null
    }

    fn node(&mut self, node: NodeId) -> u32 {
        let next = self.values.len() as u32;
        let code = self.nodes.entry(node);
        if *code == 0 {
            *code = next + 1;
            self.values.push(Value::Node(node));
        }
        *code - 1
    }

    fn text(&mut self, text: &str, keep: impl FnOnce(&str) -> Arc<str>) -> u32 {
        if let Some(code) = self.texts.get(text) {
            return *code;
        }
        let (code, text) = (self.values.len() as u32, keep(text));
        self.values.push(Value::Str(Arc::clone(&text)));
        self.texts.insert(text, code);
        code
    }

    fn int(&mut self, int: i64) -> u32 {
        let next = self.values.len() as u32;
        let code = match usize::try_from(int) {
            Ok(at @ ..LISTED) => grown(&mut self.small, at),
            _ => self.ints.entry(int).or_default(),
        };
        if *code == 0 {
            *code = next + 1;
            self.values.push(Value::Int(int));
        } else if self.floats {
            self.mixed |= matches!(self.values[*code as usize - 1], Value::Float(_));
        }
        *code - 1
    }

    /// The code of a number that is equivalent to a whole one.
    fn int_as(&mut self, int: i64, value: &Value) -> u32 {
        let before = self.values.len();
        let code = self.int(int);
        if code as usize == before {
            self.values[before] = value.clone();
            self.floats = true;
        } else {
            self.mixed |= !is_same(&self.values[code as usize], value);
        }
        code
    }

    fn other(&mut self, value: &Value) -> u32 {
        let (at, new) = self.others.place(std::slice::from_ref(value));
        if new {
            self.other_codes.push(self.values.len() as u32);
            self.values.push(value.clone());
        } else {
            self.mixed |= !is_same(self.others.row(at).first().unwrap_or(&Value::Null), value);
        }
        self.other_codes[at]
    }

    /// The bytes of the lists by which codes are found.
    pub(super) fn lists(&self) -> u64 {
        self.nodes.bytes() + self.memo.bytes() + 4 * self.small.len() as u64
    }

    /// Lets go of what is only needed while codes are given out.
    pub(super) fn close(&mut self) {
        *self = Self { values: std::mem::take(&mut self.values), null: self.null, ..Self::default() };
    }
}

/// Whether two equivalent values are the same, down to the kinds of their numbers.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (Value::Float(_), _) | (_, Value::Float(_)) => false,
        (Value::List(a), Value::List(b)) => a.iter().zip(b.iter()).all(|(a, b)| is_same(a, b)),
        (Value::Map(a), Value::Map(b)) => a.values().zip(b.values()).all(|(a, b)| is_same(a, b)),
        _ => true,
    }
}

/// The whole number that a float stands for.
fn whole(float: f64) -> Option<i64> {
    let int = float as i64;
    (int as f64 == float && int != i64::MAX).then_some(int)
}

/// A place in a list, which grows to at least twice its length where it is too short.
fn grown(list: &mut Vec<u32>, at: usize) -> &mut u32 {
    if at >= list.len() {
        list.resize((at + 1).next_power_of_two(), 0);
    }
    &mut list[at]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equivalent_values_have_one_code() {
        let mut coder = Coder { others: RowIndex::new(1), ..Coder::default() };
        let text = || Value::from("a");
        let list = |number: Value| Value::list(vec![number]);
        let nan = Value::Float(f64::NAN);
        let first = [Value::Int(1), text(), Value::Null, list(Value::Int(1)), nan.clone(), Value::Float(7.0)];
        let again = [Value::Float(1.0), text(), Value::Null, list(Value::Float(1.0)), nan, Value::Int(7)];
        for values in [first, again] {
            let codes: Vec<u32> = values.iter().map(|value| coder.code(value)).collect();
            assert_eq!(codes, [0, 1, 2, 3, 4, 5]);
        }
        let apart = [
            Value::Int(-1),
            Value::Int(70_000),
            Value::Int(i64::MAX),
            Value::Float(9_223_372_036_854_775_807.0),
            Value::Float(0.5),
            Value::Node(NodeId(1)),
            Value::Node(NodeId(0)),
            Value::Bool(true),
            Value::from("1"),
        ];
        let codes: Vec<u32> = apart.iter().map(|value| coder.code(value)).collect();
        assert_eq!(codes, (6..15).collect::<Vec<u32>>());
        assert!(matches!(coder.value(5), Value::Float(_)) && coder.len() == 15 && coder.is_mixed());
    }
}
