//! Expressions and patterns of a plan in the words of the language.
//!
//! Variables stand under the names that the user gave them. What has no name, such as the slot of an aggregate, stands
//! for the text that fills it.

use super::super::Subplan;
use crate::graph::{Names, TypeId, View};
use crate::ir::{
    AggregateCall, ArithmeticOp, Arrow, CompareOp, Expr, ExprKind, LabelTest, Length, LogicOp, Slot, StringOp, Yield,
};
use crate::value::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Longer texts are cut.
const LONGEST: usize = 100;

/// How tightly an operator binds; an operand that binds less tightly stands in parentheses.
type Strength = u8;

const OR: Strength = 1;
const XOR: Strength = 2;
const AND: Strength = 3;
const NOT: Strength = 4;
const COMPARE: Strength = 5;
const PREDICATE: Strength = 6;
const ADD: Strength = 7;
const MULTIPLY: Strength = 8;
const POWER: Strength = 9;
const UNARY: Strength = 10;
const POSTFIX: Strength = 11;
const ATOM: Strength = 12;

/// The names at hand where a plan is put into words.
pub(super) struct Words<'a> {
    names: &'a Names,
    subplans: &'a [Subplan],
    texts: BTreeMap<Slot, String>,
}

impl<'a> Words<'a> {
    /// The words for one part of a statement, whose variables have these names.
    pub(super) fn new(view: View<'a>, subplans: &'a [Subplan], variables: &BTreeMap<Slot, String>) -> Self {
        let texts = variables.iter().map(|(slot, name)| (*slot, name_text(name))).collect();
        Self { names: view.names(), subplans, texts }
    }

    /// Lets a slot without a name stand for a text from now on.
    pub(super) fn describe(&mut self, slot: Slot, text: String) {
        self.texts.entry(slot).or_insert(text);
    }

    /// The name of a slot; nothing for one without a name.
    pub(super) fn slot(&self, slot: Slot) -> &str {
        self.texts.get(&slot).map_or("", String::as_str)
    }

    /// `(n:Label)`
    pub(super) fn node(&self, slot: Slot, labels: &[crate::graph::LabelId]) -> String {
        let labels: String = labels.iter().map(|label| self.label(*label)).collect();
        format!("({}{labels})", self.slot(slot))
    }

    /// `:Label`
    pub(super) fn label(&self, label: crate::graph::LabelId) -> String {
        format!(":{}", name_text(self.names.labels.name(label)))
    }

    /// `A|B&!C`
    fn label_test(&self, test: &LabelTest) -> String {
        let join = |parts: &[LabelTest], sign: &str| {
            let parts = parts.iter().map(|part| match part {
                LabelTest::And(_) | LabelTest::Or(_) => format!("({})", self.label_test(part)),
                part => self.label_test(part),
            });
            parts.collect::<Vec<_>>().join(sign)
        };
        match test {
            LabelTest::Name { label: Some(label), .. } => name_text(self.names.labels.name(*label)),
            LabelTest::Name { kind: Some(kind), .. } => name_text(self.names.types.name(*kind)),
            LabelTest::Name { .. } | LabelTest::Any => "%".to_owned(),
            LabelTest::Not(inner) => format!("!{}", join(std::slice::from_ref(inner), "")),
            LabelTest::And(parts) => join(parts, "&"),
            LabelTest::Or(parts) => join(parts, "|"),
        }
    }

    /// `-[r:TYPE*1..3]->`
    pub(super) fn rel(&self, slot: Slot, types: &[TypeId], arrow: Arrow, length: Option<Length>) -> String {
        let types: Vec<String> = types.iter().map(|kind| name_text(self.names.types.name(*kind))).collect();
        let types = if types.is_empty() { String::new() } else { format!(":{}", types.join("|")) };
        let length = length.map_or_else(String::new, |length| match (length.min, length.max) {
            (1, None) => "*".to_owned(),
            (min, None) => format!("*{min}.."),
            (min, Some(max)) if min == max => format!("*{min}"),
            (min, Some(max)) => format!("*{min}..{max}"),
        });
        let detail = format!("{}{types}{length}", self.slot(slot));
        let detail = if detail.is_empty() { detail } else { format!("[{detail}]") };
        match arrow {
            Arrow::Right => format!("-{detail}->"),
            Arrow::Left => format!("<-{detail}-"),
            Arrow::Both => format!("-{detail}-"),
        }
    }

    /// `n.key`
    pub(super) fn key(&self, key: crate::graph::KeyId) -> String {
        name_text(self.names.keys.name(key))
    }

    /// Expressions between commas, cut when long.
    pub(super) fn exprs<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> String {
        cut(&exprs.into_iter().map(|expr| self.text(expr)).collect::<Vec<_>>().join(", "))
    }

    /// Items as a projection has them: `a.name AS name`, or a variable alone.
    pub(super) fn item(&self, expr: &Expr, slot: Slot) -> String {
        let text = self.text(expr);
        match self.slot(slot) {
            "" => text,
            name if name == text || unquoted(name) == text => text,
            name => format!("{text} AS {name}"),
        }
    }

    /// `count(DISTINCT a.name)`
    pub(super) fn aggregate(&self, call: &AggregateCall) -> String {
        let Some(function) = call.function else { return "count(*)".to_owned() };
        let distinct = if call.distinct { "DISTINCT " } else { "" };
        let args: Vec<String> = call.args.iter().map(|arg| self.text(arg)).collect();
        format!("{}({distinct}{})", function.name, args.join(", "))
    }

    /// An expression, cut when long.
    pub(super) fn expr(&self, expr: &Expr) -> String {
        cut(&self.text(expr))
    }

    fn text(&self, expr: &Expr) -> String {
        self.bound(expr, 0)
    }

    /// The text of an operand of an operator of this strength.
    fn bound(&self, expr: &Expr, least: Strength) -> String {
        let (text, strength) = self.parts(expr);
        if strength < least { format!("({text})") } else { text }
    }

    fn list(&self, items: &[Expr]) -> String {
        items.iter().map(|item| self.text(item)).collect::<Vec<_>>().join(", ")
    }

    fn parts(&self, expr: &Expr) -> (String, Strength) {
        match &expr.kind {
            ExprKind::Const(value) => (value.to_literal(), if is_negative(value) { UNARY } else { ATOM }),
            ExprKind::Param(name) => (format!("${}", name_text(name)), ATOM),
            ExprKind::Slot(slot) => (self.slot(*slot).to_owned(), ATOM),
            ExprKind::List(items) => (format!("[{}]", self.list(items)), ATOM),
            ExprKind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{}: {}", name_text(key), self.text(value)));
                (format!("{{{}}}", entries.collect::<Vec<_>>().join(", ")), ATOM)
            }
            ExprKind::Logic(op, operands) => {
                let (word, strength) = match op {
                    LogicOp::Or => (" OR ", OR),
                    LogicOp::Xor => (" XOR ", XOR),
                    LogicOp::And => (" AND ", AND),
                };
                let operands: Vec<String> = operands.iter().map(|each| self.bound(each, strength + 1)).collect();
                (operands.join(word), strength)
            }
            ExprKind::Not(operand) => (format!("NOT {}", self.bound(operand, NOT)), NOT),
            ExprKind::Compare(first, rest) => {
                let rest = rest.iter().map(|(op, each)| (compare_mark(*op), each));
                (self.chain(first, rest, COMPARE), COMPARE)
            }
            ExprKind::Arithmetic(first, rest) => {
                let strength = rest.first().map_or(ATOM, |(op, _)| arithmetic(*op).1);
                let rest = rest.iter().map(|(op, each)| (arithmetic(*op).0, each));
                (self.chain(first, rest, strength), strength)
            }
            ExprKind::Negate(operand) => (format!("-{}", self.bound(operand, UNARY + 1)), UNARY),
            ExprKind::String(op, a, b) => (self.chain(a, [(string_word(*op), &**b)], PREDICATE), PREDICATE),
            ExprKind::In(item, list) => (self.chain(item, [("IN", &**list)], PREDICATE), PREDICATE),
            ExprKind::IsNull(operand, negated) => {
                let word = if *negated { "IS NOT NULL" } else { "IS NULL" };
                (format!("{} {word}", self.bound(operand, POSTFIX)), PREDICATE)
            }
            _ => (self.primary(expr), ATOM),
        }
    }

    /// Operands of one strength with their operators between them.
    fn chain<'e>(
        &self,
        first: &Expr,
        rest: impl IntoIterator<Item = (&'static str, &'e Expr)>,
        strength: Strength,
    ) -> String {
        let mut text = self.bound(first, strength + 1);
        for (op, operand) in rest {
            // Writing to a string never fails.
            let _ = write!(text, " {op} {}", self.bound(operand, strength + 1));
        }
        text
    }

    /// What needs no parentheses.
    fn primary(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Property(owner, key) => format!("{}.{}", self.bound(owner, POSTFIX), self.key(*key)),
            ExprKind::Index(list, at) => format!("{}[{}]", self.bound(list, POSTFIX), self.text(at)),
            ExprKind::Slice(list, from, to) => {
                let bound = |expr: &Option<Box<Expr>>| expr.as_ref().map_or_else(String::new, |expr| self.text(expr));
                format!("{}[{}..{}]", self.bound(list, POSTFIX), bound(from), bound(to))
            }
            ExprKind::HasLabels(entity, test) => {
                format!("{}:{}", self.bound(entity, POSTFIX), self.label_test(test))
            }
            ExprKind::Case { subject, branches, otherwise } => {
                let mut text = "CASE".to_owned();
                text.extend(subject.iter().map(|subject| format!(" {}", self.text(subject))));
                for (condition, value) in branches {
                    let _ = write!(text, " WHEN {} THEN {}", self.text(condition), self.text(value));
                }
                text.extend(otherwise.iter().map(|value| format!(" ELSE {}", self.text(value))));
                text + " END"
            }
            ExprKind::Call(function, args) => format!("{}({})", function.name, self.list(args)),
            ExprKind::ListComprehension { slot, list, condition, value } => {
                let mut text = format!("[{} IN {}", self.slot(*slot), self.text(list));
                text.extend(condition.iter().map(|condition| format!(" WHERE {}", self.text(condition))));
                text.extend(value.iter().map(|value| format!(" | {}", self.text(value))));
                text + "]"
            }
            ExprKind::Quantifier { quantifier, slot, list, condition } => {
                let word = format!("{quantifier:?}").to_lowercase();
                format!("{word}({} IN {} WHERE {})", self.slot(*slot), self.text(list), self.text(condition))
            }
            ExprKind::Reduce { total, init, slot, list, value } => format!(
                "reduce({} = {}, {} IN {} | {})",
                self.slot(*total),
                self.text(init),
                self.slot(*slot),
                self.text(list),
                self.text(value)
            ),
            // Its operators stand in lines of their own.
            ExprKind::Subquery(id) => match self.subplans[id.0].yields {
                Yield::Exists => "EXISTS { … }".to_owned(),
                Yield::Count => "COUNT { … }".to_owned(),
                Yield::Column => "COLLECT { … }".to_owned(),
                Yield::List(_) => "[ … ]".to_owned(),
                Yield::First(_) => "{ … }".to_owned(),
            },
            _ => String::new(),
        }
    }
}

fn is_negative(value: &Value) -> bool {
    matches!(value, Value::Int(..0)) || matches!(value, Value::Float(number) if number.is_sign_negative())
}

fn compare_mark(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "=",
        CompareOp::Ne => "<>",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

fn arithmetic(op: ArithmeticOp) -> (&'static str, Strength) {
    match op {
        ArithmeticOp::Add => ("+", ADD),
        ArithmeticOp::Subtract => ("-", ADD),
        ArithmeticOp::Multiply => ("*", MULTIPLY),
        ArithmeticOp::Divide => ("/", MULTIPLY),
        ArithmeticOp::Modulo => ("%", MULTIPLY),
        ArithmeticOp::Power => ("^", POWER),
    }
}

fn string_word(op: StringOp) -> &'static str {
    match op {
        StringOp::StartsWith => "STARTS WITH",
        StringOp::EndsWith => "ENDS WITH",
        StringOp::Contains => "CONTAINS",
        StringOp::Matches => "=~",
    }
}

/// A name as a statement writes it: in back-quotes unless it is a word.
fn name_text(name: &str) -> String {
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if starts && chars.all(|each| each.is_alphanumeric() || each == '_') {
        return name.to_owned();
    }
    format!("`{}`", name.replace('`', "``"))
}

fn unquoted(name: &str) -> String {
    name.trim_matches('`').replace("``", "`")
}

/// The text without line breaks, and with its first part only when it is long.
pub(super) fn cut(text: &str) -> String {
    let line = text.replace(['\n', '\r', '\t'], " ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}
