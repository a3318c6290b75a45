//! Expressions: a frame in, a value out.

use super::held::Held;
use super::{Frame, Result, Run, get, set};
use crate::diag::{Diagnostic, Span, nearest};
use crate::functions::Function;
use crate::graph::{Entity, KeyId, PropertyReader};
use crate::ir::{ArithmeticOp, Expr, ExprKind, LabelTest, Slot};
use crate::value::temporal::components;
use crate::value::{self, Cell, Extent, Fault, FaultKind, Map, NodeId, Type, Value, footprint};
use std::sync::Arc;

impl<'a> Run<'a> {
    /// Computes an expression. Slots of variables within it are filled on the way.
    pub(super) fn eval(&self, expr: &Expr, frame: &mut Frame) -> Result<Value> {
        match &expr.kind {
            ExprKind::Const(value) => Ok(value.clone()),
            ExprKind::Param(name) => Ok(self.input.params.get(name).cloned().unwrap_or_default()),
            ExprKind::Slot(slot) => Ok(get(frame, *slot).clone()),
            ExprKind::List(items) => {
                let (items, _held) = self.eval_all(items, frame)?;
                self.bounded(Value::list(items), expr.span)
            }
            ExprKind::Map(entries) => {
                let held = self.hold();
                let entries = entries.iter().map(|(key, value)| {
                    let value = self.eval(value, frame)?;
                    held.pass(&value)?;
                    Ok((Arc::clone(key), value))
                });
                let entries: Result<Map> = entries.collect();
                self.bounded(Value::map(entries?), expr.span)
            }
            ExprKind::Logic(..)
            | ExprKind::Not(_)
            | ExprKind::Compare(..)
            | ExprKind::String(..)
            | ExprKind::In(..)
            | ExprKind::IsNull(..)
            | ExprKind::Quantifier { .. } => self.truth(expr, frame).map(Value::from),
            ExprKind::Arithmetic(first, rest) => self.arithmetic(first, rest, expr.span, frame),
            ExprKind::Negate(operand) => {
                let operand = self.eval(operand, frame)?;
                value::negate(&operand).map_err(|fault| self.fail(fault, expr.span))
            }
            ExprKind::Property(owner, key) => {
                if let ExprKind::Slot(slot) = owner.kind
                    && let Value::Node(node) = get(frame, slot)
                {
                    return Ok(self.stored_at(slot, *node, *key, owner.span)?.value());
                }
                let owner_value = self.eval(owner, frame)?;
                self.property(&owner_value, *key, owner.span)
            }
            ExprKind::Index(list, index) => {
                let (list, index_value) = (self.eval(list, frame)?, self.eval(index, frame)?);
                self.index(&list, &index_value, index.span)
            }
            ExprKind::Slice(list, from, to) => self.slice(list, from.as_deref(), to.as_deref(), frame),
            ExprKind::HasLabels(entity, test) => {
                let value = self.eval(entity, frame)?;
                self.has_names(&value, test, entity.span)
            }
            ExprKind::Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref(), frame)
            }
            ExprKind::Call(function, args) => {
                if let [arg] = args.as_slice() {
                    let arg = [self.eval(arg, frame)?];
                    let value = (function.call)(&self.context(), &arg).map_err(|fault| self.fail(fault, expr.span))?;
                    return self.roomy(value);
                }
                let (args, _held) = self.eval_all(args, frame)?;
                let context = self.context();
                let value = (function.call)(&context, &args).map_err(|fault| self.fail(fault, expr.span))?;
                self.roomy(value)
            }
            ExprKind::ListComprehension { slot, list, condition, value } => {
                let items = self.list_comprehension(*slot, list, condition.as_deref(), value.as_deref(), frame)?;
                Ok(items.map_or(Value::Null, Value::list))
            }
            ExprKind::Reduce { total, init, slot, list, value } => {
                let first = self.eval(init, frame)?;
                let Some(items) = self.list(list, frame)? else { return Ok(Value::Null) };
                if let Some(added) = added_to(*total, value) {
                    return self.add_up(first, &items, *slot, added, value.span, frame);
                }
                set(frame, *total, first);
                let held = self.hold();
                for item in items.iter() {
                    self.check_stop()?;
                    set(frame, *slot, item.clone());
                    let next = self.eval(value, frame)?;
                    held.replace(&next)?;
                    set(frame, *total, next);
                }
                Ok(get(frame, *total).clone())
            }
            ExprKind::Subquery(id) => self.subquery(*id, expr.span, frame),
        }
    }

    /// The values of several expressions, with an account of the large ones, which lie beside each other for a while.
    fn eval_all(&self, exprs: &[Expr], frame: &mut Frame) -> Result<(Vec<Value>, Held<'_>)> {
        let held = self.hold();
        let mut values = Vec::with_capacity(exprs.len());
        for expr in exprs {
            let value = self.eval(expr, frame)?;
            held.pass(&value)?;
            values.push(value);
        }
        Ok((values, held))
    }

    /// The items of a list; none for null.
    pub(super) fn list(&self, expr: &Expr, frame: &mut Frame) -> Result<Option<Arc<Vec<Value>>>> {
        match self.eval(expr, frame)? {
            Value::Null => Ok(None),
            Value::List(items) => Ok(Some(items)),
            other => Err(self.type_fault(format!("a list is needed here, and this is {}", other.kind()), expr.span)),
        }
    }

    fn arithmetic(&self, first: &Expr, rest: &[(ArithmeticOp, Expr)], span: Span, frame: &mut Frame) -> Result<Value> {
        let mut total = self.eval(first, frame)?;
        for (op, operand) in rest {
            let operand = self.eval(operand, frame)?;
            let apply = match op {
                ArithmeticOp::Add => {
                    total =
                        value::add_to(total, &operand, self.input.bounds).map_err(|fault| self.fail(fault, span))?;
                    continue;
                }
                ArithmeticOp::Subtract => value::subtract,
                ArithmeticOp::Multiply => value::multiply,
                ArithmeticOp::Divide => value::divide,
                ArithmeticOp::Modulo => value::modulo,
                ArithmeticOp::Power => value::power,
            };
            total = apply(&total, &operand).map_err(|fault| self.fail(fault, span))?;
        }
        self.bounded(total, span)
    }

    /// Adds what expressions give for each item to a total that nobody else sees, so that a list grows in place.
    fn add_up(
        &self,
        first: Value,
        items: &[Value],
        slot: Slot,
        added: &[(ArithmeticOp, Expr)],
        span: Span,
        frame: &mut Frame,
    ) -> Result<Value> {
        let (mut total, held) = (first, self.hold());
        for item in items {
            self.check_stop()?;
            set(frame, slot, item.clone());
            for (_, operand) in added {
                let operand = self.eval(operand, frame)?;
                if matches!(total, Value::List(_) | Value::Str(_)) {
                    held.bytes(footprint(&operand))?;
                }
                total = value::add_to(total, &operand, self.input.bounds).map_err(|fault| self.fail(fault, span))?;
            }
        }
        self.bounded(total, span)
    }

    /// The property of an entity or a map, or the component of a temporal value.
    fn property(&self, owner: &Value, key: KeyId, span: Span) -> Result<Value> {
        match owner {
            Value::Null => Ok(Value::Null),
            Value::Node(node) => Ok(self.stored(Entity::Node(*node), key, span)?.value()),
            Value::Rel(rel) => Ok(self.stored(Entity::Rel(*rel), key, span)?.value()),
            Value::Map(map) => Ok(map.get(&**self.view.names().keys.name(key)).cloned().unwrap_or_default()),
            Value::Temporal(temporal) => {
                let name = self.view.names().keys.name(key);
                match temporal.component(name).map_err(|fault| self.fail(fault, span))? {
                    Some(component) => Ok(component),
                    None => Err(self.fail(no_component(&temporal.kind(), name), span)),
                }
            }
            other => {
                let name = self.view.names().keys.name(key);
                let message = format!("`.{name}` needs a node, a relationship or a map, and this is {}", other.kind());
                Err(self.type_fault(message, span))
            }
        }
    }

    /// The property of an entity, which must still be there.
    fn stored(&self, entity: Entity, key: KeyId, span: Span) -> Result<Cell<'_>> {
        self.count_work(1);
        self.view.live_cell(entity, key).ok_or_else(|| self.deleted(span))
    }

    /// The property of a node that a variable stands for. Nodes of one variable often stand together, so that each has a
    /// reader of its own.
    fn stored_at(&self, slot: Slot, node: NodeId, key: KeyId, span: Span) -> Result<Cell<'_>> {
        self.count_work(1);
        self.with_reader(slot, key, |reader| reader.live_cell(node)).ok_or_else(|| self.deleted(span))
    }

    /// Does something with what reads a property of the nodes that a variable stands for.
    pub(super) fn with_reader<T>(&self, slot: Slot, key: KeyId, read: impl FnOnce(&mut PropertyReader<'a>) -> T) -> T {
        let mut readers = self.readers.borrow_mut();
        let known = readers.iter().position(|(of, reader)| *of == slot && reader.key() == key);
        let at = known.unwrap_or_else(|| {
            readers.push((slot, self.view.reader(key)));
            readers.len() - 1
        });
        read(&mut readers[at].1)
    }

    pub(super) fn deleted(&self, span: Span) -> Box<Diagnostic> {
        let fault = Fault::new(FaultKind::Missing, "what is asked for a property was deleted by this statement");
        self.fail(fault, span)
    }

    /// The value of an operand where it stands; none for one that has to be computed.
    pub(super) fn cell<'f>(&'f self, expr: &'f Expr, frame: &'f Frame) -> Result<Option<Cell<'f>>> {
        Ok(Some(match &expr.kind {
            ExprKind::Const(value) => Cell::from(value),
            ExprKind::Param(name) => self.input.params.get(name).map_or(Cell::Null, Cell::from),
            ExprKind::Slot(slot) => Cell::from(get(frame, *slot)),
            ExprKind::Property(owner, key) => {
                let ExprKind::Slot(slot) = owner.kind else { return Ok(None) };
                match get(frame, slot) {
                    Value::Node(node) => self.stored_at(slot, *node, *key, owner.span)?,
                    Value::Rel(rel) => self.stored(Entity::Rel(*rel), *key, owner.span)?,
                    _ => return Ok(None),
                }
            }
            ExprKind::Call(Function { of_text: Some(of_text), .. }, args) => {
                let [arg] = args.as_slice() else { return Ok(None) };
                match self.cell(arg, frame)? {
                    Some(Cell::Text(text)) => of_text(text),
                    Some(Cell::Str(text)) => of_text(text),
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        }))
    }

    fn index(&self, owner: &Value, index: &Value, span: Span) -> Result<Value> {
        match (owner, index) {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (Value::List(items), Value::Int(at)) => {
                Ok(place(*at, items.len()).and_then(|at| items.get(at)).cloned().unwrap_or_default())
            }
            (Value::Map(map), Value::Str(key)) => Ok(map.get(key).cloned().unwrap_or_default()),
            (Value::Node(node), Value::Str(key)) => Ok(self.view.property_named(Entity::Node(*node), key)),
            (Value::Rel(rel), Value::Str(key)) => Ok(self.view.property_named(Entity::Rel(*rel), key)),
            (Value::List(_), other) => {
                let message = format!("the position in a list is an integer, and this is {}", other.kind());
                Err(self.fail(Fault::new(FaultKind::Position, message), span))
            }
            (Value::Map(_) | Value::Node(_) | Value::Rel(_), other) => {
                let message = format!("a key is a string, and this is {}", other.kind());
                Err(self.fail(Fault::new(FaultKind::Key, message), span))
            }
            (other, _) => {
                let message = format!("`[…]` needs a list or a map, and this is {}", other.kind());
                Err(self.fail(Fault::new(FaultKind::Elements, message), span))
            }
        }
    }

    fn slice(&self, list: &Expr, from: Option<&Expr>, to: Option<&Expr>, frame: &mut Frame) -> Result<Value> {
        let items = self.list(list, frame)?;
        let mut bound = |expr: Option<&Expr>, open: i64| match expr {
            None => Ok(Some(open)),
            Some(expr) => match self.eval(expr, frame)? {
                Value::Null => Ok(None),
                Value::Int(at) => Ok(Some(at)),
                other => {
                    let message = format!("the position in a list is an integer, and this is {}", other.kind());
                    Err(self.type_fault(message, expr.span))
                }
            },
        };
        let (from, to) = (bound(from, 0)?, bound(to, i64::MAX)?);
        let (Some(items), Some(from), Some(to)) = (items, from, to) else {
            return Ok(Value::Null);
        };
        let clamp = |at: i64| {
            let length = items.len() as i64;
            (if at < 0 { at.saturating_add(length).max(0) } else { at.min(length) }) as usize
        };
        let (from, to) = (clamp(from), clamp(to));
        Ok(Value::list(if from < to { items[from..to].to_vec() } else { Vec::new() }))
    }

    fn has_names(&self, entity: &Value, test: &LabelTest, span: Span) -> Result<Value> {
        match entity {
            Value::Null => Ok(Value::Null),
            Value::Node(node) => Ok(Value::Bool(self.passes(Entity::Node(*node), test))),
            Value::Rel(rel) => Ok(Value::Bool(self.passes(Entity::Rel(*rel), test))),
            other => {
                let message = format!("a label test needs a node or a relationship, and this is {}", other.kind());
                Err(self.type_fault(message, span))
            }
        }
    }

    /// Whether the labels of a node, or the type of a relationship, pass a test.
    fn passes(&self, entity: Entity, test: &LabelTest) -> bool {
        match (test, entity) {
            (LabelTest::Name { label, .. }, Entity::Node(node)) => {
                label.is_some_and(|label| self.view.has_label(node, label))
            }
            (LabelTest::Name { kind, .. }, Entity::Rel(rel)) => *kind == Some(self.view.rel_type(rel)),
            (LabelTest::Any, Entity::Node(node)) => !self.view.labels(node).is_empty(),
            (LabelTest::Any, Entity::Rel(_)) => true,
            (LabelTest::Not(inner), _) => !self.passes(entity, inner),
            (LabelTest::And(parts), _) => parts.iter().all(|part| self.passes(entity, part)),
            (LabelTest::Or(parts), _) => parts.iter().any(|part| self.passes(entity, part)),
        }
    }

    fn case(
        &self,
        subject: Option<&Expr>,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
        frame: &mut Frame,
    ) -> Result<Value> {
        let subject = subject.map(|subject| self.eval(subject, frame)).transpose()?;
        for (condition, value) in branches {
            let taken = match &subject {
                Some(subject) => value::equals(subject, &self.eval(condition, frame)?) == Some(true),
                None => self.holds(condition, frame)?,
            };
            if taken {
                return self.eval(value, frame);
            }
        }
        otherwise.map_or(Ok(Value::Null), |otherwise| self.eval(otherwise, frame))
    }

    fn list_comprehension(
        &self,
        slot: Slot,
        list: &Expr,
        condition: Option<&Expr>,
        value: Option<&Expr>,
        frame: &mut Frame,
    ) -> Result<Option<Vec<Value>>> {
        let Some(items) = self.list(list, frame)? else {
            return Ok(None);
        };
        let mut kept = Vec::new();
        let mut extent = Extent::default();
        let held = self.hold();
        for item in items.iter() {
            self.check_stop()?;
            set(frame, slot, item.clone());
            if let Some(condition) = condition
                && !self.holds(condition, frame)?
            {
                continue;
            }
            let (new, span) = match value {
                Some(value) => (self.eval(value, frame)?, value.span),
                None => (item.clone(), list.span),
            };
            extent.add(&new).map_err(|fault| self.fail(fault, span))?;
            held.bytes(footprint(&new))?;
            kept.push(new);
        }
        Ok(Some(kept))
    }
}

fn no_component(ty: &Type, name: &str) -> Fault {
    let all = components(ty);
    let fault = Fault::new(FaultKind::Argument, format!("{ty} has no component `{name}`"));
    fault.hint(match nearest(name, all.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("It has {}.", all.join(", ")),
    })
}

/// A position counted from the end when negative.
fn place(at: i64, length: usize) -> Option<usize> {
    let at = if at < 0 { at.checked_add(length as i64)? } else { at };
    usize::try_from(at).ok()
}

/// What an expression adds to a variable, if it does nothing else and does not read it otherwise.
fn added_to(total: Slot, expr: &Expr) -> Option<&[(ArithmeticOp, Expr)]> {
    let ExprKind::Arithmetic(first, rest) = &expr.kind else { return None };
    let starts = matches!(first.kind, ExprKind::Slot(slot) if slot == total);
    let adds = rest.iter().all(|(op, operand)| *op == ArithmeticOp::Add && !may_read(operand, total));
    (starts && adds).then_some(rest)
}

/// Whether an expression reads a variable, or has a query in it, which may.
fn may_read(expr: &Expr, slot: Slot) -> bool {
    match &expr.kind {
        ExprKind::Slot(each) => *each == slot,
        ExprKind::Subquery(_) => true,
        _ => {
            let mut found = false;
            expr.parts(&mut |part| found |= may_read(part, slot));
            found
        }
    }
}
