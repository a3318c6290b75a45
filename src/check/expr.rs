//! Expressions.

use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Code, Diagnostic, Span, codes, nearest};
use crate::functions;
use crate::syntax::ast;
use crate::value::temporal::components;
use crate::value::{Type, Value};
use std::sync::Arc;

impl Checker<'_> {
    /// Checks an expression. A mistake in it is noted, and null stands in for it.
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> (ir::Expr, Ty) {
        use ast::ExprKind as Kind;
        if let Some(key) = self.group_key(expr) {
            return key;
        }
        let span = expr.span;
        let constant = |value: Value, ty: Type| (ir::Expr::constant(value, span), Ty::Plain(ty));
        match &expr.kind {
            Kind::Null => constant(Value::Null, Type::Null),
            Kind::Bool(value) => constant(Value::Bool(*value), Type::Bool),
            Kind::Int(value) => constant(Value::Int(*value), Type::Int),
            Kind::Float(value) => constant(Value::Float(*value), Type::Float),
            Kind::Str(value) => constant(Value::str(value.as_str()), Type::Str),
            Kind::Parameter(name) => self.parameter(name, span),
            Kind::Variable(name) => self.variable_expr(name, span),
            Kind::List(items) => self.list(items, span),
            Kind::Map(entries) => self.map(entries, span),
            Kind::Logic(op, operands) => self.logic(*op, operands, span),
            Kind::Not(operand) => self.not(operand, span),
            Kind::Compare(first, rest) => self.comparison(first, rest, span),
            Kind::Arithmetic(first, rest) => self.arithmetic(first, rest, span),
            Kind::Negate(operand) => self.sign(operand, true, span),
            Kind::Plus(operand) => self.sign(operand, false, span),
            Kind::Predicate(op, a, b) => self.predicate(*op, a, b, span),
            Kind::IsNull { expr, negated } => {
                let (inner, _) = self.expr(expr);
                (ir::Expr { kind: ir::ExprKind::IsNull(Box::new(inner), *negated), span }, Ty::BOOL)
            }
            Kind::Property(owner, key) => self.property_access(owner, key, span),
            Kind::Index(list, index) => self.index(list, index, span),
            Kind::Slice(list, from, to) => self.slice(list, from.as_deref(), to.as_deref(), span),
            Kind::HasLabels(entity, labels) => self.has_labels(entity, labels, span),
            Kind::Case { subject, branches, otherwise } => {
                self.case(subject.as_deref(), branches, otherwise.as_deref(), span)
            }
            Kind::Call { name, distinct, args } => self.call(name, *distinct, args, span),
            Kind::CountStar => self.aggregate_call(None, false, &[], span),
            Kind::ListComprehension { variable, list, condition, value } => {
                self.list_comprehension(variable, list, condition.as_deref(), value.as_deref(), span)
            }
            Kind::Quantifier { quantifier, variable, list, condition } => {
                self.quantifier(*quantifier, variable, list, condition, span)
            }
            Kind::Reduce { total, init, variable, list, value } => {
                self.reduce(total, init, variable, list, value, span)
            }
            Kind::PatternComprehension { pattern, condition, value } => {
                self.pattern_comprehension(pattern, condition.as_deref(), value, span)
            }
            Kind::Pattern(pattern) => self.pattern_predicate(pattern, span),
            Kind::ShortestPath(pattern) => self.shortest_path(pattern, span),
            Kind::Subquery(usage, subquery) => self.nested_query(*usage, subquery, span),
        }
    }

    /// Checks an expression that must have this type, if anything is known of it.
    pub(super) fn typed(&mut self, expr: &ast::Expr, wanted: &Type, whose: &str) -> (ir::Expr, Ty) {
        let (checked, ty) = self.expr(expr);
        self.expect(&ty, wanted, expr.span, whose);
        (checked, ty)
    }

    /// Notes a mistake when no value of type `ty` but null is one of type `wanted`.
    pub(super) fn expect(&mut self, ty: &Ty, wanted: &Type, span: Span, whose: &str) {
        self.expect_or(codes::WRONG_TYPE, ty, wanted, span, whose);
    }

    /// Notes a mistake of this kind when no value of type `ty` but null is one of type `wanted`.
    fn expect_or(&mut self, code: Code, ty: &Ty, wanted: &Type, span: Span, whose: &str) {
        let given = ty.plain();
        if !wanted.accepts(&given) {
            let message = format!("{whose} needs {wanted}, and this is {given}");
            let mut diagnostic = Diagnostic::error(code, message).at(self.source, span, format!("is {given}"));
            if whose == "length()" && matches!(given, Type::Str | Type::List(_)) {
                diagnostic = diagnostic.hint("The length of a text or list is told by size().");
            } else if whose == "DELETE" && given == Type::Bool {
                diagnostic = diagnostic.hint("Name what is to go, as in MATCH (a)-[r]->(b) DELETE r.");
            }
            self.report(diagnostic);
        }
    }

    fn variable_expr(&mut self, name: &str, span: Span) -> (ir::Expr, Ty) {
        let Some(variable) = self.variable(name, span) else {
            return Self::stand_in(span);
        };
        self.check_grouped(name, variable.slot, span);
        (ir::Expr::slot(variable.slot, span), variable.ty)
    }

    fn list(&mut self, items: &[ast::Expr], span: Span) -> (ir::Expr, Ty) {
        let mut element: Option<Ty> = None;
        let mut checked = Vec::with_capacity(items.len());
        for item in items {
            let (expr, ty) = self.expr(item);
            element = Some(element.map_or_else(|| ty.clone(), |known| known.join(&ty)));
            checked.push(expr);
        }
        let ty = Ty::list(element.unwrap_or(Ty::ANY));
        let constants: Option<Vec<Value>> = checked.iter().map(constant).collect();
        let kind = match constants {
            Some(values) => ir::ExprKind::Const(Value::list(values)),
            None => ir::ExprKind::List(checked),
        };
        (ir::Expr { kind, span }, ty)
    }

    fn map(&mut self, entries: &[(ast::Name, ast::Expr)], span: Span) -> (ir::Expr, Ty) {
        let mut checked: Vec<(Arc<str>, ir::Expr)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let value = self.expr(value).0;
            checked.push((Arc::from(key.text.as_str()), value));
        }
        let constants: Option<crate::value::Map> =
            checked.iter().map(|(key, value)| Some((Arc::clone(key), constant(value)?))).collect();
        let kind = match constants {
            Some(values) => ir::ExprKind::Const(Value::map(values)),
            None => ir::ExprKind::Map(checked),
        };
        (ir::Expr { kind, span }, Ty::Plain(Type::Map))
    }

    fn property_access(&mut self, owner: &ast::Expr, key: &ast::Name, span: Span) -> (ir::Expr, Ty) {
        let (inner, ty) = self.expr(owner);
        if components(&ty.plain()).is_empty() {
            let wanted = Type::OneOf(vec![Type::Node, Type::Rel, Type::Map]);
            let code = if ty.plain() == Type::Path { codes::WRONG_TYPE } else { codes::NO_PROPERTIES };
            self.expect_or(code, &ty, &wanted, owner.span, &format!("`.{}`", key.text));
        }
        let (key, ty) = self.property(&ty, key);
        (ir::Expr { kind: ir::ExprKind::Property(Box::new(inner), key), span }, ty)
    }

    fn index(&mut self, list: &ast::Expr, index: &ast::Expr, span: Span) -> (ir::Expr, Ty) {
        let wanted = Type::OneOf(vec![Type::list(Type::Any), Type::Map, Type::Node, Type::Rel]);
        let (checked, ty) = self.expr(list);
        self.expect_or(codes::NO_ELEMENTS, &ty, &wanted, list.span, "`[…]`");
        let (position, position_ty) = self.expr(index);
        match ty {
            Ty::List(_) => {
                self.expect_or(codes::LIST_POSITION, &position_ty, &Type::Int, index.span, "the position in a list");
            }
            Ty::Plain(Type::Map) | Ty::Node(_) | Ty::Rel(_) => {
                self.expect_or(codes::MAP_KEY, &position_ty, &Type::Str, index.span, "a key");
            }
            Ty::Plain(_) => {}
        }
        let element = ty.element();
        (ir::Expr { kind: ir::ExprKind::Index(Box::new(checked), Box::new(position)), span }, element)
    }

    fn slice(
        &mut self,
        list: &ast::Expr,
        from: Option<&ast::Expr>,
        to: Option<&ast::Expr>,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let (checked, ty) = self.typed(list, &Type::list(Type::Any), "`[… .. …]`");
        let from = from.map(|from| Box::new(self.typed(from, &Type::Int, "the position in a list").0));
        let to = to.map(|to| Box::new(self.typed(to, &Type::Int, "the position in a list").0));
        (ir::Expr { kind: ir::ExprKind::Slice(Box::new(checked), from, to), span }, ty)
    }

    fn case(
        &mut self,
        subject: Option<&ast::Expr>,
        branches: &[(ast::Expr, ast::Expr)],
        otherwise: Option<&ast::Expr>,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let subject = subject.map(|subject| Box::new(self.expr(subject).0));
        let mut ty: Option<Ty> = None;
        let mut add = |each: &Ty| ty = Some(ty.take().map_or_else(|| each.clone(), |known| known.join(each)));
        let mut checked = Vec::new();
        for (condition, value) in branches {
            let (when, when_ty) = self.expr(condition);
            if subject.is_none() {
                self.expect(&when_ty, &Type::Bool, condition.span, "WHEN");
            }
            let (then, then_ty) = self.expr(value);
            add(&then_ty);
            checked.push((when, then));
        }
        let otherwise = otherwise.map(|value| {
            let (value, value_ty) = self.expr(value);
            add(&value_ty);
            Box::new(value)
        });
        let kind = ir::ExprKind::Case { subject, branches: checked, otherwise };
        (ir::Expr { kind, span }, ty.unwrap_or(Ty::ANY))
    }

    /// A function by name: an aggregate, a test for a path, or a row of the table.
    fn call(&mut self, name: &ast::Name, distinct: bool, args: &[ast::Expr], span: Span) -> (ir::Expr, Ty) {
        if let Some(function) = functions::aggregate(&name.text) {
            if !self.arity(function.name, args.len(), function.params.len(), Some(function.params.len()), span) {
                return Self::stand_in(span);
            }
            return self.aggregate_call(Some(function), distinct, args, span);
        }
        if let ([ast::Expr { kind: ast::ExprKind::Pattern(pattern), .. }], true) =
            (args, name.text.eq_ignore_ascii_case("exists"))
        {
            return self.pattern_predicate(pattern, span);
        }
        let Some(function) = functions::function(&name.text) else {
            self.unknown_function(name);
            return Self::stand_in(span);
        };
        if distinct {
            let message = format!("DISTINCT can't stand in {}()", function.name);
            self.report(
                Diagnostic::error(codes::BAD_AGGREGATION, message)
                    .at(self.source, span, "is not an aggregate")
                    .hint("Only aggregates take it, as in count(DISTINCT x)."),
            );
        }
        let most = (!function.variadic).then_some(function.params.len());
        if !self.arity(function.name, args.len(), function.required, most, span) {
            return Self::stand_in(span);
        }
        let mut checked = Vec::with_capacity(args.len());
        let mut first = Ty::ANY;
        for (index, arg) in args.iter().enumerate() {
            let param = function.params.get(index).or(function.params.last());
            if let ast::ExprKind::Pattern(_) = arg.kind {
                self.pattern_as_value(arg.span);
                checked.push(Self::stand_in(arg.span).0);
                continue;
            }
            let (expr, ty) = self.expr(arg);
            if let Some(param) = param {
                self.expect(&ty, &(param.ty)(), arg.span, &format!("{}()", function.name));
            }
            if index == 0 {
                first = ty;
            }
            checked.push(expr);
        }
        let ty = self.result_type(function, &first);
        (ir::Expr { kind: ir::ExprKind::Call(function, checked), span }, ty)
    }

    /// What a call gives, in the schema's words where the function hands an argument's part on.
    fn result_type(&self, function: &functions::Function, first: &Ty) -> Ty {
        match (function.name, first) {
            ("head" | "last", list) => list.element(),
            ("tail" | "reverse", Ty::List(_)) => first.clone(),
            _ => Ty::from((function.result)()),
        }
    }

    pub(super) fn arity(&mut self, name: &str, given: usize, least: usize, most: Option<usize>, span: Span) -> bool {
        if given >= least && most.is_none_or(|most| given <= most) {
            return true;
        }
        let wanted = match most {
            Some(most) if most == least => format!("{least}"),
            Some(most) => format!("{least} to {most}"),
            None => format!("at least {least}"),
        };
        let plural = if most == Some(1) || wanted == "at least 1" { "argument" } else { "arguments" };
        let stand = if given == 1 { "stands" } else { "stand" };
        let message = format!("{name}() takes {wanted} {plural}, and {given} {stand} here");
        self.error(codes::WRONG_ARITY, message, span, "wrong number of arguments");
        false
    }

    /// Notes a pattern where a value is needed.
    pub(super) fn pattern_as_value(&mut self, span: Span) {
        self.report(
            Diagnostic::error(codes::BAD_PATTERN_USE, "a pattern is a condition and not a value")
                .at(self.source, span, "used as a value")
                .hint("Ask whether it matches with exists((a)-->(b)), or list what it finds: [(a)-->(b) | b]."),
        );
    }

    fn unknown_function(&mut self, name: &ast::Name) {
        let message = format!("there is no function {}()", name.text);
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_FUNCTION, message).at(self.source, name.span, "not a function");
        let scalar = functions::functions().map(|function| function.name);
        let candidates: Vec<&str> = scalar.chain(functions::aggregates().map(|function| function.name)).collect();
        if let Some(hint) = self.function_of_habit(&name.text) {
            diagnostic = diagnostic.hint(hint);
        } else if let Some(near) = nearest(&name.text, candidates) {
            diagnostic = diagnostic.fix(name.span, near);
        }
        self.report(diagnostic);
    }
}

/// The value of an expression that never changes.
fn constant(expr: &ir::Expr) -> Option<Value> {
    match &expr.kind {
        ir::ExprKind::Const(value) => Some(value.clone()),
        _ => None,
    }
}
