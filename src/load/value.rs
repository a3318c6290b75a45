//! A written value → the value of a property, checked against its declaration.

use crate::diag::{Diagnostic, Diagnostics, Source, codes, nearest, or_list};
use crate::graph::schema::Property;
use crate::value::{Type, Value};
use crate::yaml::{Content, Node, Scalar};
use std::sync::Arc;

/// The value of a property; null where nothing is written.
///
/// # Errors
/// `VALUE_TYPE` and `VALUE_NOT_ALLOWED`, one for every item of a list that is wrong.
pub(super) fn convert(property: &Property, node: &Node, source: &Arc<Source>) -> Result<Value, Diagnostics> {
    if node.is_null() {
        return Ok(Value::Null);
    }
    if !property.list {
        return scalar(property, node, source);
    }
    let Content::Sequence(items) = &node.content else {
        return Err(Diagnostics::from(not_a_list(property, node, source)));
    };
    let mut values = Vec::with_capacity(items.len());
    let mut findings = Diagnostics::new();
    for item in items {
        match scalar(property, item, source) {
            Ok(value) => values.push(value),
            Err(finding) => findings.append(finding),
        }
    }
    if findings.is_empty() { Ok(Value::list(values)) } else { Err(findings) }
}

/// One value of the property's item type.
fn scalar(property: &Property, node: &Node, source: &Arc<Source>) -> Result<Value, Diagnostics> {
    let Content::Scalar(scalar) = &node.content else {
        return Err(wrong_type(property, node, source).into());
    };
    let value = match (&property.item, scalar) {
        (Type::Str, Scalar::Text(text)) => Value::Str(Arc::clone(text)),
        (Type::Bool, Scalar::Bool(value)) => Value::Bool(*value),
        (Type::Int | Type::Number, Scalar::Int(value)) => Value::Int(*value),
        (Type::Float, Scalar::Int(value)) => Value::Float(*value as f64),
        (Type::Float | Type::Number, Scalar::Float(value)) => Value::Float(*value),
        _ => return Err(wrong_type(property, node, source).into()),
    };
    if property.allowed.is_empty() {
        return Ok(value);
    }
    let text = scalar.to_string();
    if property.allowed.iter().any(|allowed| **allowed == *text) {
        return Ok(value);
    }
    let message = format!("`{}` is not a value of `{}`", super::strays::short(&text), property.name);
    let finding = Diagnostic::error(codes::VALUE_NOT_ALLOWED, message)
        .at(source, node.head(source), "")
        .hint(format!("It is one of {}.", or_list(&property.allowed)));
    Err(Diagnostics::from(match nearest(&text, property.allowed.iter().map(|allowed| &**allowed)) {
        Some(near) => finding.fix(node.span, near),
        None => finding,
    }))
}

fn not_a_list(property: &Property, node: &Node, source: &Arc<Source>) -> Diagnostic {
    let message = format!("`{}` is a list of {}, and this is {}", property.name, plural(&property.item), node.kind());
    let finding = Diagnostic::error(codes::VALUE_TYPE, message).at(source, node.head(source), "");
    let text = source.slice(node.span);
    match node.content {
        Content::Scalar(_) if text.len() < 200 && !text.contains(['\n', ',', '[', ']', '{', '}']) => {
            finding.fix(node.span, format!("[{text}]"))
        }
        _ => finding,
    }
}

fn wrong_type(property: &Property, node: &Node, source: &Arc<Source>) -> Diagnostic {
    let subject =
        if property.list { format!("an item of `{}`", property.name) } else { format!("`{}`", property.name) };
    let given = match node.content {
        Content::Scalar(Scalar::Float(value)) if property.item == Type::Int && value.abs() > 9e15 => "beyond 64 bits",
        _ => node.kind(),
    };
    let message = format!("{subject} is {}, and this is {given}", singular(&property.item));
    let finding = Diagnostic::error(codes::VALUE_TYPE, message).at(source, node.head(source), "");
    let text = source.slice(node.span);
    match (&property.item, &node.content) {
        (Type::Str, Content::Scalar(Scalar::Null)) => {
            finding.hint("Write \"\" for an empty string, or take the item away.")
        }
        (Type::Str, Content::Scalar(_)) => {
            finding.hint("In quotes it is a string.").fix(node.span, format!("\"{text}\""))
        }
        (Type::Str, Content::Mapping(_)) if !text.starts_with('{') => {
            finding.hint("A string that contains `: ` must be quoted.")
        }
        (Type::Bool, Content::Scalar(Scalar::Text(word))) => match &*word.to_lowercase() {
            "true" | "yes" | "on" | "y" => finding.fix(node.span, "true"),
            "false" | "no" | "off" | "n" => finding.fix(node.span, "false"),
            _ => finding.hint("Write true or false."),
        },
        (Type::Int | Type::Float | Type::Number, Content::Scalar(Scalar::Text(word))) => number(finding, word, node),
        (Type::Int, Content::Scalar(Scalar::Float(value))) if value.fract() == 0.0 && value.abs() < 9e15 => {
            finding.fix(node.span, format!("{value:.0}"))
        }
        _ => finding,
    }
}

/// Proposes the number that a text such as `"2011"`, `1,000` or `1_000` means.
fn number(finding: Diagnostic, word: &str, node: &Node) -> Diagnostic {
    let digits = word.replace([',', '_', ' '], "");
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() && digits.starts_with(|first: char| first.is_ascii_digit() || first == '-') => {
            finding.fix(node.span, digits)
        }
        _ => finding,
    }
}

/// The type of one value, in a writer's words.
pub(super) fn singular(item: &Type) -> &'static str {
    match item {
        Type::Int => "an integer",
        Type::Float => "a float",
        Type::Number => "a number",
        Type::Bool => "true or false",
        _ => "a string",
    }
}

fn plural(item: &Type) -> &'static str {
    match item {
        Type::Int => "integers",
        Type::Float => "floats",
        Type::Number => "numbers",
        Type::Bool => "booleans",
        _ => "strings",
    }
}

/// Whether two property values are the same.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Int(left), Value::Int(right)) => left == right,
        (Value::Float(left), Value::Float(right)) => left.to_bits() == right.to_bits(),
        (Value::Str(left), Value::Str(right)) => left == right,
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right.iter()).all(|(left, right)| same(left, right))
        }
        _ => false,
    }
}

/// A property value in a message.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Str(text) => format!("`{text}`"),
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        _ => "nothing".to_owned(),
    }
}

/// A line that would set a property.
pub(super) fn sample(property: &Property) -> String {
    let value = match (&property.allowed[..], &property.item) {
        ([first, ..], _) => first.to_string(),
        (_, item) => format!("<{}>", singular(item)),
    };
    if property.list { format!("{}: [{value}]", property.name) } else { format!("{}: {value}", property.name) }
}
