//! Where aggregates may stand, and what may stand beside them.
//!
//! openCypher 9, "Aggregating functions": an item that holds an aggregate is computed once for each group; what it uses
//! outside of the aggregate must be one of the grouping keys, which are the items without an aggregate.

use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Diagnostic, codes};
use crate::functions;
use crate::syntax::ast;
use crate::value::Type;

/// Where an aggregate has no group of its own.
const INSIDE_ANOTHER: &str = "inside an aggregate";

/// What an expression may do with aggregates.
#[derive(Clone, Debug)]
pub(super) enum Aggregates {
    /// None may stand here; the text says where "here" is.
    Forbidden(&'static str),
    /// The expression is computed for each group.
    Grouped(Group),
}

/// The group that an expression is computed for.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// The expressions that have one value for the group.
    pub(super) keys: Vec<GroupKey>,
    /// The aggregates met so far.
    pub(super) calls: Vec<(ir::AggregateCall, ir::Slot)>,
    /// Whether the aggregates are settled, as in ORDER BY.
    pub(super) closed: bool,
    /// Whether there is no group, and DISTINCT hides what is not returned.
    pub(super) distinct: bool,
    /// Slots from here on belong to variables within the expression itself.
    pub(super) locals: u32,
}

impl Group {
    /// Whether a variable has no single value for the group.
    pub(super) fn hides(&self, slot: ir::Slot) -> bool {
        slot.0 < self.locals && !self.keys.iter().any(|key| key.slot == slot)
    }
}

/// An expression with one value for each group.
#[derive(Clone, Debug)]
pub(super) struct GroupKey {
    pub(super) expr: ast::Expr,
    pub(super) slot: ir::Slot,
    pub(super) ty: Ty,
}

impl Checker<'_> {
    /// The slot of the grouping key that this expression is, when it is one.
    pub(super) fn group_key(&self, expr: &ast::Expr) -> Option<(ir::Expr, Ty)> {
        let Aggregates::Grouped(group) = &self.aggregates else {
            return None;
        };
        let key = group.keys.iter().find(|key| same(&key.expr, expr))?;
        Some((ir::Expr::slot(key.slot, expr.span), key.ty.clone()))
    }

    /// Notes a variable that has no single value for the group.
    pub(super) fn check_grouped(&mut self, name: &str, slot: ir::Slot, span: crate::diag::Span) {
        let Aggregates::Grouped(group) = &self.aggregates else {
            return;
        };
        if !group.hides(slot) || slot.0 < self.outer_slots {
            return;
        }
        let distinct = group.distinct;
        let diagnostic = if distinct {
            let message = format!("`{name}` can't be seen after DISTINCT, which keeps only what is returned");
            Diagnostic::error(codes::UNDEFINED_VARIABLE, message)
                .at(self.source, span, "not returned")
                .hint("Order by one of the returned items, or return this one too.")
        } else if group.closed && !group.keys.iter().any(|key| uses(&key.expr, name)) {
            let message = format!("`{name}` can't be seen after the rows are grouped, since it is not returned");
            Diagnostic::error(codes::UNDEFINED_VARIABLE, message)
                .at(self.source, span, "not returned")
                .hint("Return it as an item of its own, which makes it a grouping key, or aggregate it too.")
        } else {
            let message = format!("`{name}` has no single value here, since the rows are grouped");
            Diagnostic::error(codes::AMBIGUOUS_AGGREGATION, message)
                .at(self.source, span, "differs within a group")
                .hint("Return it as an item of its own, which makes it a grouping key, or aggregate it too.")
        };
        self.report(diagnostic);
    }

    /// `count(*)`, `sum(x)` and the like: takes the call out of the expression and leaves its slot.
    pub(super) fn aggregate_call(
        &mut self,
        function: Option<&'static functions::Aggregate>,
        distinct: bool,
        args: &[ast::Expr],
        span: crate::diag::Span,
    ) -> (ir::Expr, Ty) {
        let mut group = match std::mem::replace(&mut self.aggregates, Aggregates::Forbidden(INSIDE_ANOTHER)) {
            Aggregates::Grouped(group) if !group.closed => group,
            other => {
                self.refuse_aggregate(function.map_or("count", |function| function.name), &other, span);
                self.aggregates = other;
                return Self::stand_in(span);
            }
        };
        let mut first = Ty::ANY;
        let mut checked = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            let (expr, ty) = self.expr(arg);
            if let Some(param) = function.and_then(|function| function.params.get(index)) {
                let name = function.map_or("count", |function| function.name);
                self.expect(&ty, &(param.ty)(), arg.span, &format!("{name}()"));
            }
            if index == 0 {
                first = ty;
            }
            checked.push(expr);
        }
        let slot = self.new_slot();
        group.calls.push((ir::AggregateCall { function, distinct, args: checked, span }, slot));
        self.aggregates = Aggregates::Grouped(group);
        let ty = match function {
            None => Ty::Plain(Type::Int),
            Some(function) if function.name == "collect" => Ty::list(first),
            Some(function) => match (function.result)(&first.plain()) {
                result if result == first.plain() => first,
                result => Ty::from(result),
            },
        };
        (ir::Expr::slot(slot, span), ty)
    }
}

impl Checker<'_> {
    /// Notes an aggregate where none may stand, or none that is not returned.
    fn refuse_aggregate(&mut self, name: &str, around: &Aggregates, span: crate::diag::Span) {
        let place = match around {
            Aggregates::Forbidden(place) => *place,
            Aggregates::Grouped(group) if group.distinct => "after DISTINCT",
            Aggregates::Grouped(_) => {
                let message = "ORDER BY can't use an aggregate that is not returned";
                self.report(
                    Diagnostic::error(codes::UNDEFINED_VARIABLE, message)
                        .at(self.source, span, "not returned")
                        .hint("Return it as an item of its own, under a name with AS, and order by that name."),
                );
                return;
            }
        };
        let message = format!("the aggregate {name}() can't stand {place}");
        let code = if place == INSIDE_ANOTHER { codes::NESTED_AGGREGATION } else { codes::BAD_AGGREGATION };
        let mut diagnostic = Diagnostic::error(code, message).at(self.source, span, "aggregates many rows into one");
        // SKIP and LIMIT can't use the name either.
        if !place.contains("LIMIT") {
            let hint = "Compute it in a WITH before, give it a name with AS, and use that name here.";
            diagnostic = diagnostic.hint(hint);
        }
        self.report(diagnostic);
    }
}

/// Whether an expression holds an aggregate outside of nested queries.
pub(super) fn contains_aggregate(expr: &ast::Expr) -> bool {
    let own = match &expr.kind {
        ast::ExprKind::CountStar => true,
        ast::ExprKind::Call { name, .. } => functions::aggregate(&name.text).is_some(),
        _ => false,
    };
    own || parts(expr).into_iter().any(contains_aggregate)
}

/// Whether a variable is used in an expression outside of aggregates and nested queries.
fn uses(expr: &ast::Expr, name: &str) -> bool {
    let own = matches!(&expr.kind, ast::ExprKind::Variable(variable) if variable == name);
    own || (!contains_aggregate(expr) && parts(expr).into_iter().any(|part| uses(part, name)))
}

/// The direct parts of an expression.
fn parts(expr: &ast::Expr) -> Vec<&ast::Expr> {
    use ast::ExprKind as Kind;
    match &expr.kind {
        Kind::List(items) | Kind::Logic(_, items) => items.iter().collect(),
        Kind::Call { args, .. } => args.iter().collect(),
        Kind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
        Kind::Not(a) | Kind::Negate(a) | Kind::Plus(a) | Kind::Property(a, _) | Kind::HasLabels(a, _) => vec![a],
        Kind::IsNull { expr, .. } => vec![expr],
        Kind::Compare(first, rest) => std::iter::once(&**first).chain(rest.iter().map(|(_, each)| each)).collect(),
        Kind::Arithmetic(first, rest) => std::iter::once(&**first).chain(rest.iter().map(|(_, each)| each)).collect(),
        Kind::Predicate(_, a, b) | Kind::Index(a, b) => vec![a, b],
        Kind::Slice(list, from, to) => {
            std::iter::once(&**list).chain(from.iter().chain(to).map(|each| &**each)).collect()
        }
        Kind::Case { subject, branches, otherwise } => {
            let ends = subject.iter().chain(otherwise).map(|each| &**each);
            ends.chain(branches.iter().flat_map(|(condition, value)| [condition, value])).collect()
        }
        Kind::ListComprehension { list, condition, value, .. } => {
            std::iter::once(&**list).chain(condition.iter().chain(value).map(|each| &**each)).collect()
        }
        Kind::Quantifier { list, condition, .. } => vec![list, condition],
        Kind::Reduce { init, list, value, .. } => vec![init, list, value],
        Kind::PatternComprehension { condition, value, .. } => {
            condition.iter().map(|each| &**each).chain(std::iter::once(&**value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether two expressions are written alike, wherever they stand. Kinds that are rarely repeated are never alike.
pub(super) fn same(a: &ast::Expr, b: &ast::Expr) -> bool {
    use ast::ExprKind as Kind;
    let all = |a: &[ast::Expr], b: &[ast::Expr]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b));
    match (&a.kind, &b.kind) {
        (Kind::Variable(a), Kind::Variable(b)) | (Kind::Parameter(a), Kind::Parameter(b)) => a == b,
        (Kind::Property(a, key), Kind::Property(b, other)) => key.text == other.text && same(a, b),
        (Kind::Index(a, i), Kind::Index(b, j)) => same(a, b) && same(i, j),
        (Kind::Int(a), Kind::Int(b)) => a == b,
        (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
        (Kind::Str(a), Kind::Str(b)) => a == b,
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Null, Kind::Null) | (Kind::CountStar, Kind::CountStar) => true,
        (Kind::List(a), Kind::List(b)) => all(a, b),
        (Kind::Logic(op, a), Kind::Logic(other, b)) => op == other && all(a, b),
        (Kind::Not(a), Kind::Not(b)) | (Kind::Negate(a), Kind::Negate(b)) | (Kind::Plus(a), Kind::Plus(b)) => {
            same(a, b)
        }
        (Kind::IsNull { expr: a, negated }, Kind::IsNull { expr: b, negated: other }) => negated == other && same(a, b),
        (Kind::Predicate(op, a, c), Kind::Predicate(other, b, d)) => op == other && same(a, b) && same(c, d),
        (Kind::Compare(a, rest), Kind::Compare(b, others)) => {
            same(a, b)
                && rest.len() == others.len()
                && rest.iter().zip(others).all(|(a, b)| a.0 == b.0 && same(&a.1, &b.1))
        }
        (Kind::Arithmetic(a, rest), Kind::Arithmetic(b, others)) => {
            same(a, b)
                && rest.len() == others.len()
                && rest.iter().zip(others).all(|(a, b)| a.0 == b.0 && same(&a.1, &b.1))
        }
        (Kind::HasLabels(a, labels), Kind::HasLabels(b, others)) => same(a, b) && labels.is(others),
        (Kind::Call { name, distinct, args }, Kind::Call { name: other, distinct: also, args: others }) => {
            name.text.eq_ignore_ascii_case(&other.text) && distinct == also && all(args, others)
        }
        (
            Kind::Case { subject, branches, otherwise },
            Kind::Case { subject: other, branches: others, otherwise: last },
        ) => {
            let optional = |a: &Option<Box<ast::Expr>>, b: &Option<Box<ast::Expr>>| match (a, b) {
                (Some(a), Some(b)) => same(a, b),
                (a, b) => a.is_none() && b.is_none(),
            };
            optional(subject, other)
                && optional(otherwise, last)
                && branches.len() == others.len()
                && branches.iter().zip(others).all(|(a, b)| same(&a.0, &b.0) && same(&a.1, &b.1))
        }
        _ => false,
    }
}
