//! Functions of numbers.

use super::argument::{At, any_null, count, number as real, overflow, wrong_type};
use super::signature::{boolean, float, integer, number, param};
use super::{Context, Function, Param};
use crate::value::{Fault, Type, Value};
use std::f64::consts::{E, PI};

const NUMBER: Param = param("number", number);
const ANGLE: Param = param("radians", number);

/// The rows of the table.
pub(super) static FUNCTIONS: &[Function] = &[
    Function::new("abs", &[NUMBER], number, abs).about("The number without its sign.").example("abs(-5)", "5"),
    Function::new("sign", &[NUMBER], integer, sign)
        .about("The sign of the number: -1, 0 or 1; null for NaN.")
        .example("sign(-5)", "-1"),
    Function::new("ceil", &[NUMBER], float, |_, args| apply("ceil", args, f64::ceil))
        .about("The smallest whole number that is not below the number.")
        .example("ceil(1.2)", "2.0"),
    Function::new("floor", &[NUMBER], float, |_, args| apply("floor", args, f64::floor))
        .about("The largest whole number that is not above the number.")
        .example("floor(1.8)", "1.0"),
    Function::new("round", &[NUMBER, param("precision", integer)], float, round)
        .optional(1)
        .about("The nearest whole number, or the nearest with so many decimals; of two as near, the larger.")
        .example("round(3.14159, 2)", "3.14"),
    Function::new("sqrt", &[NUMBER], float, |_, args| apply("sqrt", args, f64::sqrt))
        .about("The square root, NaN for a negative number.")
        .example("sqrt(16)", "4.0"),
    Function::new("exp", &[NUMBER], float, |_, args| apply("exp", args, f64::exp))
        .about("The number e raised to this power.")
        .example("exp(0)", "1.0"),
    Function::new("log", &[NUMBER], float, |_, args| apply("log", args, f64::ln))
        .about("The natural logarithm.")
        .example("log(1)", "0.0"),
    Function::new("log10", &[NUMBER], float, |_, args| apply("log10", args, f64::log10))
        .about("The logarithm to base 10.")
        .example("log10(100)", "2.0"),
    Function::new("e", &[], float, |_, _| Ok(Value::Float(E)))
        .about("The base of the natural logarithm.")
        .example("e()", "2.718281828459045"),
    Function::new("pi", &[], float, |_, _| Ok(Value::Float(PI)))
        .about("The ratio of a circle's circumference to its diameter.")
        .example("pi()", "3.141592653589793"),
    Function::new("rand", &[], float, |_, _| Ok(Value::Float(fastrand::f64())))
        .about("A random number from 0 up to, but not including, 1; another one at every call.")
        .example("rand() < 1", "true"),
    Function::new("isNaN", &[NUMBER], boolean, is_nan)
        .about("Whether the number is NaN, the result of a calculation without one.")
        .example("isNaN(0.0 / 0.0)", "true"),
    Function::new("sin", &[ANGLE], float, |_, args| apply("sin", args, f64::sin))
        .about("The sine of an angle.")
        .example("sin(0)", "0.0"),
    Function::new("cos", &[ANGLE], float, |_, args| apply("cos", args, f64::cos))
        .about("The cosine of an angle.")
        .example("cos(0)", "1.0"),
    Function::new("tan", &[ANGLE], float, |_, args| apply("tan", args, f64::tan))
        .about("The tangent of an angle.")
        .example("tan(0)", "0.0"),
    Function::new("cot", &[ANGLE], float, |_, args| apply("cot", args, |angle| 1.0 / angle.tan()))
        .about("The cotangent of an angle.")
        .example("cot(0)", "Infinity"),
    Function::new("asin", &[NUMBER], float, |_, args| apply("asin", args, f64::asin))
        .about("The angle of this sine.")
        .example("asin(0)", "0.0"),
    Function::new("acos", &[NUMBER], float, |_, args| apply("acos", args, f64::acos))
        .about("The angle of this cosine.")
        .example("acos(1)", "0.0"),
    Function::new("atan", &[NUMBER], float, |_, args| apply("atan", args, f64::atan))
        .about("The angle of this tangent.")
        .example("atan(0)", "0.0"),
    Function::new("atan2", &[param("y", number), param("x", number)], float, atan2)
        .about("The angle between the x axis and the line to a point.")
        .example("atan2(0, 1)", "0.0"),
    Function::new("degrees", &[ANGLE], float, |_, args| apply("degrees", args, f64::to_degrees))
        .about("An angle in degrees.")
        .example("degrees(pi())", "180.0"),
    Function::new("radians", &[param("degrees", number)], float, |_, args| apply("radians", args, f64::to_radians))
        .about("An angle given in degrees, in radians.")
        .example("radians(180)", "3.141592653589793"),
    Function::new("haversin", &[ANGLE], float, |_, args| apply("haversin", args, |angle| (1.0 - angle.cos()) / 2.0))
        .about("Half the versine of an angle, for distances on a sphere.")
        .example("haversin(0)", "0.0"),
];

/// Applies `work` to the only argument.
fn apply(name: &'static str, args: &[Value], work: fn(f64) -> f64) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    Ok(Value::Float(work(real(At(name, ""), &args[0])?)))
}

fn abs(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    match &args[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => {
            number.checked_abs().map(Value::Int).ok_or_else(|| overflow("abs", &format!("abs({number})")))
        }
        Value::Float(number) => Ok(Value::Float(number.abs())),
        other => Err(wrong_type(At("abs", ""), &Type::Number, other)),
    }
}

fn sign(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    match &args[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => Ok(Value::Int(number.signum())),
        Value::Float(number) => {
            let order = number.partial_cmp(&0.0);
            Ok(order.map_or(Value::Null, |order| Value::Int(order as i64)))
        }
        other => Err(wrong_type(At("sign", ""), &Type::Number, other)),
    }
}

fn is_nan(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    Ok(Value::Bool(real(At("isNaN", ""), &args[0])?.is_nan()))
}

fn atan2(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let y = real(At("atan2", "y"), &args[0])?;
    let x = real(At("atan2", "x"), &args[1])?;
    Ok(Value::Float(y.atan2(x)))
}

fn round(_: &Context<'_>, args: &[Value]) -> Result<Value, Fault> {
    if any_null(args) {
        return Ok(Value::Null);
    }
    let number = real(At("round", "number"), &args[0])?;
    let precision = args.get(1).map_or(Ok(0), |precision| count(At("round", "precision"), precision))?;
    Ok(Value::Float(if precision == 0 { round_whole(number) } else { round_decimal(number, precision) }))
}

/// The nearest whole number; a half goes up. (`(number + 0.5).floor()` would round 0.49999999999999994 up too.)
fn round_whole(number: f64) -> f64 {
    let below = number.floor();
    if number - below >= 0.5 { below + 1.0 } else { below }
}

/// The nearest number with so many decimals; a half goes up.
///
/// It goes by the digits that the number is written with: 1.15 is rounded to 1.2, though the float behind it is a little
/// less than that.
fn round_decimal(number: f64, precision: usize) -> f64 {
    let written = number.abs().to_string();
    let Some((whole, fraction)) = written.split_once('.') else { return number };
    let Some(dropped) = fraction.get(precision..).filter(|dropped| !dropped.is_empty()) else { return number };
    let is_half = dropped == "5";
    let away_from_zero = dropped.as_bytes()[0] >= b'5' && !(is_half && number < 0.0);
    let mut digits = [whole.as_bytes(), &fraction.as_bytes()[..precision]].concat();
    if away_from_zero {
        increment(&mut digits);
    }
    let (whole, fraction) = digits.split_at(digits.len() - precision);
    let text = format!("{}.{}", String::from_utf8_lossy(whole), String::from_utf8_lossy(fraction));
    let magnitude: f64 = text.parse().expect("digits around a point are a number");
    magnitude.copysign(number)
}

/// Adds one to the last of some decimal digits.
fn increment(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, fault, run, text};
    use super::*;
    use crate::value::FaultKind;

    #[test]
    fn numbers_are_rounded() {
        let whole =
            [(1.5, 2.0), (-1.5, -1.0), (0.499_999_999_999_999_94, 0.0), (2.4, 2.0), (-2.6, -3.0), (1e300, 1e300)];
        for (number, expected) in whole {
            assert_eq!(round_whole(number).to_bits(), f64::to_bits(expected), "{number}");
        }
        let decimal = [
            (1.249, 1, 1.2),
            (-1.251, 1, -1.3),
            (1.25, 1, 1.3),
            (-1.35, 1, -1.3),
            (1.15, 1, 1.2),
            (9.999, 2, 10.0),
            (0.1, 5, 0.1),
            (5.0, 2, 5.0),
            (1e-10, 3, 0.0),
            (f64::INFINITY, 2, f64::INFINITY),
            (2.5, usize::MAX, 2.5),
        ];
        for (number, precision, expected) in decimal {
            assert_eq!(round_decimal(number, precision), expected, "{number}");
        }
        check(&[
            ("round", vec![Value::Int(3)], "3.0"),
            ("round", vec![Value::Float(f64::NAN)], "NaN"),
            ("round", vec![Value::Float(2.345), Value::Null], "null"),
        ]);
        let negative = fault("round", &[Value::Float(1.5), Value::Int(-1)]);
        assert_eq!(negative.message, "round() needs a `precision` from 0 up, this is -1");
    }

    #[test]
    fn integers_stay_integers_where_they_can() {
        check(&[
            ("abs", vec![Value::Int(-1)], "1"),
            ("abs", vec![Value::Float(-1.5)], "1.5"),
            ("sign", vec![Value::Float(-0.5)], "-1"),
            ("sign", vec![Value::Float(-0.0)], "0"),
            ("sign", vec![Value::Float(f64::NAN)], "null"),
            ("ceil", vec![Value::Int(2)], "2.0"),
            ("isNaN", vec![Value::Int(2)], "false"),
            ("sqrt", vec![Value::Int(-1)], "NaN"),
            ("log", vec![Value::Int(0)], "-Infinity"),
            ("atan2", vec![Value::Int(1), Value::Null], "null"),
        ]);
        assert_eq!(fault("abs", &[Value::Int(i64::MIN)]).kind, FaultKind::Overflow);
    }

    #[test]
    fn every_function_knows_null_and_refuses_strings() {
        for row in FUNCTIONS.iter().filter(|row| !row.params.is_empty()) {
            let nulls = vec![Value::Null; row.params.len()];
            check(&[(row.name, nulls, "null")]);
            let texts = vec![text("1"); row.params.len()];
            assert_eq!(fault(row.name, &texts).kind, FaultKind::ArgumentType, "{}", row.name);
        }
    }

    #[test]
    fn random_numbers_are_in_range() {
        for _ in 0..100 {
            let Ok(Value::Float(number)) = run("rand", &[]) else { panic!("a float") };
            assert!((0.0..1.0).contains(&number));
        }
    }
}
