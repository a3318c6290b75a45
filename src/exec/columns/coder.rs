//! Values of a key as small numbers: equivalent values have one, and they are counted from 0 in the order in which they came.

use super::block::{Block, Column};
use super::eval::property_of_nodes;
use super::needs::Needs;
use crate::diag::Span;
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
    nodes: Vec<u32>,
    small: Vec<u32>,
    ints: FxHashMap<i64, u32>,
    texts: FxHashMap<Arc<str>, u32>,
    others: RowIndex,
    /// The codes of the other values, in the order of these.
    other_codes: Vec<u32>,
    /// The variable that the key is computed from and nothing else, of which a node may come often.
    of: Option<Slot>,
    /// By node of it the code of the key.
    memo: Vec<u32>,
}

impl Coder {
    /// For a key; `once` is the variable of which every node comes once.
    pub(super) fn new(key: &Expr, once: Option<Slot>) -> Self {
        let computed = !matches!(key.kind, ExprKind::Slot(_));
        let of = Needs::only_slot(key).filter(|slot| computed && once != Some(*slot));
        Self { of, others: RowIndex::new(1), ..Self::default() }
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn value(&self, code: u32) -> &Value {
        &self.values[code as usize]
    }

    /// The codes of a key in the rows of a block.
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
        let column = run.column(key, block, frame)?;
        match column.as_ref() {
            Column::Nodes(nodes) => {
                for run in nodes.chunk_by(|a, b| a == b) {
                    let code = self.node(run[0]);
                    codes.resize(codes.len() + run.len(), code);
                }
            }
            Column::Ints(ints) => codes.extend(ints.iter().map(|int| self.int(*int))),
            Column::Same(value) => {
                let code = self.code(value);
                codes.resize(block.len, code);
            }
            column @ (Column::Values(_) | Column::Rels(_)) => {
                codes.extend((0..block.len).map(|at| self.code(&column.value(at))));
            }
        }
        Ok(())
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
                code = *entry(&mut self.memo, node.0 as usize);
                if code == NONE {
                    frame[slot.0 as usize] = Value::Node(*node);
                    code = self.code(&run.eval(key, frame)?);
                    self.memo[node.0 as usize] = code;
                }
            }
            codes.push(code);
        }
        Ok(())
    }

    /// The same for a property.
    fn by_cell(&mut self, run: &Run<'_>, slot: Slot, key: KeyId, nodes: &[NodeId], codes: &mut Vec<u32>) -> Result<()> {
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
            _ => self.other(value),
        }
    }

    fn node(&mut self, node: NodeId) -> u32 {
        let next = self.values.len() as u32;
        let code = entry(&mut self.nodes, node.0 as usize);
        if *code == NONE {
            *code = next;
            self.values.push(Value::Node(node));
        }
        *code
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
            Ok(at @ ..LISTED) => entry(&mut self.small, at),
            _ => self.ints.entry(int).or_insert(NONE),
        };
        if *code == NONE {
            *code = next;
            self.values.push(Value::Int(int));
        }
        *code
    }

    /// The code of a number that is equivalent to a whole one.
    fn int_as(&mut self, int: i64, value: &Value) -> u32 {
        let before = self.values.len();
        let code = self.int(int);
        if code as usize == before {
            self.values[before] = value.clone();
        }
        code
    }

    fn other(&mut self, value: &Value) -> u32 {
        let (at, new) = self.others.place(std::slice::from_ref(value));
        if new {
            self.other_codes.push(self.values.len() as u32);
            self.values.push(value.clone());
        }
        self.other_codes[at]
    }

    /// The bytes of the lists by which codes are found.
    pub(super) fn lists(&self) -> u64 {
        4 * (self.nodes.len() + self.small.len() + self.memo.len()) as u64
    }

    /// Lets go of what is only needed while codes are given out.
    pub(super) fn close(&mut self) {
        self.memo = Vec::new();
    }
}

/// The whole number that a float stands for.
fn whole(float: f64) -> Option<i64> {
    let int = float as i64;
    (int as f64 == float && int != i64::MAX).then_some(int)
}

/// A place in a list, which grows where it must.
fn entry(list: &mut Vec<u32>, at: usize) -> &mut u32 {
    if list.len() <= at {
        list.resize((at + 1).next_power_of_two(), NONE);
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
        assert!(matches!(coder.value(5), Value::Float(_)) && coder.len() == 15);
    }
}
