//! Operators: logic, comparison, arithmetic, predicates on strings and lists.

use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Diagnostic, Span, codes};
use crate::syntax::ast;
use crate::value::{Type, Value};

impl Checker<'_> {
    pub(super) fn logic(&mut self, op: ast::LogicOp, operands: &[ast::Expr], span: Span) -> (ir::Expr, Ty) {
        let (op, word) = match op {
            ast::LogicOp::Or => (ir::LogicOp::Or, "OR"),
            ast::LogicOp::Xor => (ir::LogicOp::Xor, "XOR"),
            ast::LogicOp::And => (ir::LogicOp::And, "AND"),
        };
        let operands = operands.iter().map(|each| self.typed(each, &Type::Bool, word).0).collect();
        (ir::Expr { kind: ir::ExprKind::Logic(op, operands), span }, Ty::BOOL)
    }

    pub(super) fn not(&mut self, operand: &ast::Expr, span: Span) -> (ir::Expr, Ty) {
        let operand = self.typed(operand, &Type::Bool, "NOT").0;
        (ir::Expr { kind: ir::ExprKind::Not(Box::new(operand)), span }, Ty::BOOL)
    }

    pub(super) fn comparison(
        &mut self,
        first: &ast::Expr,
        rest: &[(ast::CompareOp, ast::Expr)],
        span: Span,
    ) -> (ir::Expr, Ty) {
        let (left, mut before_ty) = self.expr(first);
        let mut checked = Vec::with_capacity(rest.len());
        let mut before = first;
        for (op, operand) in rest {
            let (expr, ty) = self.expr(operand);
            self.warn_about_null(before, *op, operand);
            self.warn_about_value(before, operand);
            self.warn_about_value(operand, before);
            self.warn_about_types((before, &before_ty), (operand, &ty));
            checked.push((compare_op(*op), expr));
            (before, before_ty) = (operand, ty);
        }
        (ir::Expr { kind: ir::ExprKind::Compare(Box::new(left), checked), span }, Ty::BOOL)
    }

    /// Warns when a property with a closed list of values is compared with a text that is not among them.
    fn warn_about_value(&mut self, property: &ast::Expr, value: &ast::Expr) {
        if let (ast::ExprKind::Property(owner, key), ast::ExprKind::Str(text)) = (&property.kind, &value.kind)
            && let ast::ExprKind::Variable(name) = &owner.kind
            && let Some(variable) = self.scope.get(name).cloned()
        {
            self.warn_unless_allowed(&variable.ty, key, text, value.span);
        }
    }

    /// Warns when a property is compared with a value of a type that the schema does not give it.
    fn warn_about_types(&mut self, a: (&ast::Expr, &Ty), b: (&ast::Expr, &Ty)) {
        let (a_ty, b_ty) = (a.1.plain(), b.1.plain());
        if a_ty.accepts(&b_ty) || b_ty.accepts(&a_ty) {
            return;
        }
        let is_property = |expr: &ast::Expr| matches!(expr.kind, ast::ExprKind::Property(..));
        let (property, value) = if is_property(a.0) { (a, b) } else { (b, a) };
        if !is_property(property.0) {
            return;
        }
        let (declared, given) = (property.1.plain(), value.1.plain());
        let name = self.source.slice(property.0.span);
        let message = format!("`{name}` is {declared}, and is compared with {given}");
        let mut diagnostic =
            Diagnostic::warning(codes::IMPOSSIBLE_VALUE, message).at(self.source, value.0.span, format!("is {given}"));
        if matches!(&declared, Type::List(item) if item.accepts(&given)) {
            diagnostic = diagnostic.hint(format!("Ask whether it is in the list: … IN {name}."));
        }
        self.report(diagnostic);
    }

    pub(super) fn arithmetic(
        &mut self,
        first: &ast::Expr,
        rest: &[(ast::ArithmeticOp, ast::Expr)],
        span: Span,
    ) -> (ir::Expr, Ty) {
        let (left, mut ty) = self.expr(first);
        let mut left_span = first.span;
        let mut checked = Vec::with_capacity(rest.len());
        for (op, operand) in rest {
            let (right, right_ty) = self.expr(operand);
            let (op, sign) = arithmetic_op(*op);
            ty = match result(op, &ty, &right_ty) {
                Some(ty) => ty,
                None => {
                    let (a, b) = (ty.plain(), right_ty.plain());
                    let message = format!("`{sign}` can't join {a} and {b}");
                    self.report(
                        Diagnostic::error(codes::WRONG_TYPE, message)
                            .at(self.source, operand.span, format!("is {b}"))
                            .at(self.source, left_span, format!("is {a}")),
                    );
                    Ty::ANY
                }
            };
            left_span = left_span.to(operand.span);
            checked.push((op, right));
        }
        (ir::Expr { kind: ir::ExprKind::Arithmetic(Box::new(left), checked), span }, ty)
    }

    pub(super) fn sign(&mut self, operand: &ast::Expr, negative: bool, span: Span) -> (ir::Expr, Ty) {
        let (inner, ty) = self.typed(operand, &Type::Number, if negative { "`-`" } else { "`+`" });
        if !negative {
            return (inner, ty);
        }
        let kind = match inner.kind {
            ir::ExprKind::Const(Value::Int(value)) if value != i64::MIN => ir::ExprKind::Const(Value::Int(-value)),
            ir::ExprKind::Const(Value::Float(value)) => ir::ExprKind::Const(Value::Float(-value)),
            kind => ir::ExprKind::Negate(Box::new(ir::Expr { kind, span: inner.span })),
        };
        (ir::Expr { kind, span }, ty)
    }

    pub(super) fn predicate(
        &mut self,
        op: ast::PredicateOp,
        a: &ast::Expr,
        b: &ast::Expr,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let op = match op {
            ast::PredicateOp::StartsWith => ir::StringOp::StartsWith,
            ast::PredicateOp::EndsWith => ir::StringOp::EndsWith,
            ast::PredicateOp::Contains => ir::StringOp::Contains,
            ast::PredicateOp::Matches => ir::StringOp::Matches,
            ast::PredicateOp::In => {
                let left = self.expr(a).0;
                if let ast::ExprKind::List(items) = &b.kind {
                    items.iter().for_each(|item| self.warn_about_value(a, item));
                }
                let right = self.typed(b, &Type::list(Type::Any), "IN").0;
                return (ir::Expr { kind: ir::ExprKind::In(Box::new(left), Box::new(right)), span }, Ty::BOOL);
            }
        };
        // A value that is no string makes the predicate null, which openCypher leaves to the run time.
        let (left, right) = (self.expr(a).0, self.expr(b).0);
        (ir::Expr { kind: ir::ExprKind::String(op, Box::new(left), Box::new(right)), span }, Ty::BOOL)
    }
}

fn compare_op(op: ast::CompareOp) -> ir::CompareOp {
    match op {
        ast::CompareOp::Eq => ir::CompareOp::Eq,
        ast::CompareOp::Ne => ir::CompareOp::Ne,
        ast::CompareOp::Lt => ir::CompareOp::Lt,
        ast::CompareOp::Le => ir::CompareOp::Le,
        ast::CompareOp::Gt => ir::CompareOp::Gt,
        ast::CompareOp::Ge => ir::CompareOp::Ge,
    }
}

fn arithmetic_op(op: ast::ArithmeticOp) -> (ir::ArithmeticOp, char) {
    match op {
        ast::ArithmeticOp::Add => (ir::ArithmeticOp::Add, '+'),
        ast::ArithmeticOp::Subtract => (ir::ArithmeticOp::Subtract, '-'),
        ast::ArithmeticOp::Multiply => (ir::ArithmeticOp::Multiply, '*'),
        ast::ArithmeticOp::Divide => (ir::ArithmeticOp::Divide, '/'),
        ast::ArithmeticOp::Modulo => (ir::ArithmeticOp::Modulo, '%'),
        ast::ArithmeticOp::Power => (ir::ArithmeticOp::Power, '^'),
    }
}

/// The type of `a op b`; `None` when no values but null can be joined so.
fn result(op: ir::ArithmeticOp, a: &Ty, b: &Ty) -> Option<Ty> {
    let (plain_a, plain_b) = (a.plain(), b.plain());
    let open = |ty: &Type| matches!(ty, Type::Any | Type::Null | Type::OneOf(_));
    if op == ir::ArithmeticOp::Add {
        if let (Ty::List(_), other) | (other, Ty::List(_)) = (a, b) {
            let list = if matches!(a, Ty::List(_)) { a } else { b };
            return Some(match other {
                Ty::List(_) => a.clone().join(b),
                _ => Ty::list(list.element().join(other)),
            });
        }
        if open(&plain_a) || open(&plain_b) {
            return Some(Ty::ANY);
        }
        let text = |ty: &Type| *ty == Type::Str;
        let number = |ty: &Type| Type::Number.accepts(ty);
        if (text(&plain_a) && (text(&plain_b) || number(&plain_b))) || (number(&plain_a) && text(&plain_b)) {
            return Some(Ty::Plain(Type::Str));
        }
    }
    if Type::TEMPORAL.contains(&plain_a) || Type::TEMPORAL.contains(&plain_b) {
        return temporal_result(op, &plain_a, &plain_b, open).map(Ty::Plain);
    }
    if !Type::Number.accepts(&plain_a) || !Type::Number.accepts(&plain_b) {
        return None;
    }
    Some(Ty::Plain(match (op, &plain_a, &plain_b) {
        (ir::ArithmeticOp::Power, _, _) => Type::Float,
        (_, Type::Int, Type::Int) => Type::Int,
        (_, Type::Float, Type::Int | Type::Float) | (_, Type::Int, Type::Float) => Type::Float,
        (_, a, b) if open(a) || open(b) => Type::Any,
        _ => Type::Number,
    }))
}

/// The type of `a op b` when one of them is temporal: durations are added to what is temporal, and taken from it; they
/// are multiplied and divided by numbers.
fn temporal_result(op: ir::ArithmeticOp, a: &Type, b: &Type, open: fn(&Type) -> bool) -> Option<Type> {
    let temporal = |ty: &Type| Type::TEMPORAL.contains(ty);
    let duration = |ty: &Type| *ty == Type::Duration;
    let number = |ty: &Type| Type::Number.accepts(ty);
    match op {
        ir::ArithmeticOp::Add if temporal(a) && duration(b) => Some(a.clone()),
        ir::ArithmeticOp::Add if duration(a) && temporal(b) => Some(b.clone()),
        ir::ArithmeticOp::Subtract if temporal(a) && (duration(b) || open(b)) => Some(a.clone()),
        ir::ArithmeticOp::Subtract if open(a) && duration(b) => Some(Type::Any),
        ir::ArithmeticOp::Multiply if (duration(a) && number(b)) || (number(a) && duration(b)) => Some(Type::Duration),
        ir::ArithmeticOp::Divide if duration(a) && number(b) => Some(Type::Duration),
        _ => None,
    }
}
