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
    put_with(output, value, &mut Output::text);
}

/// Puts a value of which the texts are put in a way of their own.
pub(super) fn put_with<'v>(output: &mut Output, value: &'v Value, text: &mut impl FnMut(&mut Output, &'v str)) {
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
        Value::Str(value) => {
            output.byte(5);
            text(output, value);
        }
        Value::List(items) => {
            output.byte(6);
            output.u32(items.len() as u32);
            items.iter().for_each(|item| put_with(output, item, text));
        }
        Value::Map(entries) => {
            output.byte(7);
            output.u32(entries.len() as u32);
            for (key, value) in entries.iter() {
                text(output, key);
                put_with(output, value, text);
            }
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
pub(super) fn get(input: &mut Input<'_>) -> Result<Value> {
    get_with(input, 0, &Input::text)
}

/// Takes a value that [`put_with`] has put, at this depth of another.
pub(super) fn get_with<'b>(
    input: &mut Input<'b>,
    depth: u32,
    text: &impl Fn(&mut Input<'b>) -> Result<Arc<str>>,
) -> Result<Value> {
    if depth > DEEPEST {
        return Err(damaged("a value is nested too deep"));
    }
    Ok(match input.byte()? {
        0 => Value::Null,
        1 => Value::Bool(false),
        2 => Value::Bool(true),
        3 => Value::Int(input.u64()? as i64),
        4 => Value::Float(f64::from_bits(input.u64()?)),
        5 => Value::Str(text(input)?),
        6 => Value::list(input.list(|input| get_with(input, depth + 1, text))?),
        7 => {
            let entries = input.list(|input| Ok((text(input)?, get_with(input, depth + 1, text)?)))?;
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
