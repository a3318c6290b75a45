//! Typed JSON, and plain JSON, → a value.

use crate::value::{Map, Value};
use serde_json::Value as Json;
use std::sync::Arc;

/// Why something can't be read, in words that go on after a colon.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed(pub String);

impl Malformed {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// A value: an object with `$type` says what it is; of plain JSON a whole number is an integer, another number a float.
pub(super) fn read(json: &Json) -> Result<Value, Malformed> {
    match json {
        Json::Null => Ok(Value::Null),
        Json::Bool(bool) => Ok(Value::Bool(*bool)),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(int), _) => Ok(Value::Int(int)),
            (None, Some(float)) if !number.is_u64() => Ok(Value::Float(float)),
            _ => Err(Malformed::new(format!("{number} is beyond the integers of 64 bits"))),
        },
        Json::String(text) => Ok(Value::from(text.as_str())),
        Json::Array(items) => list(items),
        Json::Object(members) => match members.get("$type") {
            None => map(members),
            Some(Json::String(tag)) => match members.get("_value") {
                Some(value) if members.len() == 2 => typed(tag, value),
                _ => Err(Malformed::new("a value with `$type` has a `_value` too, and nothing else")),
            },
            Some(_) => Err(Malformed::new("`$type` is a string")),
        },
    }
}

fn list(items: &[Json]) -> Result<Value, Malformed> {
    items.iter().map(read).collect::<Result<Vec<Value>, Malformed>>().map(Value::list)
}

fn map(members: &serde_json::Map<String, Json>) -> Result<Value, Malformed> {
    let entries = members.iter().map(|(key, value)| Ok((Arc::from(key.as_str()), read(value)?)));
    entries.collect::<Result<Map, Malformed>>().map(Value::map)
}

fn typed(tag: &str, value: &Json) -> Result<Value, Malformed> {
    match (tag, value) {
        ("Null", Json::Null) => Ok(Value::Null),
        ("Boolean", Json::Bool(bool)) => Ok(Value::Bool(*bool)),
        ("Integer", Json::String(text)) => match text.parse() {
            Ok(int) => Ok(Value::Int(int)),
            Err(_) => Err(Malformed::new(format!("`{text}` is not an integer of 64 bits"))),
        },
        ("Float", Json::String(text)) => match text.parse() {
            Ok(float) => Ok(Value::Float(float)),
            Err(_) => Err(Malformed::new(format!("`{text}` is not a float"))),
        },
        ("String", Json::String(text)) => Ok(Value::from(text.as_str())),
        ("List", Json::Array(items)) => list(items),
        ("Map", Json::Object(members)) => map(members),
        (_, Json::String(text)) => match Value::from_temporal_text(tag, text) {
            Some(temporal) => temporal.map_err(|fault| Malformed::new(fault.message)),
            None => Err(mismatch(tag)),
        },
        _ => Err(mismatch(tag)),
    }
}

fn mismatch(tag: &str) -> Malformed {
    let form = match tag {
        "Null" => "null",
        "Boolean" => "true or false",
        "Integer" | "Float" | "String" => "a string",
        "List" => "an array",
        "Map" => "an object",
        "Node" | "Relationship" | "Path" => {
            return Malformed::new(format!("a {tag} can't be handed in; hand in what finds it"));
        }
        other => return Malformed::new(format!("`{other}` is no type of values that can be handed in")),
    };
    Malformed::new(format!("the `_value` of a value of type {tag} is {form}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(json: &str) -> Result<String, String> {
        let json: Json = serde_json::from_str(json).expect("it is JSON");
        read(&json).map(|value| value.to_literal()).map_err(|Malformed(reason)| reason)
    }

    #[test]
    fn plain_and_typed_values_are_read() {
        let cases = [
            ("null", "null"),
            ("7", "7"),
            ("-0.5", "-0.5"),
            ("1.0", "1.0"),
            ("1e2", "100.0"),
            (r#"["a", {"k": true}]"#, "['a', {k: true}]"),
            (r#"{"$type": "Null", "_value": null}"#, "null"),
            (r#"{"$type": "Integer", "_value": "-9223372036854775808"}"#, "-9223372036854775808"),
            (r#"{"$type": "Float", "_value": "1"}"#, "1.0"),
            (r#"{"$type": "Float", "_value": "-Infinity"}"#, "-Infinity"),
            (r#"{"$type": "Float", "_value": "1.0E-7"}"#, "1.0E-7"),
            (r#"{"$type": "List", "_value": [{"$type": "Boolean", "_value": false}, 1]}"#, "[false, 1]"),
            (r#"{"$type": "Map", "_value": {"$type": {"$type": "String", "_value": "x"}}}"#, "{`$type`: 'x'}"),
        ];
        for (json, expected) in cases {
            assert_eq!(literal(json).as_deref(), Ok(expected), "{json}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_said() {
        let cases = [
            ("18446744073709551615", "18446744073709551615 is beyond the integers of 64 bits"),
            (r#"{"$type": "Integer", "_value": 1}"#, "the `_value` of a value of type Integer is a string"),
            (r#"{"$type": "Integer", "_value": "1.0"}"#, "`1.0` is not an integer of 64 bits"),
            (r#"{"$type": "Node", "_value": {}}"#, "a Node can't be handed in; hand in what finds it"),
            (r#"{"$type": "Nod", "_value": {}}"#, "`Nod` is no type of values that can be handed in"),
            (r#"{"$type": 1, "_value": {}}"#, "`$type` is a string"),
        ];
        for (json, expected) in cases {
            assert_eq!(literal(json), Err(expected.to_owned()), "{json}");
        }
    }
}
