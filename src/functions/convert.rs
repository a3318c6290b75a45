//! Functions from one type to another.
//!
//! What has no meaning in the other type, such as the string `'many'` as an integer, is null. A value of a type that is
//! never converted, such as a list, is a fault; the variants `…OrNull` give null for it too.

use super::Function;
use super::argument::{At, overflow, wrong_type};
use super::signature::{any, boolean, float, integer, list, param, string, strings};
use crate::value::{Fault, Type, Value, format_float};

/// The rows of the table.
pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("toBoolean", &[param("value", boolean_source)], boolean, |_, args| to_boolean("toBoolean", &args[0]))
        .about("The boolean that a string spells in any case; of integers, 0 is false and the others are true.")
        .example("toBoolean('TRUE')", "true"),
    Function::new("toBooleanOrNull", &[param("value", any)], boolean, |_, args| or_null(to_boolean, &args[0]))
        .about("As toBoolean(), but null for a value that cannot be converted.")
        .example("toBooleanOrNull([])", "null"),
    Function::new("toInteger", &[param("value", integer_source)], integer, |_, args| to_integer("toInteger", &args[0]))
        .about("The integer that a string spells, or a number without its fraction; true is 1 and false 0.")
        .example("toInteger('2011')", "2011"),
    Function::new("toIntegerOrNull", &[param("value", any)], integer, |_, args| or_null(to_integer, &args[0]))
        .about("As toInteger(), but null for a value that cannot be converted.")
        .example("toIntegerOrNull([])", "null"),
    Function::new("toFloat", &[param("value", float_source)], float, |_, args| to_float("toFloat", &args[0]))
        .about("The float that a string spells, or that an integer stands for.")
        .example("toFloat('1.5')", "1.5"),
    Function::new("toFloatOrNull", &[param("value", any)], float, |_, args| or_null(to_float, &args[0]))
        .about("As toFloat(), but null for a value that cannot be converted.")
        .example("toFloatOrNull([])", "null"),
    Function::new("toString", &[param("value", string_source)], string, |_, args| to_string("toString", &args[0]))
        .about("The text of a number, boolean or temporal value.")
        .example("toString(1.0)", "'1.0'"),
    Function::new("toStringOrNull", &[param("value", any)], string, |_, args| or_null(to_string, &args[0]))
        .about("As toString(), but null for a value that cannot be converted.")
        .example("toStringOrNull([])", "null"),
    Function::new("toBooleanList", &[param("list", list)], booleans, |_, args| {
        each("toBooleanList", to_boolean, &args[0])
    })
    .about("Each element of a list as by toBoolean(), or null where it cannot be converted.")
    .example("toBooleanList(['true', 1, 'x'])", "[true, true, null]"),
    Function::new("toIntegerList", &[param("list", list)], integers, |_, args| {
        each("toIntegerList", to_integer, &args[0])
    })
    .about("Each element of a list as by toInteger(), or null where it cannot be converted.")
    .example("toIntegerList(['1', 2.5, 'x'])", "[1, 2, null]"),
    Function::new("toFloatList", &[param("list", list)], floats, |_, args| each("toFloatList", to_float, &args[0]))
        .about("Each element of a list as by toFloat(), or null where it cannot be converted.")
        .example("toFloatList(['1.5', 2])", "[1.5, 2.0]"),
    Function::new("toStringList", &[param("list", list)], strings, |_, args| each("toStringList", to_string, &args[0]))
        .about("Each element of a list as by toString(), or null where it cannot be converted.")
        .example("toStringList([1, true, 'x'])", "['1', 'true', 'x']"),
];

fn booleans() -> Type {
    Type::list(Type::Bool)
}
fn integers() -> Type {
    Type::list(Type::Int)
}
fn floats() -> Type {
    Type::list(Type::Float)
}
fn boolean_source() -> Type {
    Type::OneOf(vec![Type::Bool, Type::Int, Type::Str])
}
fn integer_source() -> Type {
    Type::OneOf(vec![Type::Number, Type::Str, Type::Bool])
}
fn float_source() -> Type {
    Type::OneOf(vec![Type::Number, Type::Str])
}
fn string_source() -> Type {
    let mut types = vec![Type::Str, Type::Number, Type::Bool];
    types.extend(Type::TEMPORAL);
    Type::OneOf(types)
}

type Conversion = fn(&'static str, &Value) -> Result<Value, Fault>;

/// Makes a null of a conversion that fails.
fn or_null(convert: Conversion, value: &Value) -> Result<Value, Fault> {
    Ok(convert("", value).unwrap_or_default())
}

/// Converts every element of a list.
fn each(name: &'static str, convert: Conversion, value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::List(items) => {
            items.iter().map(|item| or_null(convert, item)).collect::<Result<_, _>>().map(Value::list)
        }
        _ => Err(wrong_type(At(name, ""), &list(), value)),
    }
}

fn to_boolean(name: &'static str, value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Null | Value::Bool(_) => Ok(value.clone()),
        Value::Int(number) => Ok(Value::Bool(*number != 0)),
        Value::Str(text) => {
            let text = text.trim();
            let spelled = [true, false].into_iter().find(|each| text.eq_ignore_ascii_case(&each.to_string()));
            Ok(spelled.into())
        }
        _ => Err(wrong_type(At(name, ""), &boolean_source(), value)),
    }
}

fn to_integer(name: &'static str, value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Null | Value::Int(_) => Ok(value.clone()),
        Value::Bool(value) => Ok(Value::Int(i64::from(*value))),
        Value::Float(number) => truncate(name, *number),
        Value::Str(text) => {
            let text = text.trim();
            match text.parse() {
                Ok(number) => Ok(Value::Int(number)),
                Err(_) => parse_float(text).map_or(Ok(Value::Null), |number| truncate(name, number)),
            }
        }
        _ => Err(wrong_type(At(name, ""), &integer_source(), value)),
    }
}

/// A number without its fraction; NaN, which is no number, has no integer.
fn truncate(name: &str, number: f64) -> Result<Value, Fault> {
    if number.is_nan() {
        return Ok(Value::Null);
    }
    let whole = number.trunc();
    // The bounds are powers of two, and so exact as floats.
    if whole >= -(2_f64.powi(63)) && whole < 2_f64.powi(63) {
        Ok(Value::Int(whole as i64))
    } else {
        Err(overflow(name, &format_float(number)))
    }
}

fn to_float(name: &'static str, value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Null | Value::Float(_) => Ok(value.clone()),
        Value::Int(number) => Ok(Value::Float(*number as f64)),
        Value::Str(text) => Ok(parse_float(text.trim()).map_or(Value::Null, Value::Float)),
        _ => Err(wrong_type(At(name, ""), &float_source(), value)),
    }
}

/// Reads digits, or one of the three words that [`format_float`] writes.
fn parse_float(text: &str) -> Option<f64> {
    let spelled = text.contains(|letter: char| letter.is_alphabetic() && !matches!(letter, 'e' | 'E'));
    if spelled && !matches!(text, "NaN" | "Infinity" | "-Infinity") {
        return None;
    }
    text.parse().ok()
}

fn to_string(name: &'static str, value: &Value) -> Result<Value, Fault> {
    match value {
        Value::Null | Value::Str(_) => Ok(value.clone()),
        Value::Int(number) => Ok(Value::str(number.to_string())),
        Value::Float(number) => Ok(Value::str(format_float(*number))),
        Value::Bool(value) => Ok(Value::str(value.to_string())),
        Value::Temporal(temporal) => Ok(Value::str(temporal.to_string())),
        _ => Err(wrong_type(At(name, ""), &string_source(), value)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, fault, list, text};
    use crate::value::{FaultKind, NodeId, Value};

    #[test]
    fn values_are_converted() {
        check(&[
            ("toBoolean", vec![text(" False ")], "false"),
            ("toBoolean", vec![text("yes")], "null"),
            ("toBoolean", vec![text("")], "null"),
            ("toBoolean", vec![Value::Int(2)], "true"),
            ("toBoolean", vec![Value::Null], "null"),
            ("toInteger", vec![Value::Float(82.9)], "82"),
            ("toInteger", vec![Value::Float(-82.9)], "-82"),
            ("toInteger", vec![text("42")], "42"),
            ("toInteger", vec![text("82.9")], "82"),
            ("toInteger", vec![text("1e3")], "1000"),
            ("toInteger", vec![text("foo")], "null"),
            ("toInteger", vec![text("")], "null"),
            ("toInteger", vec![text("inf")], "null"),
            ("toInteger", vec![Value::Float(f64::NAN)], "null"),
            ("toInteger", vec![Value::Bool(true)], "1"),
            ("toFloat", vec![Value::Int(3)], "3.0"),
            ("toFloat", vec![text("5")], "5.0"),
            ("toFloat", vec![text("foo")], "null"),
            ("toFloat", vec![text("inf")], "null"),
            ("toFloat", vec![text("NaN")], "NaN"),
            ("toFloat", vec![text("-Infinity")], "-Infinity"),
            ("toString", vec![Value::Float(2.3)], "'2.3'"),
            ("toString", vec![Value::Int(42)], "'42'"),
            ("toString", vec![Value::Bool(true)], "'true'"),
            ("toString", vec![text("x")], "'x'"),
            ("toIntegerOrNull", vec![Value::Float(1e300)], "null"),
            ("toBooleanOrNull", vec![Value::Float(1.0)], "null"),
            ("toFloatOrNull", vec![Value::Bool(true)], "null"),
            ("toStringOrNull", vec![Value::Node(NodeId(0))], "null"),
        ]);
    }

    #[test]
    fn lists_are_converted_element_by_element() {
        let mixed = || list([text("1"), Value::Float(2.5), Value::Null, list([]), text("x")]);
        check(&[
            ("toIntegerList", vec![mixed()], "[1, 2, null, null, null]"),
            ("toFloatList", vec![mixed()], "[1.0, 2.5, null, null, null]"),
            ("toStringList", vec![mixed()], "['1', '2.5', null, null, 'x']"),
            ("toBooleanList", vec![list([text("true"), Value::Int(0)])], "[true, false]"),
            ("toIntegerList", vec![Value::Null], "null"),
        ]);
        assert_eq!(fault("toIntegerList", &[Value::Int(1)]).kind, FaultKind::ArgumentType);
    }

    #[test]
    fn other_types_are_refused() {
        for value in [list([]), Value::map(Default::default()), Value::Node(NodeId(0))] {
            for name in ["toBoolean", "toInteger", "toFloat", "toString"] {
                assert_eq!(fault(name, std::slice::from_ref(&value)).kind, FaultKind::ArgumentType, "{name}");
            }
        }
        assert_eq!(fault("toFloat", &[Value::Bool(true)]).kind, FaultKind::ArgumentType);
        let message = "toBoolean() needs a boolean, an integer or a string, this is a float";
        assert_eq!(fault("toBoolean", &[Value::Float(1.0)]).message, message);
        let beyond = fault("toInteger", &[text("9223372036854775808")]);
        assert_eq!(beyond.kind, FaultKind::Overflow);
    }
}
