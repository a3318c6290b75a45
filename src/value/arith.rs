//! Arithmetic on values. Null in gives null out.

use super::bounds::RUN;
use super::{Bounds, Fault, FaultKind, Temporal, Type, Value, format_float, temporal};
use std::sync::Arc;

/// The longest list that an operation makes, in elements.
pub const MAX_ITEMS: usize = 10_000_000;

/// The longest string that an operation makes, in bytes.
pub const MAX_TEXT: usize = 100_000_000;

/// An operator on two numbers.
struct Operator {
    symbol: &'static str,
    whole: fn(i64, i64) -> Option<i64>,
    real: fn(f64, f64) -> f64,
    /// What it does, as in "cannot add a string and a boolean".
    phrase: fn(&Type, &Type) -> String,
}

static ADD: Operator =
    Operator { symbol: "+", whole: i64::checked_add, real: |a, b| a + b, phrase: |a, b| format!("add {a} and {b}") };
static SUBTRACT: Operator = Operator {
    symbol: "-",
    whole: i64::checked_sub,
    real: |a, b| a - b,
    phrase: |a, b| format!("subtract {b} from {a}"),
};
static MULTIPLY: Operator = Operator {
    symbol: "*",
    whole: i64::checked_mul,
    real: |a, b| a * b,
    phrase: |a, b| format!("multiply {a} by {b}"),
};
static DIVIDE: Operator =
    Operator { symbol: "/", whole: i64::checked_div, real: |a, b| a / b, phrase: |a, b| format!("divide {a} by {b}") };
static MODULO: Operator = Operator {
    symbol: "%",
    // The smallest integer divided by -1 leaves 64 bits, but its remainder is plainly 0.
    whole: |a, b| Some(a.wrapping_rem(b)),
    real: |a, b| a % b,
    phrase: |a, b| format!("take the remainder of {a} by {b}"),
};
static POWER: Operator =
    Operator { symbol: "^", whole: |_, _| None, real: f64::powf, phrase: |a, b| format!("raise {a} to {b}") };

/// `a + b`: the sum of numbers; strings joined, with numbers written out; lists joined, or an element put at an end; a
/// point in time or a duration, later or longer by a duration.
///
/// ```
/// use casegraph::value::{Value, add};
/// let sum = add(&Value::from("year "), &Value::Int(2011)).expect("a string and a number");
/// assert_eq!(sum.to_literal(), "'year 2011'");
/// ```
///
/// # Errors
/// [`FaultKind::Overflow`] beyond 64 bits, [`FaultKind::Type`] for other types, [`FaultKind::TooLarge`] beyond
/// [`MAX_ITEMS`] or [`MAX_TEXT`].
pub fn add(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::List(a), Value::List(b)) => join_lists(a, b),
        (Value::List(items), item) => join_lists(items, std::slice::from_ref(item)),
        (item, Value::List(items)) => join_lists(std::slice::from_ref(item), items),
        (Value::Str(a), Value::Str(b)) => join_texts(a, b),
        (Value::Str(text), Value::Int(number)) => join_texts(text, &number.to_string()),
        (Value::Int(number), Value::Str(text)) => join_texts(&number.to_string(), text),
        (Value::Str(text), Value::Float(number)) => join_texts(text, &format_float(*number)),
        (Value::Float(number), Value::Str(text)) => join_texts(&format_float(*number), text),
        (Value::Str(_), Value::Bool(_)) | (Value::Bool(_), Value::Str(_)) => {
            Err(refuse(&ADD, a, b).hint("toString() makes a string of a boolean"))
        }
        (Value::Temporal(x), Value::Temporal(y)) => finish(temporal::add(x, y), &ADD, a, b),
        _ => calculate(&ADD, a, b),
    }
}

/// `a + b` for an `a` that is not used again: a list that nobody else holds grows in place, so that a sum of many lists
/// takes time by its length alone.
///
/// # Errors
/// As of [`add`], and of [`Bounds::check`].
pub fn add_to(a: Value, b: &Value, bounds: &Bounds) -> Result<Value, Fault> {
    let Value::List(mut items) = a else { return add(&a, b) };
    let more = match b {
        Value::Null => return Ok(Value::Null),
        Value::List(more) => more.as_slice(),
        item => std::slice::from_ref(item),
    };
    check_length(items.len() + more.len())?;
    match Arc::get_mut(&mut items) {
        Some(own) => more.chunks(RUN).try_for_each(|piece| bounds.check().map(|()| own.extend_from_slice(piece)))?,
        None => items = Arc::new(bounds.collect(items.iter().chain(more).cloned())?),
    }
    Ok(Value::List(items))
}

/// `a - b`: of numbers; of a point in time or a duration, by a duration.
///
/// # Errors
/// [`FaultKind::Overflow`] beyond 64 bits, [`FaultKind::Type`] for other values than numbers.
pub fn subtract(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Temporal(x), Value::Temporal(y)) => finish(temporal::subtract(x, y), &SUBTRACT, a, b),
        _ => calculate(&SUBTRACT, a, b),
    }
}

/// `a * b`: of numbers, or of a duration and a number.
///
/// # Errors
/// [`FaultKind::Overflow`] beyond 64 bits, [`FaultKind::Type`] for other values than numbers.
pub fn multiply(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Temporal(duration), number) | (number, Value::Temporal(duration)) if !number.is_null() => {
            finish(temporal::multiply(duration, number), &MULTIPLY, a, b)
        }
        _ => calculate(&MULTIPLY, a, b),
    }
}

/// `a / b`: of integers without the fraction, toward zero; of floats with infinities and NaN; of a duration by a number.
///
/// # Errors
/// [`FaultKind::DivisionByZero`] for integers, [`FaultKind::Overflow`] beyond 64 bits, [`FaultKind::Type`] for other
/// values than numbers.
pub fn divide(a: &Value, b: &Value) -> Result<Value, Fault> {
    check_divisor(a, b)?;
    match (a, b) {
        (Value::Temporal(duration), number) if !number.is_null() => {
            finish(temporal::divide(duration, number), &DIVIDE, a, b)
        }
        _ => calculate(&DIVIDE, a, b),
    }
}

/// `a % b`: what the division without fraction leaves, with the sign of `a`.
///
/// # Errors
/// [`FaultKind::DivisionByZero`] for integers, [`FaultKind::Type`] for other values than numbers.
pub fn modulo(a: &Value, b: &Value) -> Result<Value, Fault> {
    check_divisor(a, b)?;
    calculate(&MODULO, a, b)
}

/// `a ^ b`, always a float.
///
/// # Errors
/// [`FaultKind::Type`] for other values than numbers.
pub fn power(a: &Value, b: &Value) -> Result<Value, Fault> {
    match (real(a), real(b)) {
        (Some(a), Some(b)) => Ok(Value::Float((POWER.real)(a, b))),
        _ => calculate(&POWER, a, b),
    }
}

/// `-a`
///
/// # Errors
/// [`FaultKind::Overflow`] beyond 64 bits, [`FaultKind::Type`] for another value than a number.
pub fn negate(a: &Value) -> Result<Value, Fault> {
    match a {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => number.checked_neg().map(Value::Int).ok_or_else(|| overflow(&format!("-({number})"))),
        Value::Float(number) => Ok(Value::Float(-number)),
        _ => Err(Fault::new(FaultKind::Type, format!("`-` cannot negate {}", a.kind()))),
    }
}

fn calculate(operator: &Operator, a: &Value, b: &Value) -> Result<Value, Fault> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(x), Value::Int(y)) => {
            let result = (operator.whole)(*x, *y).map(Value::Int);
            result.ok_or_else(|| overflow(&format!("{x} {} {y}", operator.symbol)))
        }
        _ => match (real(a), real(b)) {
            (Some(x), Some(y)) => Ok(Value::Float((operator.real)(x, y))),
            _ => Err(refuse(operator, a, b)),
        },
    }
}

/// The result of temporal arithmetic, which may not be defined for the two types.
fn finish(result: Option<Result<Temporal, Fault>>, operator: &Operator, a: &Value, b: &Value) -> Result<Value, Fault> {
    result.unwrap_or_else(|| Err(refuse(operator, a, b))).map(Value::Temporal)
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

fn check_divisor(a: &Value, b: &Value) -> Result<(), Fault> {
    match (a, b) {
        (Value::Int(dividend), Value::Int(0)) => {
            let message = format!("the integer {dividend} is divided by zero");
            Err(Fault::new(FaultKind::DivisionByZero, message).hint("a float divided by zero is infinite or NaN"))
        }
        _ => Ok(()),
    }
}

fn refuse(operator: &Operator, a: &Value, b: &Value) -> Fault {
    let phrase = (operator.phrase)(&a.kind(), &b.kind());
    Fault::new(FaultKind::Type, format!("`{}` cannot {phrase}", operator.symbol))
}

fn overflow(expression: &str) -> Fault {
    let message = format!("`{expression}` leaves the range of integers, which have 64 bits");
    Fault::new(FaultKind::Overflow, message).hint("toFloat() on an operand gives a float, with about 16 digits")
}

fn join_lists(a: &[Value], b: &[Value]) -> Result<Value, Fault> {
    check_length(a.len() + b.len())?;
    Ok(Value::list([a, b].concat()))
}

fn check_length(length: usize) -> Result<(), Fault> {
    if length > MAX_ITEMS {
        let message = format!("a list of {length} elements is beyond the limit of {MAX_ITEMS}");
        return Err(Fault::new(FaultKind::TooLarge, message));
    }
    Ok(())
}

fn join_texts(a: &str, b: &str) -> Result<Value, Fault> {
    let length = a.len() + b.len();
    if length > MAX_TEXT {
        let message = format!("a string of {length} bytes is beyond the limit of {MAX_TEXT}");
        return Err(Fault::new(FaultKind::TooLarge, message));
    }
    Ok(Value::str([a, b].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::NodeId;

    type Binary = fn(&Value, &Value) -> Result<Value, Fault>;

    fn int(number: i64) -> Value {
        Value::Int(number)
    }
    fn float(number: f64) -> Value {
        Value::Float(number)
    }
    fn list(items: impl Into<Vec<Value>>) -> Value {
        Value::list(items.into())
    }

    #[test]
    fn operators_calculate() {
        let cases: Vec<(Binary, Value, Value, &str)> = vec![
            (add, int(1), int(2), "3"),
            (add, int(1), float(2.5), "3.5"),
            (add, Value::from("a"), Value::from("b"), "'ab'"),
            (add, Value::from("a"), int(1), "'a1'"),
            (add, int(1), Value::from("a"), "'1a'"),
            (add, Value::from("a"), float(1.0), "'a1.0'"),
            (add, float(1.5), Value::from("a"), "'1.5a'"),
            (add, list([int(1)]), list([int(2)]), "[1, 2]"),
            (add, list([int(1)]), int(2), "[1, 2]"),
            (add, int(2), list([int(1)]), "[2, 1]"),
            (add, Value::from("x"), list([]), "['x']"),
            (add, Value::Bool(true), list([]), "[true]"),
            (add, list([]), Value::Null, "null"),
            (add, Value::Null, Value::from("a"), "null"),
            (subtract, int(1), int(3), "-2"),
            (subtract, float(1.5), int(1), "0.5"),
            (multiply, int(6), int(7), "42"),
            (multiply, Value::Null, int(7), "null"),
            (divide, int(7), int(2), "3"),
            (divide, int(-7), int(2), "-3"),
            (divide, int(7), float(2.0), "3.5"),
            (divide, float(1.0), int(0), "Infinity"),
            (divide, float(0.0), float(0.0), "NaN"),
            (divide, int(1), Value::Null, "null"),
            (divide, Value::Null, int(0), "null"),
            (modulo, int(-7), int(3), "-1"),
            (modulo, int(i64::MIN), int(-1), "0"),
            (modulo, float(5.5), int(2), "1.5"),
            (modulo, float(1.0), int(0), "NaN"),
            (power, int(2), int(3), "8.0"),
            (power, int(4), float(0.5), "2.0"),
            (power, Value::Null, int(2), "null"),
        ];
        for (operator, a, b, expected) in cases {
            let result = operator(&a, &b).map(|value| value.to_literal());
            assert_eq!(result.as_deref(), Ok(expected), "{a:?} and {b:?}");
            if std::ptr::fn_addr_eq(operator, add as fn(&Value, &Value) -> Result<Value, Fault>) {
                let own = add_to(a.clone(), &b, &Bounds::default()).map(|value| value.to_literal());
                assert_eq!(own.as_deref(), Ok(expected), "{a:?} and {b:?} in place");
            }
        }
        assert_eq!(negate(&int(5)).map(|value| value.to_literal()).as_deref(), Ok("-5"));
        assert_eq!(negate(&Value::Null).map(|value| value.to_literal()).as_deref(), Ok("null"));
    }

    #[test]
    fn faults_speak_of_what_was_written() {
        let max = || int(i64::MAX);
        let node = || Value::Node(NodeId(1));
        let text = || Value::from("a");
        let beyond = "leaves the range of integers, which have 64 bits";
        let cases: Vec<(Binary, Value, Value, FaultKind, String)> = vec![
            (add, max(), int(1), FaultKind::Overflow, format!("`9223372036854775807 + 1` {beyond}")),
            (subtract, int(-2), max(), FaultKind::Overflow, format!("`-2 - 9223372036854775807` {beyond}")),
            (multiply, max(), int(2), FaultKind::Overflow, format!("`9223372036854775807 * 2` {beyond}")),
            (divide, int(i64::MIN), int(-1), FaultKind::Overflow, format!("`-9223372036854775808 / -1` {beyond}")),
            (divide, int(1), int(0), FaultKind::DivisionByZero, "the integer 1 is divided by zero".into()),
            (modulo, int(1), int(0), FaultKind::DivisionByZero, "the integer 1 is divided by zero".into()),
            (add, text(), Value::Bool(true), FaultKind::Type, "`+` cannot add a string and a boolean".into()),
            (add, node(), int(1), FaultKind::Type, "`+` cannot add a node and an integer".into()),
            (subtract, int(1), text(), FaultKind::Type, "`-` cannot subtract a string from an integer".into()),
            (multiply, text(), int(2), FaultKind::Type, "`*` cannot multiply a string by an integer".into()),
            (divide, list([]), int(0), FaultKind::Type, "`/` cannot divide a list by an integer".into()),
            (
                modulo,
                text(),
                float(0.0),
                FaultKind::Type,
                "`%` cannot take the remainder of a string by a float".into(),
            ),
            (power, text(), int(2), FaultKind::Type, "`^` cannot raise a string to an integer".into()),
        ];
        for (operator, a, b, kind, message) in cases {
            let fault = operator(&a, &b).map(|value| value.to_literal()).expect_err("it fails");
            assert_eq!((fault.kind, fault.message), (kind, message));
        }
        let fault = negate(&int(i64::MIN)).map(|value| value.to_literal()).expect_err("it fails");
        assert_eq!(fault.kind, FaultKind::Overflow);
        let fault = negate(&text()).map(|value| value.to_literal()).expect_err("it fails");
        assert_eq!(fault.message, "`-` cannot negate a string");
    }

    #[test]
    fn results_beyond_the_limits_are_refused() {
        let half = Value::list(vec![Value::Null; MAX_ITEMS / 2 + 1]);
        assert_eq!(add(&half, &half).expect_err("it is too long").kind, FaultKind::TooLarge);
        let half = Value::str("x".repeat(MAX_TEXT / 2 + 1));
        assert_eq!(add(&half, &half).expect_err("it is too long").kind, FaultKind::TooLarge);
    }
}
