//! Expressions, with the parentheses that the precedence of their operators needs.

use super::super::ast::{
    ArithmeticOp, CompareOp, Expr, ExprKind, LabelExpr, LogicOp, PredicateOp, Quantifier, SubqueryUse,
};
use super::name::{called, name, parameter, symbol, variable};
use super::pattern::{labels, pattern};
use super::{list, subquery, where_part};
use std::fmt::Write as _;

/// How tightly an expression binds; one that binds looser than its place stands in parentheses.
mod level {
    pub(super) const ANY: u8 = 0;
    pub(super) const XOR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const NOT: u8 = 3;
    pub(super) const COMPARE: u8 = 4;
    pub(super) const PREDICATE: u8 = 5;
    pub(super) const SUM: u8 = 6;
    pub(super) const PRODUCT: u8 = 7;
    pub(super) const POWER: u8 = 8;
    pub(super) const SIGN: u8 = 9;
    pub(super) const OPERAND: u8 = 10;
}

/// An expression where any may stand.
pub(super) fn expr(value: &Expr) -> String {
    within(value, level::ANY)
}

/// An expression where one must bind so tightly.
fn within(value: &Expr, least: u8) -> String {
    let text = bare(value);
    if binds(&value.kind) < least { format!("({text})") } else { text }
}

fn binds(kind: &ExprKind) -> u8 {
    match kind {
        ExprKind::Logic(LogicOp::Or, _) => level::ANY,
        ExprKind::Logic(LogicOp::Xor, _) => level::XOR,
        ExprKind::Logic(LogicOp::And, _) => level::AND,
        ExprKind::Not(_) => level::NOT,
        // A path goes on with what looks like its next arrow.
        ExprKind::Compare(..) | ExprKind::Pattern(_) => level::COMPARE,
        ExprKind::Predicate(..) | ExprKind::IsNull { .. } => level::PREDICATE,
        ExprKind::Arithmetic(_, rest) => rest.first().map_or(level::SUM, |(op, _)| class(*op)),
        ExprKind::Negate(_) | ExprKind::Plus(_) => level::SIGN,
        _ => level::OPERAND,
    }
}

fn class(op: ArithmeticOp) -> u8 {
    match op {
        ArithmeticOp::Add | ArithmeticOp::Subtract => level::SUM,
        ArithmeticOp::Multiply | ArithmeticOp::Divide | ArithmeticOp::Modulo => level::PRODUCT,
        ArithmeticOp::Power => level::POWER,
    }
}

/// The entity of SET and REMOVE, which is an operand with keys behind it.
pub(super) fn assigned(entity: &Expr) -> String {
    match &entity.kind {
        ExprKind::Property(owner, key) => format!("{}.{}", assigned(owner), name(key)),
        ExprKind::Index(..) | ExprKind::Slice(..) | ExprKind::HasLabels(..) => format!("({})", bare(entity)),
        _ => within(entity, level::OPERAND),
    }
}

/// An expression without parentheses around it.
fn bare(value: &Expr) -> String {
    match &value.kind {
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(value) => value.to_string(),
        ExprKind::Int(value) => value.to_string(),
        ExprKind::Float(value) => format!("{value:?}"),
        ExprKind::Str(value) => string(value),
        ExprKind::Parameter(name) => parameter(name),
        ExprKind::Variable(name) => variable(name),
        ExprKind::List(items) => format!("[{}]", arguments(items)),
        ExprKind::Map(entries) => {
            format!("{{{}}}", list(entries, |(key, value)| format!("{}: {}", name(key), expr(value))))
        }
        ExprKind::Logic(op, operands) => {
            let (word, operand) = match op {
                LogicOp::Or => (" OR ", level::XOR),
                LogicOp::Xor => (" XOR ", level::AND),
                LogicOp::And => (" AND ", level::NOT),
            };
            operands.iter().map(|each| within(each, operand)).collect::<Vec<_>>().join(word)
        }
        ExprKind::Not(operand) => format!("NOT {}", within(operand, level::NOT)),
        ExprKind::Compare(first, rest) => {
            let rest = rest.iter().map(|(op, operand)| (compare_sign(*op), operand));
            chained(first, rest, level::PREDICATE)
        }
        ExprKind::Arithmetic(first, rest) => {
            let operand = binds(&value.kind) + 1;
            chained(first, rest.iter().map(|(op, operand)| (arithmetic_sign(*op), operand)), operand)
        }
        ExprKind::Negate(operand) => signed('-', operand),
        ExprKind::Plus(operand) => signed('+', operand),
        ExprKind::Predicate(op, left, right) => {
            let (left, right) = (within(left, level::PREDICATE), within(right, level::SUM));
            format!("{left} {} {right}", predicate_words(*op))
        }
        ExprKind::IsNull { expr: operand, negated } => {
            format!("{} IS {}NULL", within(operand, level::PREDICATE), if *negated { "NOT " } else { "" })
        }
        ExprKind::Property(owner, key) => format!("{}.{}", within(owner, level::OPERAND), name(key)),
        ExprKind::Index(list, index) => format!("{}[{}]", within(list, level::OPERAND), expr(index)),
        ExprKind::Slice(list, from, to) => {
            let bound = |bound: &Option<Box<Expr>>| bound.as_deref().map_or_else(String::new, expr);
            format!("{}[{}..{}]", within(list, level::OPERAND), bound(from), bound(to))
        }
        ExprKind::HasLabels(operand, test) => has_labels(operand, test),
        _ => special(value),
    }
}

/// The expressions with words or brackets of their own.
fn special(value: &Expr) -> String {
    match &value.kind {
        ExprKind::Case { subject, branches, otherwise } => {
            let mut text = "CASE".to_owned();
            text += &subject.as_ref().map_or_else(String::new, |subject| format!(" {}", expr(subject)));
            for (when, then) in branches {
                text += &format!(" WHEN {} THEN {}", expr(when), expr(then));
            }
            text += &otherwise.as_ref().map_or_else(String::new, |value| format!(" ELSE {}", expr(value)));
            text + " END"
        }
        ExprKind::Call { name, distinct, args } => {
            format!("{}({}{})", called(&name.text), if *distinct { "DISTINCT " } else { "" }, arguments(args))
        }
        ExprKind::CountStar => "count(*)".to_owned(),
        ExprKind::ListComprehension { variable, list, condition, value } => {
            let value = value.as_ref().map_or_else(String::new, |value| format!(" | {}", expr(value)));
            format!("[{} IN {}{}{value}]", symbol(variable), expr(list), where_part(condition.as_deref()))
        }
        ExprKind::PatternComprehension { pattern: path, condition, value } => {
            format!("[{}{} | {}]", pattern(path), where_part(condition.as_deref()), expr(value))
        }
        ExprKind::Quantifier { quantifier, variable, list, condition } => {
            let word = quantifier_word(*quantifier);
            format!("{word}({} IN {} WHERE {})", symbol(variable), expr(list), expr(condition))
        }
        ExprKind::Reduce { total, init, variable, list, value } => {
            let (total, variable) = (symbol(total), symbol(variable));
            format!("reduce({total} = {}, {variable} IN {} | {})", expr(init), expr(list), expr(value))
        }
        ExprKind::Pattern(path) | ExprKind::ShortestPath(path) => pattern(path),
        ExprKind::Subquery(usage, inner) => {
            let word = match usage {
                SubqueryUse::Exists => "EXISTS",
                SubqueryUse::Count => "COUNT",
                SubqueryUse::Collect => "COLLECT",
            };
            format!("{word} {{ {} }}", subquery(inner))
        }
        kind => unreachable!("{kind:?} has neither words nor brackets of its own"),
    }
}

/// Items between brackets, of which the first must not look like the head of a comprehension (`x IN …`) or of a
/// reduction (`x = …`).
fn arguments(items: &[Expr]) -> String {
    let each = |(index, item): (usize, &Expr)| {
        if index == 0 && begins_with_variable(item) { format!("({})", bare(item)) } else { expr(item) }
    };
    items.iter().enumerate().map(each).collect::<Vec<_>>().join(", ")
}

/// Whether the text of an expression begins with a variable and IN or an equals sign.
fn begins_with_variable(value: &Expr) -> bool {
    let is_variable = |value: &Expr| matches!(value.kind, ExprKind::Variable(_));
    match &value.kind {
        ExprKind::Predicate(PredicateOp::In, left, _) if is_variable(left) => true,
        ExprKind::Compare(first, rest) if is_variable(first) => {
            matches!(rest.first(), Some((CompareOp::Eq, _)))
        }
        ExprKind::Logic(_, operands) => operands.first().is_some_and(begins_with_variable),
        ExprKind::Compare(first, _) | ExprKind::Predicate(_, first, _) | ExprKind::IsNull { expr: first, .. } => {
            binds(&first.kind) >= level::PREDICATE && begins_with_variable(first)
        }
        _ => false,
    }
}

/// `a + b - c`
fn chained<'e>(first: &Expr, rest: impl Iterator<Item = (&'static str, &'e Expr)>, operand: u8) -> String {
    let mut text = within(first, operand);
    for (sign, value) in rest {
        text += &format!(" {sign} {}", within(value, operand));
    }
    text
}

/// A sign before an operand, apart from it where both together would be something else.
fn signed(sign: char, operand: &Expr) -> String {
    let text = within(operand, level::SIGN);
    let apart = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | '['));
    format!("{sign}{}{text}", if apart { " " } else { "" })
}

/// `n:A&B`; a choice stands in parentheses, since a bar may follow the expression.
fn has_labels(operand: &Expr, test: &LabelExpr) -> String {
    let inner = within(operand, level::OPERAND);
    let inner = if matches!(operand.kind, ExprKind::HasLabels(..)) { format!("({inner})") } else { inner };
    let test = if matches!(test, LabelExpr::Or(_)) { format!("({})", labels(test)) } else { labels(test) };
    format!("{inner}:{test}")
}

/// A text in quotes.
fn string(text: &str) -> String {
    let mut quoted = "'".to_owned();
    for each in text.chars() {
        match each {
            '\'' => quoted += "\\'",
            '\\' => quoted += "\\\\",
            '\n' => quoted += "\\n",
            each if each.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(each));
            }
            each => quoted.push(each),
        }
    }
    quoted + "'"
}

fn compare_sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "=",
        CompareOp::Ne => "<>",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

fn arithmetic_sign(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
        ArithmeticOp::Modulo => "%",
        ArithmeticOp::Power => "^",
    }
}

fn predicate_words(op: PredicateOp) -> &'static str {
    match op {
        PredicateOp::StartsWith => "STARTS WITH",
        PredicateOp::EndsWith => "ENDS WITH",
        PredicateOp::Contains => "CONTAINS",
        PredicateOp::Matches => "=~",
        PredicateOp::In => "IN",
    }
}

fn quantifier_word(quantifier: Quantifier) -> &'static str {
    match quantifier {
        Quantifier::All => "all",
        Quantifier::Any => "any",
        Quantifier::None => "none",
        Quantifier::Single => "single",
    }
}
