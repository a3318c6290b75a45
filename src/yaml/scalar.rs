//! Plain text → null, boolean, number or text, by the core schema of YAML 1.2.

use super::Scalar;
use std::sync::Arc;

/// What an unquoted text means.
pub(super) fn resolve(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "true" | "True" | "TRUE" => Scalar::Bool(true),
        "false" | "False" | "FALSE" => Scalar::Bool(false),
        _ => number(text).unwrap_or_else(|| Scalar::Text(Arc::from(text))),
    }
}

/// The number that a text is: `12`, `-1`, `0o17`, `0xff`, `1.5e3`, `.inf`, `.nan`.
pub(super) fn number(text: &str) -> Option<Scalar> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let first = *digits.as_bytes().first()?;
    if !(first.is_ascii_digit() || first == b'.') {
        return None;
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return radix(octal, 8);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return radix(hexadecimal, 16);
    }
    match digits {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Scalar::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if digits.len() == text.len() => return Some(Scalar::Float(f64::NAN)),
        _ => {}
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().map_or_else(|_| Scalar::Float(text.parse().unwrap_or(f64::INFINITY)), Scalar::Int));
    }
    is_decimal(digits).then(|| text.parse().ok().map(Scalar::Float)).flatten()
}

/// Digits to a base; a sign is not allowed there.
fn radix(digits: &str, base: u32) -> Option<Scalar> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    let exact = i64::from_str_radix(digits, base).map(Scalar::Int);
    Some(exact.unwrap_or_else(|_| {
        let value = digits.chars().filter_map(|digit| digit.to_digit(base));
        Scalar::Float(value.fold(0.0, |sum, digit| sum * f64::from(base) + f64::from(digit)))
    }))
}

/// Whether it has the shape `1.`, `.5`, `1.5` or `1e3`. What else the standard library would take for a float, such as
/// `infinity`, does not begin like a number.
fn is_decimal(digits: &str) -> bool {
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (digits, None),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && all_digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_mean_what_the_core_schema_says() {
        for (text, meaning) in [
            ("", Scalar::Null),
            ("~", Scalar::Null),
            ("null", Scalar::Null),
            ("nULL", Scalar::Text("nULL".into())),
            ("TRUE", Scalar::Bool(true)),
            ("false", Scalar::Bool(false)),
            ("no", Scalar::Text("no".into())),
            ("on", Scalar::Text("on".into())),
            ("010", Scalar::Int(10)),
            ("0o10", Scalar::Int(8)),
            ("0xFF", Scalar::Int(255)),
            ("-0xFF", Scalar::Text("-0xFF".into())),
            ("0b11", Scalar::Text("0b11".into())),
            ("-7", Scalar::Int(-7)),
            ("+7", Scalar::Int(7)),
            ("9223372036854775807", Scalar::Int(i64::MAX)),
            ("9223372036854775808", Scalar::Float(9_223_372_036_854_775_808.0)),
            ("1.5", Scalar::Float(1.5)),
            ("1.", Scalar::Float(1.0)),
            (".5", Scalar::Float(0.5)),
            ("-1e3", Scalar::Float(-1000.0)),
            ("1e", Scalar::Text("1e".into())),
            (".", Scalar::Text(".".into())),
            ("+", Scalar::Text("+".into())),
            ("1_000", Scalar::Text("1_000".into())),
            ("2020-01-01", Scalar::Text("2020-01-01".into())),
            ("1:30", Scalar::Text("1:30".into())),
            ("-.inf", Scalar::Float(f64::NEG_INFINITY)),
            ("+.nan", Scalar::Text("+.nan".into())),
            ("inf", Scalar::Text("inf".into())),
        ] {
            assert_eq!(resolve(text), meaning, "{text:?}");
        }
        assert!(matches!(resolve(".nan"), Scalar::Float(value) if value.is_nan()));
    }
}
