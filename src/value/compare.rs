//! Comparing two values: in three-valued logic, and by the total order of ORDER BY. The table has the third notion of
//! sameness too, equivalence.
//!
//! | | null and null | NaN and NaN | 1 and 1.0 | different types |
//! |---|---|---|---|---|
//! | [`equals`] | unknown | false | true | false |
//! | [`less`] and kin | unknown | false | by value | unknown |
//! | [`order`] | same place | same place | same place | one after the other |
//! | [`Key`](super::Key) | same | same | same | different |

use super::number::compare_numbers;
use super::{Map, Temporal, Value};
use std::cmp::Ordering;

/// `a = b` in three-valued logic; `None` is null.
///
/// Lists and maps are equal when their parts are, so a null inside leaves the answer open unless another part or the
/// size already differs. Nodes, relationships and paths are equal when they are the same ones. Values of different
/// types are not equal, except that numbers are compared by what they stand for. O(size).
///
/// ```
/// use casegraph::value::{Value, equals};
/// assert_eq!(equals(&Value::Int(1), &Value::Float(1.0)), Some(true));
/// assert_eq!(equals(&Value::Int(1), &Value::from("1")), Some(false));
/// assert_eq!(equals(&Value::Null, &Value::Null), None);
/// ```
#[must_use]
pub fn equals(a: &Value, b: &Value) -> Option<bool> {
    match (a, b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Bool(a), Value::Bool(b)) => Some(a == b),
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            Some(compare_numbers(a, b) == Some(Ordering::Equal))
        }
        (Value::Str(a), Value::Str(b)) => Some(a == b),
        (Value::List(a), Value::List(b)) if a.len() == b.len() => all_equal(a.iter().zip(b.iter())),
        (Value::Map(a), Value::Map(b)) if a.keys().eq(b.keys()) => all_equal(a.values().zip(b.values())),
        (Value::Node(a), Value::Node(b)) => Some(a == b),
        (Value::Rel(a), Value::Rel(b)) => Some(a == b),
        (Value::Path(a), Value::Path(b)) => Some(a == b),
        (Value::Temporal(a), Value::Temporal(b)) => Some(a == b),
        _ => Some(false),
    }
}

fn all_equal<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut result = Some(true);
    for (a, b) in pairs {
        match equals(a, b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

/// What is known of the order of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    /// They are in this order.
    Known(Ordering),
    /// They are in no order at all, since one is NaN: every inequality is false.
    Never,
    /// It cannot be said, since one is null or they are of types that are not compared: every inequality is null.
    Unknown,
}

impl Comparison {
    fn holds(self, wanted: fn(Ordering) -> bool) -> Option<bool> {
        match self {
            Self::Known(ordering) => Some(wanted(ordering)),
            Self::Never => Some(false),
            Self::Unknown => None,
        }
    }
}

/// `a < b` in three-valued logic: false when a number is NaN, `None` when one is null or their types are not compared.
///
/// Compared are numbers with numbers, strings (by code point), booleans (`false < true`), points in time of one type,
/// and lists, whose first differing elements decide. Durations have no order, since a month is no number of days, so
/// that only equal ones are compared. O(size).
///
/// ```
/// use casegraph::value::{Value, less};
/// assert_eq!(less(&Value::Int(1), &Value::Float(1.5)), Some(true));
/// assert_eq!(less(&Value::Int(1), &Value::Float(f64::NAN)), Some(false));
/// assert_eq!(less(&Value::Int(1), &Value::from("a")), None);
/// ```
#[must_use]
pub fn less(a: &Value, b: &Value) -> Option<bool> {
    relate(a, b).holds(Ordering::is_lt)
}

/// `a <= b`, as [`less`].
#[must_use]
pub fn less_or_equal(a: &Value, b: &Value) -> Option<bool> {
    relate(a, b).holds(Ordering::is_le)
}

/// `a > b`, as [`less`].
#[must_use]
pub fn greater(a: &Value, b: &Value) -> Option<bool> {
    relate(a, b).holds(Ordering::is_gt)
}

/// `a >= b`, as [`less`].
#[must_use]
pub fn greater_or_equal(a: &Value, b: &Value) -> Option<bool> {
    relate(a, b).holds(Ordering::is_ge)
}

/// The order of two values of one comparable type, `None` when they have none: one is null or NaN, or the types differ.
///
/// The operators `<`, `<=`, `>`, `>=` are [`less`] and its kin, which tell false (NaN) from null.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match relate(a, b) {
        Comparison::Known(ordering) => Some(ordering),
        Comparison::Never | Comparison::Unknown => None,
    }
}

fn relate(a: &Value, b: &Value) -> Comparison {
    match (a, b) {
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            compare_numbers(a, b).map_or(Comparison::Never, Comparison::Known)
        }
        (Value::Str(a), Value::Str(b)) => Comparison::Known(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Comparison::Known(a.cmp(b)),
        (Value::List(a), Value::List(b)) => relate_lists(a, b),
        (Value::Temporal(a), Value::Temporal(b)) => relate_temporal(a, b),
        _ => Comparison::Unknown,
    }
}

fn relate_temporal(a: &Temporal, b: &Temporal) -> Comparison {
    let comparable = std::mem::discriminant(a) == std::mem::discriminant(b) && !matches!(a, Temporal::Duration(_));
    if comparable || a == b { Comparison::Known(a.cmp(b)) } else { Comparison::Unknown }
}

fn relate_lists(a: &[Value], b: &[Value]) -> Comparison {
    for (a, b) in a.iter().zip(b) {
        match relate(a, b) {
            Comparison::Known(Ordering::Equal) => {}
            // Elements without an order, such as maps or nodes, can still be equal, and then the next ones decide.
            Comparison::Unknown if equals(a, b) == Some(true) => {}
            decided => return decided,
        }
    }
    Comparison::Known(a.len().cmp(&b.len()))
}

/// ORDER BY: a total order over all values.
///
/// Ascending by type: maps, nodes, relationships, lists, paths, datetimes, local datetimes, dates, times, local times,
/// durations, strings, booleans, numbers, NaN, null. Maps are in the order of their size, then keys, then values; nodes
/// and relationships of their age; lists of their first differing element; durations of their average lengths. Two values are in the same place exactly when they are the same [`Key`](super::Key). O(size).
///
/// ```
/// use casegraph::value::{Value, order};
/// let mut values = vec![Value::Null, Value::Int(2), Value::from("b"), Value::Float(1.5)];
/// values.sort_by(order);
/// assert_eq!(Value::list(values).to_literal(), "['b', 1.5, 2, null]");
/// ```
#[must_use]
pub fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Map(a), Value::Map(b)) => order_maps(a, b),
        (Value::Node(a), Value::Node(b)) => a.cmp(b),
        (Value::Rel(a), Value::Rel(b)) => a.cmp(b),
        (Value::List(a), Value::List(b)) => order_all(a.iter(), b.iter()),
        (Value::Path(a), Value::Path(b)) => a.cmp(b),
        (Value::Str(a), Value::Str(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Temporal(a), Value::Temporal(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)).then_with(|| compare_numbers(a, b).unwrap_or(Ordering::Equal)),
    }
}

/// The place of a value's type among all types.
pub(super) fn rank(value: &Value) -> u8 {
    match value {
        Value::Map(_) => 0,
        Value::Node(_) => 1,
        Value::Rel(_) => 2,
        Value::List(_) => 3,
        Value::Path(_) => 4,
        Value::Temporal(_) => 5,
        Value::Str(_) => 6,
        Value::Bool(_) => 7,
        Value::Float(number) if number.is_nan() => 9,
        Value::Int(_) | Value::Float(_) => 8,
        Value::Null => 10,
    }
}

fn order_maps(a: &Map, b: &Map) -> Ordering {
    let sizes = a.len().cmp(&b.len());
    sizes.then_with(|| a.keys().cmp(b.keys())).then_with(|| order_all(a.values(), b.values()))
}

fn order_all<'a>(a: impl ExactSizeIterator<Item = &'a Value>, b: impl ExactSizeIterator<Item = &'a Value>) -> Ordering {
    let lengths = a.len().cmp(&b.len());
    let differing = a.zip(b).map(|(a, b)| order(a, b)).find(|ordering| ordering.is_ne());
    differing.unwrap_or(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
    use crate::value::{Fault, Key, NodeId, Path, RelId};
    use std::sync::Arc;

    const NAN: Value = Value::Float(f64::NAN);
    const NULL: Value = Value::Null;

    fn int(number: i64) -> Value {
        Value::Int(number)
    }
    fn float(number: f64) -> Value {
        Value::Float(number)
    }
    fn text(text: &str) -> Value {
        Value::from(text)
    }
    fn list(items: impl Into<Vec<Value>>) -> Value {
        Value::list(items.into())
    }
    fn map(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
        Value::map(entries.into_iter().map(|(key, value)| (Arc::from(key), value)).collect())
    }
    fn temporal(parsed: Result<impl Into<Value>, Fault>) -> Value {
        parsed.expect("it is in the calendar").into()
    }
    fn path(start: u32, steps: &[(u32, u32)]) -> Value {
        let steps = steps.iter().map(|(rel, node)| (RelId(*rel), NodeId(*node))).collect();
        Value::Path(Arc::new(Path { start: NodeId(start), steps }))
    }

    #[test]
    fn equality_has_three_values() {
        let one = || list([int(1)]);
        let cases = [
            (NULL, NULL, None),
            (int(1), NULL, None),
            (NAN, NAN, Some(false)),
            (NAN, text("a"), Some(false)),
            (int(1), float(1.0), Some(true)),
            (float(0.0), float(-0.0), Some(true)),
            (int(9_007_199_254_740_993), float(9_007_199_254_740_992.0), Some(false)),
            (text("1"), int(1), Some(false)),
            (list([int(1), int(2)]), one(), Some(false)),
            (list([NULL]), one(), None),
            (one(), list([int(1), NULL]), Some(false)),
            (list([int(1), int(3)]), list([NULL, text("foo")]), Some(false)),
            (list([one(), list([int(2)])]), list([one(), list([NULL])]), None),
            (list([one(), list([int(2), int(3)])]), list([one(), list([NULL])]), Some(false)),
            (map([]), map([]), Some(true)),
            (map([("a", int(1))]), map([("a", float(1.0))]), Some(true)),
            (map([("a", int(1))]), map([("b", int(1))]), Some(false)),
            (map([("a", NULL)]), map([("a", NULL)]), None),
            (map([("a", NULL), ("b", int(1))]), map([("a", NULL), ("b", int(2))]), Some(false)),
            (Value::Node(NodeId(1)), Value::Node(NodeId(1)), Some(true)),
            (Value::Node(NodeId(1)), Value::Rel(RelId(1)), Some(false)),
            (path(1, &[(5, 2)]), path(1, &[(5, 2)]), Some(true)),
            (path(1, &[(5, 2)]), path(1, &[(6, 2)]), Some(false)),
            (path(1, &[]), list([Value::Node(NodeId(1))]), Some(false)),
        ];
        for (a, b, expected) in cases {
            assert_eq!(equals(&a, &b), expected, "{a:?} = {b:?}");
            assert_eq!(equals(&b, &a), expected, "{b:?} = {a:?}");
        }
    }

    /// The answers of `<`, `<=`, `>`, `>=`.
    fn inequalities(a: &Value, b: &Value) -> [Option<bool>; 4] {
        [less(a, b), less_or_equal(a, b), greater(a, b), greater_or_equal(a, b)]
    }

    #[test]
    fn inequalities_tell_false_from_unknown() {
        const LESS: [Option<bool>; 4] = [Some(true), Some(true), Some(false), Some(false)];
        const EQUAL: [Option<bool>; 4] = [Some(false), Some(true), Some(false), Some(true)];
        const NEVER: [Option<bool>; 4] = [Some(false); 4];
        const UNKNOWN: [Option<bool>; 4] = [None; 4];
        let entry = || map([("a", int(1))]);
        let cases = [
            (int(1), float(1.5), LESS),
            (int(1), float(1.0), EQUAL),
            (NAN, int(1), NEVER),
            (NAN, NAN, NEVER),
            (NAN, text("a"), UNKNOWN),
            (text("1"), int(1), UNKNOWN),
            (NULL, int(1), UNKNOWN),
            (text("B"), text("a"), LESS),
            (Value::Bool(false), Value::Bool(true), LESS),
            (temporal(Date::parse("2024")), temporal(Date::parse("2025")), LESS),
            (temporal(Date::parse("2024")), temporal(LocalDateTime::parse("2025")), UNKNOWN),
            (temporal(Time::parse("10:00Z")), temporal(Time::parse("11:00+01:00")), LESS),
            (temporal(Duration::parse("P1D")), temporal(Duration::parse("P2D")), UNKNOWN),
            (temporal(Duration::parse("PT60S")), temporal(Duration::parse("PT1M")), EQUAL),
            (entry(), entry(), UNKNOWN),
            (Value::Node(NodeId(1)), Value::Node(NodeId(2)), UNKNOWN),
            (list([int(1)]), list([int(1), int(0)]), LESS),
            (list([int(1)]), list([int(1), NULL]), LESS),
            (list([int(1), int(2)]), list([int(1), NULL]), UNKNOWN),
            (list([int(1), text("a")]), list([int(1), NULL]), UNKNOWN),
            (list([int(1), int(2)]), list([int(3), NULL]), LESS),
            (list([entry(), int(1)]), list([entry(), int(2)]), LESS),
            (list([NAN]), list([int(2)]), NEVER),
            (list([]), list([]), EQUAL),
        ];
        for (a, b, expected) in cases {
            assert_eq!(inequalities(&a, &b), expected, "{a:?} and {b:?}");
            let [lt, le, gt, ge] = expected;
            assert_eq!(inequalities(&b, &a), [gt, ge, lt, le], "{b:?} and {a:?}");
        }
        assert_eq!(compare(&NAN, &int(1)), None);
        assert_eq!(compare(&int(1), &int(2)), Some(Ordering::Less));
    }

    /// One value of each place, in order.
    fn ladder() -> Vec<Value> {
        vec![
            map([]),
            map([("a", int(2))]),
            map([("b", int(1))]),
            map([("a", int(1)), ("b", int(1))]),
            Value::Node(NodeId(1)),
            Value::Node(NodeId(2)),
            Value::Rel(RelId(0)),
            list([]),
            list([text("a")]),
            list([text("a"), int(1)]),
            list([int(1)]),
            list([int(1), text("a")]),
            list([int(1), NULL]),
            list([NULL, int(1)]),
            path(1, &[]),
            path(1, &[(1, 2)]),
            temporal(DateTime::parse("2024-07-01T10:00Z")),
            temporal(DateTime::parse("2024-07-01T12:00+02:00")),
            temporal(DateTime::parse("2024-07-01T12:00[Europe/Paris]")),
            temporal(DateTime::parse("2024-07-01T10:01Z")),
            temporal(LocalDateTime::parse("-0001-01-01T00:00")),
            temporal(Date::parse("-0001-01-01")),
            temporal(Date::parse("2024-02-29")),
            temporal(Time::parse("11:00+01:01")),
            temporal(Time::parse("10:00Z")),
            temporal(Time::parse("11:00+01:00")),
            temporal(LocalTime::parse("00:00")),
            temporal(Duration::parse("P30D")),
            temporal(Duration::parse("P1M")),
            temporal(Duration::parse("P31D")),
            text(""),
            text(" "),
            text(".*"),
            text("one"),
            Value::Bool(false),
            Value::Bool(true),
            float(f64::NEG_INFINITY),
            int(-5),
            float(0.5),
            int(1),
            int(9_007_199_254_740_992),
            int(9_007_199_254_740_993),
            float(f64::INFINITY),
            NAN,
            NULL,
        ]
    }

    #[test]
    fn the_order_is_total_and_agrees_with_equivalence() {
        let ladder = ladder();
        for (i, a) in ladder.iter().enumerate() {
            for (j, b) in ladder.iter().enumerate() {
                assert_eq!(order(a, b), i.cmp(&j), "{a:?} and {b:?}");
                assert_eq!(Key(a.clone()) == Key(b.clone()), i == j, "{a:?} and {b:?}");
            }
        }
    }
}
