//! Whole and floating-point numbers side by side: exact comparison, without turning one into the other and losing digits.
//!
//! Above 2^53 not every integer is a float, so `9007199254740993 as f64` is another number. Two numbers are therefore
//! compared by the values they stand for.

use super::Value;
use std::cmp::Ordering;

/// 2^63, the first float beyond the integers.
const BEYOND_INTEGERS: f64 = 9_223_372_036_854_775_808.0;

/// Compares two numbers by their mathematical values; `None` when one of them is NaN, or no number.
pub(super) fn compare_numbers(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => compare_mixed(*a, *b),
        (Value::Float(a), Value::Int(b)) => compare_mixed(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

/// The integer that a float stands for exactly, if there is one of 64 bits.
pub(super) fn as_integer(number: f64) -> Option<i64> {
    let inside = (-BEYOND_INTEGERS..BEYOND_INTEGERS).contains(&number);
    (inside && number.fract() == 0.0).then_some(number as i64)
}

fn compare_mixed(whole: i64, real: f64) -> Option<Ordering> {
    if real.is_nan() {
        return None;
    }
    if real >= BEYOND_INTEGERS {
        return Some(Ordering::Less);
    }
    if real < -BEYOND_INTEGERS {
        return Some(Ordering::Greater);
    }
    // The truncated float is an integer of 64 bits, so nothing is lost here; the fraction only decides ties.
    let parts = whole.cmp(&(real.trunc() as i64));
    Some(parts.then_with(|| 0.0_f64.total_cmp(&(real.fract() + 0.0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_floats_compare_exactly() {
        let cases = [
            (9_007_199_254_740_993, 9_007_199_254_740_992.0, Ordering::Greater),
            (9_007_199_254_740_992, 9_007_199_254_740_992.0, Ordering::Equal),
            (i64::MAX, BEYOND_INTEGERS, Ordering::Less),
            (i64::MIN, -BEYOND_INTEGERS, Ordering::Equal),
            (i64::MIN, f64::NEG_INFINITY, Ordering::Greater),
            (i64::MAX, f64::INFINITY, Ordering::Less),
            (0, -0.0, Ordering::Equal),
            (0, 0.5, Ordering::Less),
            (0, -0.5, Ordering::Greater),
            (-1, -1.5, Ordering::Greater),
            (-2, -1.5, Ordering::Less),
            (7, 7.0, Ordering::Equal),
        ];
        for (whole, real, expected) in cases {
            assert_eq!(compare_mixed(whole, real), Some(expected), "{whole} and {real}");
        }
        assert_eq!(compare_mixed(1, f64::NAN), None);
    }

    #[test]
    fn only_whole_floats_in_range_are_integers() {
        assert_eq!(as_integer(-0.0), Some(0));
        assert_eq!(as_integer(3.0), Some(3));
        assert_eq!(as_integer(-BEYOND_INTEGERS), Some(i64::MIN));
        for number in [0.5, BEYOND_INTEGERS, f64::NAN, f64::INFINITY] {
            assert_eq!(as_integer(number), None, "{number}");
        }
    }
}
