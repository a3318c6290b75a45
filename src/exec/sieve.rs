//! A condition on one property, for many nodes: what it compares with is looked up once, and nothing is bound for a node
//! that fails it.

use super::predicate::{compare_cells, is_in, text_test};
use super::{Frame, Run};
use crate::graph::PropertyReader;
use crate::ir::{CompareOp, Expr, ExprKind, Slot, StringOp};
use crate::plan::Step;
use crate::value::{Cell, NodeId, Value};

/// Of fewer nodes the range is not looked up.
const WORTH_VERDICT: usize = 64;

/// A condition that can't fail, ready to be asked.
pub(super) struct Sieve<'s> {
    reader: PropertyReader<'s>,
    test: Test<'s>,
}

enum Test<'s> {
    Compare(CompareOp, Cell<'s>),
    /// With what another variable has, which stays the same while the nodes are looked at.
    CompareOther(CompareOp, Value),
    Text(StringOp, &'s str),
    In(&'s [Value]),
    IsNull(bool),
}

impl Sieve<'_> {
    /// Whether the condition is true of a node.
    #[inline]
    pub(super) fn passes(&mut self, node: NodeId) -> bool {
        let cell = self.reader.cell(node);
        match self.test {
            Test::Compare(op, known) => compare_cells(op, cell, known) == Some(true),
            Test::CompareOther(op, ref known) => compare_cells(op, cell, Cell::from(known)) == Some(true),
            Test::Text(op, known) => cell.text().is_some_and(|text| text_test(op, text, known)),
            Test::In(items) => is_in(cell, items) == Some(true),
            Test::IsNull(wanted) => cell.is_null() == wanted,
        }
    }
}

impl Sieve<'_> {
    /// Keeps those of some nodes of which the condition is true; `kept` is room for them.
    fn sift(&mut self, nodes: &mut Vec<NodeId>, kept: &mut Vec<NodeId>) {
        let number = match self.test {
            Test::Compare(op, Cell::Int(known)) | Test::CompareOther(op, Value::Int(known)) => Some((op, known)),
            _ => None,
        };
        match number.and_then(|(op, known)| self.verdict(op, known, nodes)) {
            Some(true) => return,
            Some(false) => return nodes.clear(),
            None => kept.clear(),
        }
        match number.and_then(|number| Some((number, self.reader.ints(nodes)?))) {
            Some(((op, known), ints)) => match op {
                CompareOp::Eq => pick(nodes, kept, |node| ints.of(node) == known),
                CompareOp::Ne => pick(nodes, kept, |node| ints.of(node) != known),
                CompareOp::Lt => pick(nodes, kept, |node| ints.of(node) < known),
                CompareOp::Le => pick(nodes, kept, |node| ints.of(node) <= known),
                CompareOp::Gt => pick(nodes, kept, |node| ints.of(node) > known),
                CompareOp::Ge => pick(nodes, kept, |node| ints.of(node) >= known),
            },
            None => kept.extend(nodes.iter().copied().filter(|node| self.passes(*node))),
        }
        std::mem::swap(nodes, kept);
    }
}

impl Sieve<'_> {
    /// Whether all of some nodes, which are in order, or none of them compare so with a number, as far as their range tells.
    fn verdict(&mut self, op: CompareOp, known: i64, nodes: &[NodeId]) -> Option<bool> {
        let (first, last) = (*nodes.first()?, *nodes.last()?);
        let together = (last.0.wrapping_sub(first.0) as usize) < 2 * nodes.len() && nodes.len() >= WORTH_VERDICT;
        let (least, most) = if together { self.reader.span(first, last)? } else { return None };
        let (all, none) = match op {
            CompareOp::Eq => (least == known && most == known, known < least || most < known),
            CompareOp::Ne => (known < least || most < known, least == known && most == known),
            CompareOp::Lt => (most < known, least >= known),
            CompareOp::Le => (most <= known, least > known),
            CompareOp::Gt => (least > known, most <= known),
            CompareOp::Ge => (least >= known, most < known),
        };
        (all || none).then_some(all)
    }
}

/// Those of some nodes that fit, picked without a branch, which could not be foretold.
fn pick(nodes: &[NodeId], kept: &mut Vec<NodeId>, fits: impl Fn(NodeId) -> bool) {
    kept.resize(nodes.len(), NodeId(0));
    let mut count = 0;
    for node in nodes {
        kept[count] = *node;
        count += usize::from(fits(*node));
    }
    kept.truncate(count);
}

/// Conditions that nodes have to pass one after the other.
pub(super) struct Sieves<'s> {
    sieves: Vec<Sieve<'s>>,
    kept: Vec<NodeId>,
}

impl Sieves<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.sieves.is_empty()
    }

    /// How many conditions there are.
    pub(super) fn len(&self) -> usize {
        self.sieves.len()
    }

    /// Keeps those of some nodes that pass all of them.
    pub(super) fn sift(&mut self, nodes: &mut Vec<NodeId>) {
        self.sieves.iter_mut().for_each(|sieve| sieve.sift(nodes, &mut self.kept));
    }
}

impl Run<'_> {
    /// The first of these steps as sieves for the nodes of a slot, and the steps behind them: see [`Run::sieve`].
    pub(super) fn sieves<'s>(
        &'s self,
        slot: Slot,
        rel: Option<Slot>,
        steps: &'s [Step],
        frame: &Frame,
    ) -> (Sieves<'s>, &'s [Step]) {
        let (mut sieves, mut rest) = (Vec::new(), steps);
        while let (Some(sieve), behind) = self.sieve(slot, rel, rest, frame) {
            sieves.push(sieve);
            rest = behind;
        }
        (Sieves { sieves, kept: Vec::new() }, rest)
    }

    /// The first of these steps as a sieve for the nodes of a slot, when it is such a condition, and the steps behind it;
    /// `rel` is the slot of a relationship that is bound together with a node. A run that is measured goes through all
    /// steps, so that each is counted.
    pub(super) fn sieve<'s>(
        &'s self,
        slot: Slot,
        rel: Option<Slot>,
        steps: &'s [Step],
        frame: &Frame,
    ) -> (Option<Sieve<'s>>, &'s [Step]) {
        if self.input.meter.is_none()
            && let Some((Step::Filter(condition), rest)) = steps.split_first()
            && let Some(sieve) = self.sieve_of(slot, rel, condition, frame)
        {
            return (Some(sieve), rest);
        }
        (None, steps)
    }

    /// Conditions on the nodes of a slot and what is the same for all rows, as many as there are in a row from the first on.
    pub(super) fn fixed_sieves<'s>(&'s self, slot: Slot, conditions: impl Iterator<Item = &'s Expr>) -> Sieves<'s> {
        let sieves = conditions.map_while(|condition| self.fixed_sieve(slot, condition)).collect();
        Sieves { sieves, kept: Vec::new() }
    }

    fn sieve_of<'s>(&'s self, slot: Slot, rel: Option<Slot>, condition: &'s Expr, frame: &Frame) -> Option<Sieve<'s>> {
        if let ExprKind::Compare(left, rest) = &condition.kind
            && let [(op, right)] = rest.as_slice()
            && let (Some(one), Some(other)) = (owner(left), owner(right))
            && one != other
        {
            let (subject, op, other) = match slot {
                _ if rel == Some(one) || rel == Some(other) => return None,
                slot if slot == one => (&**left, *op, right),
                slot if slot == other => (right, op.flipped(), &**left),
                _ => return None,
            };
            let test = Test::CompareOther(op, self.cell(other, frame).ok()??.value());
            return self.sieve_with(slot, subject, test);
        }
        self.fixed_sieve(slot, condition)
    }

    /// A condition on a property of the nodes of a slot and something that is the same for all rows.
    pub(super) fn fixed_sieve<'s>(&'s self, slot: Slot, condition: &'s Expr) -> Option<Sieve<'s>> {
        let (subject, test) = match &condition.kind {
            ExprKind::Compare(left, rest) => match rest.as_slice() {
                [(op, right)] => (&**left, Test::Compare(*op, self.known(right)?)),
                _ => return None,
            },
            ExprKind::String(op, subject, known) if *op != StringOp::Matches => {
                (&**subject, Test::Text(*op, self.known(known)?.text()?))
            }
            ExprKind::In(subject, list) => match self.known(list)? {
                Cell::Other(Value::List(items)) => (&**subject, Test::In(items)),
                _ => return None,
            },
            ExprKind::IsNull(subject, negated) => (&**subject, Test::IsNull(!negated)),
            _ => return None,
        };
        self.sieve_with(slot, subject, test)
    }

    fn sieve_with<'s>(&'s self, slot: Slot, subject: &Expr, test: Test<'s>) -> Option<Sieve<'s>> {
        let ExprKind::Property(_, key) = &subject.kind else { return None };
        (owner(subject) == Some(slot)).then(|| Sieve { reader: self.view.reader(*key), test })
    }

    /// What is the same for all rows.
    pub(super) fn known<'s>(&'s self, expr: &'s Expr) -> Option<Cell<'s>> {
        match &expr.kind {
            ExprKind::Const(value) => Some(Cell::from(value)),
            ExprKind::Param(name) => Some(self.input.params.get(name).map_or(Cell::Null, Cell::from)),
            _ => None,
        }
    }
}

/// The variable whose property an expression is.
fn owner(expr: &Expr) -> Option<Slot> {
    expr.as_property().map(|(slot, _)| slot)
}
