//! Values as bytes.

use super::bytes::{Input, Output};
use super::{Result, damaged};
use crate::value::temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
use crate::value::{Map, Temporal, Value};
use std::sync::Arc;

/// Values nest no deeper in any property.
const DEEPEST: u32 = 64;

/// Puts a value that a property can hold; what none can hold counts as null.
pub(super) fn put(output: &mut Output, value: &Value) {
    match value {
        Value::Null | Value::Node(_) | Value::Rel(_) | Value::Path(_) => output.byte(0),
        Value::Bool(value) => output.byte(1 + u8::from(*value)),
        Value::Int(value) => {
            output.byte(3);
            output.u64(*value as u64);
        }
        Value::Float(value) => {
            output.byte(4);
            output.u64(value.to_bits());
        }
        Value::Str(text) => {
            output.byte(5);
            output.text(text);
        }
        Value::List(items) => {
            output.byte(6);
            output.list(items, put);
        }
        Value::Map(entries) => {
            output.byte(7);
            let entries: Vec<_> = entries.iter().collect();
            output.list(&entries, |output, (key, value)| {
                output.text(key);
                put(output, value);
            });
        }
        Value::Temporal(temporal) => {
            output.byte(match temporal {
                Temporal::DateTime(_) => 8,
                Temporal::LocalDateTime(_) => 9,
                Temporal::Date(_) => 10,
                Temporal::Time(_) => 11,
                Temporal::LocalTime(_) => 12,
                Temporal::Duration(_) => 13,
            });
            output.text(&temporal.to_string());
        }
    }
}

/// Takes a value.
pub(super) fn get(input: &mut Input<'_>, depth: u32) -> Result<Value> {
    if depth > DEEPEST {
        return Err(damaged("a value is nested too deep"));
    }
    Ok(match input.byte()? {
        0 => Value::Null,
        1 => Value::Bool(false),
        2 => Value::Bool(true),
        3 => Value::Int(input.u64()? as i64),
        4 => Value::Float(f64::from_bits(input.u64()?)),
        5 => Value::Str(input.text()?),
        6 => Value::list(input.list(|input| get(input, depth + 1))?),
        7 => {
            let entries = input.list(|input| Ok((input.text()?, get(input, depth + 1)?)))?;
            Value::map(entries.into_iter().collect::<Map>())
        }
        kind @ 8..=13 => Value::Temporal(temporal(kind, input.str()?)?),
        other => return Err(damaged(format!("{other} is no type of a value"))),
    })
}

fn temporal(kind: u8, text: &str) -> Result<Temporal> {
    let parsed = match kind {
        8 => DateTime::parse(text).map(|value| Temporal::DateTime(Arc::new(value))),
        9 => LocalDateTime::parse(text).map(Temporal::LocalDateTime),
        10 => Date::parse(text).map(Temporal::Date),
        11 => Time::parse(text).map(Temporal::Time),
        12 => LocalTime::parse(text).map(Temporal::LocalTime),
        _ => Duration::parse(text).map(|value| Temporal::Duration(Arc::new(value))),
    };
    parsed.map_err(|_| damaged("a date or time is malformed"))
}
