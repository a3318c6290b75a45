//! Reading the arguments of a call, with faults that name function, parameter and what was found.

use crate::value::{Fault, FaultKind, Map, Path, Type, Value};
use std::sync::Arc;

/// An argument's place: the function, and the parameter unless it is the only one.
#[derive(Clone, Copy)]
pub(super) struct At(pub &'static str, pub &'static str);

/// Whether an argument is null, which makes the result of most functions null.
pub(super) fn any_null(args: &[Value]) -> bool {
    args.iter().any(Value::is_null)
}

/// The fault of a value of another type: "toUpper() needs a string, this is an integer".
pub(super) fn wrong_type(At(function, param): At, wanted: &Type, found: &Value) -> Fault {
    let found = found.kind();
    let message = match param {
        "" => format!("{function}() needs {wanted}, this is {found}"),
        param => format!("{function}() needs {wanted} as `{param}`, this is {found}"),
    };
    Fault::new(FaultKind::ArgumentType, message)
}

/// The fault of a value that is no good: "left() needs a length from 0 up, this is -1".
pub(super) fn wrong_value(At(function, _): At, wanted: &str, found: &Value) -> Fault {
    Fault::new(FaultKind::Argument, format!("{function}() needs {wanted}, this is {}", found.to_literal()))
}

/// The fault of a result beyond a limit.
pub(super) fn too_large(At(function, _): At, result: &str, limit: usize) -> Fault {
    Fault::new(FaultKind::TooLarge, format!("{function}() would make {result}, beyond the limit of {limit}"))
}

/// The fault of a number beyond the integers.
pub(super) fn overflow(function: &str, number: &str) -> Fault {
    let message = format!("{function}() leaves the range of integers, which have 64 bits: {number}");
    Fault::new(FaultKind::Overflow, message)
}

pub(super) fn text(at: At, value: &Value) -> Result<&Arc<str>, Fault> {
    match value {
        Value::Str(text) => Ok(text),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
            Err(wrong_type(at, &Type::Str, value).hint("toString() makes a string of it"))
        }
        _ => Err(wrong_type(at, &Type::Str, value)),
    }
}

pub(super) fn integer(at: At, value: &Value) -> Result<i64, Fault> {
    match value {
        Value::Int(number) => Ok(*number),
        Value::Float(_) | Value::Str(_) => {
            Err(wrong_type(at, &Type::Int, value).hint("toInteger() makes an integer of it"))
        }
        _ => Err(wrong_type(at, &Type::Int, value)),
    }
}

/// A count of characters or digits: an integer from 0 up. Counts beyond the memory are as good as the largest.
pub(super) fn count(at: At, value: &Value) -> Result<usize, Fault> {
    let number = integer(at, value)?;
    let At(_, param) = at;
    if number < 0 {
        return Err(wrong_value(at, &format!("a `{param}` from 0 up"), value));
    }
    Ok(usize::try_from(number).unwrap_or(usize::MAX))
}

/// An integer or a float, as a float.
pub(super) fn number(at: At, value: &Value) -> Result<f64, Fault> {
    match value {
        Value::Int(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        Value::Str(_) => Err(wrong_type(at, &Type::Number, value).hint("toFloat() makes a number of it")),
        _ => Err(wrong_type(at, &Type::Number, value)),
    }
}

pub(super) fn list(at: At, value: &Value) -> Result<&Arc<Vec<Value>>, Fault> {
    match value {
        Value::List(items) => Ok(items),
        _ => Err(wrong_type(at, &Type::list(Type::Any), value)),
    }
}

pub(super) fn path(at: At, value: &Value) -> Result<&Path, Fault> {
    match value {
        Value::Path(path) => Ok(path),
        _ => Err(wrong_type(at, &Type::Path, value)),
    }
}

/// The entries of a map value.
pub(super) fn entries(value: &Value) -> Option<&Arc<Map>> {
    match value {
        Value::Map(entries) => Some(entries),
        _ => None,
    }
}
