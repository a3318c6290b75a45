//! Values as a query would write them, for messages, renderers, documentation and tests.
//!
//! Strings stand in quotes, so that a value can be told apart from what stands around it.

use super::{Map, Path, Value};
use std::fmt::Write;

/// Floats from here on are written with an exponent, as their digits say nothing any more about where they end.
const LARGE: f64 = 1e16;
/// Floats below this are written with an exponent, as zeros would hide the digits.
const SMALL: f64 = 1e-5;

impl Value {
    /// The value as a query would write it: `'it\'s'`, `[1, 2.0]`, `{name: 'Flink'}`.
    ///
    /// What only a graph can tell is written by its number: `(#7)` is a node, `[#3]` a relationship, and
    /// `<(#7)-[#3]-(#8)>` a path; [`literal`] names it.
    ///
    /// ```
    /// use casegraph::value::Value;
    /// let list = Value::list(vec![Value::from("it's"), Value::Float(2.0), Value::Null]);
    /// assert_eq!(list.to_literal(), r"['it\'s', 2.0, null]");
    /// ```
    #[must_use]
    pub fn to_literal(&self) -> String {
        literal(self, &numbered)
    }
}

/// A node, relationship or path by its numbers.
fn numbered(value: &Value) -> String {
    match value {
        Value::Node(node) => format!("(#{})", node.0),
        Value::Rel(rel) => format!("[#{}]", rel.0),
        Value::Path(path) => numbered_path(path),
        _ => String::new(),
    }
}

fn numbered_path(path: &Path) -> String {
    let steps: String = path.steps.iter().map(|(rel, node)| format!("-[#{}]-(#{})", rel.0, node.0)).collect();
    format!("<(#{}){steps}>", path.start.0)
}

/// A value as a literal: `'text'`, `1.0`, `[1, null]`, `{role: 'stream'}`. Nodes, relationships and paths have no
/// literal; `entity` says how to show them. O(size of the value).
///
/// ```
/// use casegraph::value::{Value, literal};
/// let list = Value::list(vec![Value::from("it's"), Value::from(2.0), Value::Null]);
/// assert_eq!(literal(&list, &|_| String::new()), r"['it\'s', 2.0, null]");
/// ```
pub fn literal(value: &Value, entity: &dyn Fn(&Value) -> String) -> String {
    let mut out = String::new();
    write_literal(&mut out, value, entity);
    out
}

/// The shortest text that reads back as the same float, never to be mistaken for an integer.
///
/// ```
/// use casegraph::value::format_float;
/// assert_eq!(format_float(2.0), "2.0");
/// assert_eq!(format_float(1e-7), "1.0E-7");
/// assert_eq!(format_float(f64::NAN), "NaN");
/// ```
#[must_use]
pub fn format_float(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let magnitude = number.abs();
    if number == 0.0 || (SMALL..LARGE).contains(&magnitude) {
        return with_fraction(&number.to_string());
    }
    let scientific = format!("{number:E}");
    match scientific.split_once('E') {
        Some((digits, exponent)) => format!("{}E{exponent}", with_fraction(digits)),
        None => scientific,
    }
}

fn with_fraction(digits: &str) -> String {
    if digits.contains('.') { digits.to_owned() } else { format!("{digits}.0") }
}

/// Whether a character must not reach a terminal as it is: it would move the cursor, or turn the text around.
#[must_use]
pub fn is_unprintable(each: char) -> bool {
    let turns = matches!(each, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    each.is_control() || turns || matches!(each, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Writes an unprintable character as an escape of the language.
pub fn write_escape(out: &mut String, each: char) {
    match each {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        each => write!(out, "\\u{:04x}", u32::from(each)).expect("writing to a string cannot fail"),
    }
}

fn write_literal(out: &mut String, value: &Value, entity: &dyn Fn(&Value) -> String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Value::Int(int) => out.push_str(&int.to_string()),
        Value::Float(float) => out.push_str(&format_float(*float)),
        Value::Str(text) => write_quoted(out, text),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_literal(out, item, entity);
            }
            out.push(']');
        }
        Value::Map(map) => write_map(out, map, entity),
        Value::Node(_) | Value::Rel(_) | Value::Path(_) => out.push_str(&entity(value)),
        Value::Temporal(temporal) => {
            write!(out, "{}('{temporal}')", temporal.function()).expect("writing to a string cannot fail");
        }
    }
}

fn write_map(out: &mut String, map: &Map, entity: &dyn Fn(&Value) -> String) {
    out.push('{');
    for (index, (key, value)) in map.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        write_name(out, key);
        out.push_str(": ");
        write_literal(out, value, entity);
    }
    out.push('}');
}

/// A name as it is, or in backticks when it is not a plain word.
fn write_name(out: &mut String, name: &str) {
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    if starts && chars.all(|each| each.is_alphanumeric() || each == '_') {
        out.push_str(name);
        return;
    }
    out.push('`');
    for each in name.chars() {
        match each {
            '`' => out.push_str("``"),
            each if is_unprintable(each) => write_escape(out, each),
            each => out.push(each),
        }
    }
    out.push('`');
}

fn write_quoted(out: &mut String, text: &str) {
    out.push('\'');
    for each in text.chars() {
        match each {
            '\\' | '\'' => out.extend(['\\', each]),
            each if is_unprintable(each) => write_escape(out, each),
            each => out.push(each),
        }
    }
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{NodeId, RelId};
    use std::sync::Arc;

    #[test]
    fn floats_are_short_and_read_back() {
        let cases = [
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (2.3, "2.3"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.001, "0.001"),
            (0.00001, "0.00001"),
            (1e-7, "1.0E-7"),
            (1.5e-7, "1.5E-7"),
            (-1.5e300, "-1.5E300"),
            (1e15, "1000000000000000.0"),
            (1e16, "1.0E16"),
            (f64::MAX, "1.7976931348623157E308"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
            (f64::INFINITY, "Infinity"),
            (f64::NEG_INFINITY, "-Infinity"),
            (f64::NAN, "NaN"),
        ];
        for (number, expected) in cases {
            let text = format_float(number);
            assert_eq!(text, expected);
            let back: f64 = text.parse().expect("it reads back");
            assert!(back.to_bits() == number.to_bits() || number.is_nan(), "{text}");
        }
    }

    #[test]
    fn values_are_written_as_in_a_query() {
        let entries = [("name", Value::from("a\\b\n'\u{1}")), ("two words", Value::Null), ("`", Value::Int(i64::MIN))];
        let map = Value::map(entries.into_iter().map(|(key, value)| (Arc::from(key), value)).collect());
        let expected = r"{````: -9223372036854775808, name: 'a\\b\n\'\u0001', `two words`: null}";
        assert_eq!(map.to_literal(), expected);
        assert_eq!(Value::list(vec![Value::Bool(true), Value::list(vec![])]).to_literal(), "[true, []]");
    }

    #[test]
    fn what_only_a_graph_can_tell_is_numbered() {
        let path = Path { start: NodeId(1), steps: vec![(RelId(5), NodeId(2))] };
        assert_eq!(Value::Path(Arc::new(path)).to_literal(), "<(#1)-[#5]-(#2)>");
        assert_eq!(Value::list(vec![Value::Node(NodeId(7)), Value::Rel(RelId(3))]).to_literal(), "[(#7), [#3]]");
    }
}
