//! The three notions of sameness.

use super::Value;
use std::cmp::Ordering;

/// `a = b` in three-valued logic.
#[must_use]
pub fn equals(_a: &Value, _b: &Value) -> Option<bool> {
    None
}

/// `a < b` and its kin: the order of two values of one comparable type, `None` (null) otherwise.
#[must_use]
pub fn compare(_a: &Value, _b: &Value) -> Option<Ordering> {
    None
}

/// ORDER BY: a total order over all values.
#[must_use]
pub fn order(_a: &Value, _b: &Value) -> Ordering {
    Ordering::Equal
}

/// A value under equivalence, as DISTINCT and grouping see it: null is null, NaN is NaN, 1 is 1.0.
#[derive(Clone, Debug)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, _other: &Self) -> bool {
        false
    }
}
impl Eq for Key {}
impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, _state: &mut H) {}
}
