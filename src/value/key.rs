//! Equivalence: which values DISTINCT and grouping take for one.

use super::Value;
use super::compare::{order, rank};
use super::number::as_integer;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A value under equivalence, as DISTINCT and grouping see it: null is null, NaN is NaN, 1 is 1.0. Comparing and
/// hashing are O(size).
///
/// ```
/// use casegraph::value::{Key, Value};
/// assert_eq!(Key(Value::Null), Key(Value::Null));
/// assert_eq!(Key(Value::Int(1)), Key(Value::Float(1.0)));
/// assert_ne!(Key(Value::Int(1)), Key(Value::from("1")));
/// ```
#[derive(Clone, Debug)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}
impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        feed(&self.0, state);
    }
}

impl Key {
    /// Whether two values are one under equivalence, without keys made of them.
    #[must_use]
    pub fn same(a: &Value, b: &Value) -> bool {
        same(a, b)
    }

    /// Hashes a value so that equivalent ones hash alike.
    pub fn feed<H: Hasher>(value: &Value, state: &mut H) {
        feed(value, state);
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Node(a), Value::Node(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => a == b,
        (Value::List(a), Value::List(b)) => {
            Arc::ptr_eq(a, b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b)))
        }
        (Value::Map(a), Value::Map(b)) => {
            Arc::ptr_eq(a, b)
                || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.0 == b.0 && same(a.1, b.1)))
        }
        (Value::Path(a), Value::Path(b)) => a == b,
        _ => order(a, b).is_eq(),
    }
}

/// Hashes a value so that equivalent ones hash alike: a float that stands for an integer as that integer, and every NaN
/// as one.
fn feed<H: Hasher>(value: &Value, state: &mut H) {
    rank(value).hash(state);
    match value {
        Value::Null => {}
        Value::Bool(value) => value.hash(state),
        Value::Int(number) => number.hash(state),
        Value::Float(number) if number.is_nan() => {}
        Value::Float(number) => match as_integer(*number) {
            Some(whole) => whole.hash(state),
            None => number.to_bits().hash(state),
        },
        Value::Str(text) => text.hash(state),
        Value::List(items) => {
            items.len().hash(state);
            items.iter().for_each(|item| feed(item, state));
        }
        Value::Map(entries) => {
            entries.len().hash(state);
            for (key, value) in entries.iter() {
                key.hash(state);
                feed(value, state);
            }
        }
        Value::Node(node) => node.hash(state),
        Value::Rel(rel) => rel.hash(state),
        Value::Path(path) => path.hash(state),
        Value::Temporal(temporal) => temporal.hash(state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxBuildHasher;
    use std::hash::BuildHasher;

    fn hash(value: &Value) -> u64 {
        FxBuildHasher.hash_one(Key(value.clone()))
    }

    #[test]
    fn equivalent_values_hash_alike() {
        let list = |number: Value| Value::list(vec![number, Value::Null]);
        let map = |number: f64| Value::map([(Arc::from("a"), Value::Float(number))].into());
        let pairs = [
            (Value::Int(1), Value::Float(1.0)),
            (Value::Float(0.0), Value::Float(-0.0)),
            (Value::Int(0), Value::Float(-0.0)),
            (Value::Float(f64::NAN), Value::Float(-f64::NAN)),
            (Value::Null, Value::Null),
            (list(Value::Int(1)), list(Value::Float(1.0))),
            (map(f64::NAN), map(f64::NAN)),
        ];
        for (a, b) in pairs {
            assert_eq!(Key(a.clone()), Key(b.clone()));
            assert_eq!(hash(&a), hash(&b), "{a:?} and {b:?}");
            assert!(order(&a, &b).is_eq());
        }
    }

    #[test]
    fn other_values_are_kept_apart() {
        let large = (Value::Int(9_007_199_254_740_993), Value::Float(9_007_199_254_740_992.0));
        let one_and_text = (Value::Int(1), Value::from("1"));
        let lists = (Value::list(vec![]), Value::list(vec![Value::Null]));
        for (a, b) in [large, one_and_text, lists] {
            assert_ne!(Key(a), Key(b));
        }
    }
}
