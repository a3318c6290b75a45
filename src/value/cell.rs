//! A value where it stands, for tests that copy nothing.

use super::{Key, Value};
use rustc_hash::FxHasher;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A value that is looked at in the column, frame or constant that holds it.
#[derive(Clone, Copy, Debug, Default)]
pub enum Cell<'a> {
    /// The missing value.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A text that is no value of its own.
    Text(&'a str),
    /// A text that a value shares.
    Str(&'a Arc<str>),
    /// Any other value.
    Other(&'a Value),
}

impl<'a> Cell<'a> {
    /// The text, when it is one.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is the missing value.
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value itself. O(length) for a text that no value shares.
    #[must_use]
    pub fn value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(number) => Value::Int(number),
            Self::Float(number) => Value::Float(number),
            Self::Text(text) => Value::str(text),
            Self::Str(text) => Value::Str(Arc::clone(text)),
            Self::Other(value) => value.clone(),
        }
    }

    /// `a = b`, as [`super::equals`].
    ///
    /// ```
    /// use casegraph::value::{Cell, Value};
    /// let name = Value::from("Flink");
    /// assert_eq!(Cell::from(&name).equals(Cell::Text("Flink")), Some(true));
    /// assert_eq!(Cell::Int(1).equals(Cell::Float(1.0)), Some(true));
    /// assert_eq!(Cell::Null.equals(Cell::Null), None);
    /// ```
    #[must_use]
    pub fn equals(self, other: Self) -> Option<bool> {
        if let (Some(a), Some(b)) = (self.text(), other.text()) {
            return Some(a == b);
        }
        match (self, other) {
            (Self::Null, _) | (_, Self::Null) => None,
            (Self::Int(a), Self::Int(b)) => Some(a == b),
            _ => super::equals(&self.value(), &other.value()),
        }
    }

    /// The order of two texts or two whole numbers, by which every comparison of them is decided; none for other
    /// values.
    #[must_use]
    pub fn simple_order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(&b)),
            _ => Some(self.text()?.cmp(other.text()?)),
        }
    }

    /// A number that all equal values have in common.
    #[must_use]
    pub fn digest(self) -> u32 {
        let mut hasher = FxHasher::default();
        match self.text() {
            Some(text) => text.hash(&mut hasher),
            None => Key(self.value()).hash(&mut hasher),
        }
        let hash = hasher.finish();
        (hash >> 32) as u32 ^ hash as u32
    }
}

impl<'a> From<&'a Value> for Cell<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(number) => Self::Int(*number),
            Value::Float(number) => Self::Float(*number),
            Value::Str(text) => Self::Str(text),
            other => Self::Other(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::equals;

    #[test]
    fn a_cell_compares_as_its_value() {
        let list = Value::list(vec![Value::Int(1), Value::Null]);
        let texts = ["", "a", "b"].map(Value::from);
        let plain = [Value::Null, Value::Bool(true), Value::Int(1), Value::Float(1.0), Value::Float(f64::NAN), list];
        let values: Vec<Value> = plain.into_iter().chain(texts).collect();
        for a in &values {
            for b in &values {
                let (left, right) = (Cell::from(a), Cell::from(b));
                let inside = match right {
                    Cell::Str(text) => Cell::Text(text),
                    other => other,
                };
                assert_eq!(left.equals(right), equals(a, b), "{a:?} and {b:?}");
                assert_eq!(left.equals(inside), equals(a, b), "{a:?} and {b:?}");
                if equals(a, b) == Some(true) {
                    assert_eq!(left.digest(), inside.digest(), "{a:?} and {b:?}");
                }
                if let Some(order) = left.simple_order(inside) {
                    assert_eq!(order, super::super::order(a, b));
                }
                assert!(equals(&left.value(), a) == equals(a, a));
            }
        }
    }
}
