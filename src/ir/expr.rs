//! Checked expressions.

use super::Slot;
use crate::diag::Span;
use crate::functions::{self, Aggregate, Function};
use crate::graph::{KeyId, LabelId, TypeId};
use crate::value::Value;
use std::sync::Arc;

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// A query nested in an expression, by its place in [`super::Query::subqueries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubqueryId(pub usize);

/// What an expression is.
#[derive(Clone)]
pub enum ExprKind {
    /// A value that never changes.
    Const(Value),
    /// A parameter.
    Param(Arc<str>),
    /// A variable.
    Slot(Slot),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{key: value}`
    Map(Vec<(Arc<str>, Expr)>),
    /// Three-valued logic over two operands or more.
    Logic(LogicOp, Vec<Expr>),
    /// `NOT a`
    Not(Box<Expr>),
    /// `a < b <= c`
    Compare(Box<Expr>, Vec<(CompareOp, Expr)>),
    /// `a + b - c`
    Arithmetic(Box<Expr>, Vec<(ArithmeticOp, Expr)>),
    /// `-a`
    Negate(Box<Expr>),
    /// `a STARTS WITH b` and its kin.
    String(StringOp, Box<Expr>, Box<Expr>),
    /// `a IN list`
    In(Box<Expr>, Box<Expr>),
    /// `a IS NULL`, or `IS NOT NULL` when the flag is set.
    IsNull(Box<Expr>, bool),
    /// `a.key`
    Property(Box<Expr>, KeyId),
    /// `a[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `a[from..to]`
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `a:Label`
    HasLabels(Box<Expr>, LabelTest),
    /// `CASE … END`
    Case {
        /// What is compared with each branch.
        subject: Option<Box<Expr>>,
        /// Condition and value.
        branches: Vec<(Expr, Expr)>,
        /// The value when no branch is taken.
        otherwise: Option<Box<Expr>>,
    },
    /// A function of the table.
    Call(&'static Function, Vec<Expr>),
    /// `[x IN list WHERE condition | value]`
    ListComprehension {
        /// Where each item goes.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// Which items.
        condition: Option<Box<Expr>>,
        /// What of them.
        value: Option<Box<Expr>>,
    },
    /// `all(x IN list WHERE condition)` and its kin.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// Where each item goes.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// The condition.
        condition: Box<Expr>,
    },
    /// `reduce(total = init, x IN list | value)`
    Reduce {
        /// Where the value is carried.
        total: Slot,
        /// Its first value.
        init: Box<Expr>,
        /// Where each item goes.
        slot: Slot,
        /// The list.
        list: Box<Expr>,
        /// The next value.
        value: Box<Expr>,
    },
    /// A nested query.
    Subquery(SubqueryId),
}

/// What `a:Name|Name` asks: of labels when `a` is a node, of its type when it is a relationship.
#[derive(Clone, Debug)]
pub enum LabelTest {
    /// Whether it has this label or type.
    Name {
        /// The name as a label; none where the schema says that it is no label.
        label: Option<LabelId>,
        /// The name as a type.
        kind: Option<TypeId>,
    },
    /// Whether it has any.
    Any,
    /// Whether this does not hold.
    Not(Box<LabelTest>),
    /// Whether all hold.
    And(Vec<LabelTest>),
    /// Whether one holds.
    Or(Vec<LabelTest>),
}

/// An aggregate over the rows of a group.
#[derive(Clone)]
pub struct AggregateCall {
    /// The function; none for `count(*)`.
    pub function: Option<&'static Aggregate>,
    /// Whether each distinct value counts once.
    pub distinct: bool,
    /// The arguments.
    pub args: Vec<Expr>,
    /// Where it stands.
    pub span: Span,
}

impl AggregateCall {
    /// Makes it count its values.
    pub fn count_instead(&mut self) {
        self.function = functions::aggregate("count");
    }
}

/// Operators of three-valued logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogicOp {
    /// `OR`
    Or,
    /// `XOR`
    Xor,
    /// `AND`
    And,
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `=`
    Eq,
    /// `<>`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// What says the same with its sides changed over.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Self::Eq | Self::Ne => self,
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
        }
    }
}

/// Arithmetic operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `^`
    Power,
}

/// Operators on two strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringOp {
    /// `STARTS WITH`
    StartsWith,
    /// `ENDS WITH`
    EndsWith,
    /// `CONTAINS`
    Contains,
    /// `=~`
    Matches,
}

/// The quantifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `all`
    All,
    /// `any`
    Any,
    /// `none`
    None,
    /// `single`
    Single,
}

impl std::fmt::Debug for ExprKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expression")
    }
}

impl std::fmt::Debug for AggregateCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.function.map_or("count(*)", |function| function.name))
    }
}

impl Expr {
    /// An expression that is a value.
    #[must_use]
    pub fn constant(value: Value, span: Span) -> Self {
        Self { kind: ExprKind::Const(value), span }
    }

    /// An expression that is a variable.
    #[must_use]
    pub fn slot(slot: Slot, span: Span) -> Self {
        Self { kind: ExprKind::Slot(slot), span }
    }

    /// Whether the property of what stands in a slot equals a value.
    #[must_use]
    pub fn property_is(slot: Slot, key: KeyId, value: Self) -> Self {
        let span = value.span;
        let owner = Self { kind: ExprKind::Property(Box::new(Self::slot(slot, span)), key), span };
        Self { kind: ExprKind::Compare(Box::new(owner), vec![(CompareOp::Eq, value)]), span }
    }

    /// The variable and the key, when it is a property of a variable.
    #[must_use]
    pub fn as_property(&self) -> Option<(Slot, KeyId)> {
        let ExprKind::Property(owner, key) = &self.kind else { return None };
        if let ExprKind::Slot(slot) = owner.kind { Some((slot, *key)) } else { None }
    }

    /// Calls `visit` with each direct part.
    pub fn parts(&self, visit: &mut dyn FnMut(&Self)) {
        match &self.kind {
            ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Slot(_) | ExprKind::Subquery(_) => {}
            ExprKind::List(items) | ExprKind::Logic(_, items) | ExprKind::Call(_, items) => {
                items.iter().for_each(visit);
            }
            ExprKind::Map(entries) => entries.iter().for_each(|(_, value)| visit(value)),
            ExprKind::Not(a) | ExprKind::Negate(a) | ExprKind::IsNull(a, _) | ExprKind::Property(a, _) => visit(a),
            ExprKind::HasLabels(a, _) => visit(a),
            ExprKind::Compare(first, rest) => {
                visit(first);
                rest.iter().for_each(|(_, each)| visit(each));
            }
            ExprKind::Arithmetic(first, rest) => {
                visit(first);
                rest.iter().for_each(|(_, each)| visit(each));
            }
            ExprKind::String(_, a, b) | ExprKind::In(a, b) | ExprKind::Index(a, b) => {
                visit(a);
                visit(b);
            }
            ExprKind::Slice(list, from, to) => {
                visit(list);
                from.iter().chain(to).for_each(|each| visit(each));
            }
            ExprKind::Case { subject, branches, otherwise } => {
                subject.iter().chain(otherwise).for_each(|each| visit(each));
                for (condition, value) in branches {
                    visit(condition);
                    visit(value);
                }
            }
            ExprKind::ListComprehension { list, condition, value, .. } => {
                visit(list);
                condition.iter().chain(value).for_each(|each| visit(each));
            }
            ExprKind::Quantifier { list, condition, .. } => {
                visit(list);
                visit(condition);
            }
            ExprKind::Reduce { init, list, value, .. } => {
                visit(init);
                visit(list);
                visit(value);
            }
        }
    }

    /// Calls `visit` with each direct part, to be changed.
    pub fn parts_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        match &mut self.kind {
            ExprKind::Const(_) | ExprKind::Param(_) | ExprKind::Slot(_) | ExprKind::Subquery(_) => {}
            ExprKind::List(items) | ExprKind::Logic(_, items) | ExprKind::Call(_, items) => {
                items.iter_mut().for_each(visit);
            }
            ExprKind::Map(entries) => entries.iter_mut().for_each(|(_, value)| visit(value)),
            ExprKind::Not(a) | ExprKind::Negate(a) | ExprKind::IsNull(a, _) | ExprKind::Property(a, _) => visit(a),
            ExprKind::HasLabels(a, _) => visit(a),
            ExprKind::Compare(first, rest) => {
                visit(first);
                rest.iter_mut().for_each(|(_, each)| visit(each));
            }
            ExprKind::Arithmetic(first, rest) => {
                visit(first);
                rest.iter_mut().for_each(|(_, each)| visit(each));
            }
            ExprKind::String(_, a, b) | ExprKind::In(a, b) | ExprKind::Index(a, b) => {
                visit(a);
                visit(b);
            }
            ExprKind::Slice(list, from, to) => {
                visit(list);
                from.iter_mut().chain(to).for_each(|each| visit(each));
            }
            ExprKind::Case { subject, branches, otherwise } => {
                subject.iter_mut().chain(otherwise).for_each(|each| visit(each));
                for (condition, value) in branches {
                    visit(condition);
                    visit(value);
                }
            }
            ExprKind::ListComprehension { list, condition, value, .. } => {
                visit(list);
                condition.iter_mut().chain(value).for_each(|each| visit(each));
            }
            ExprKind::Quantifier { list, condition, .. } => {
                visit(list);
                visit(condition);
            }
            ExprKind::Reduce { init, list, value, .. } => {
                visit(init);
                visit(list);
                visit(value);
            }
        }
    }

    /// Whether chance has a part in it, so that it has to be computed for each row. Nested queries are not looked into.
    #[must_use]
    pub fn by_chance(&self) -> bool {
        let mut found = matches!(&self.kind, ExprKind::Call(function, _) if function.name.starts_with("rand"));
        self.parts(&mut |part| found |= part.by_chance());
        found
    }

    /// Whether there is a nested query in it.
    #[must_use]
    pub fn has_subquery(&self) -> bool {
        let mut found = matches!(self.kind, ExprKind::Subquery(_));
        self.parts(&mut |part| found |= part.has_subquery());
        found
    }

    /// Calls `visit` with each slot that the expression reads; slots that it fills itself are among them.
    pub fn slots(&self, subqueries: &[super::Subquery], visit: &mut dyn FnMut(Slot)) {
        match &self.kind {
            ExprKind::Slot(slot) => visit(*slot),
            ExprKind::Subquery(id) => subqueries[id.0].uses.iter().for_each(|slot| visit(*slot)),
            _ => self.parts(&mut |part| part.slots(subqueries, visit)),
        }
    }
}
