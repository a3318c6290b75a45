//! How much a value holds when everything in it is written out, and how deep it is nested.
//!
//! Lists and maps share what they hold, so that a short query can make a value of a few bytes that no memory could hold
//! written out: `reduce(l = [1], x IN range(1, 60) | [l, l])`. Whatever looks at all of a value (comparing, hashing,
//! printing, dropping) takes time by its written size and stack by its depth, so both are bounded where values are built.

use super::{Fault, FaultKind, MAX_ITEMS, Value};

/// How deep lists and maps may lie in each other.
pub const MAX_DEPTH: usize = 1_000;

/// So many bytes of text count as one element.
const TEXT_UNIT: usize = 64;

/// The elements of a list or map that is being built.
#[derive(Debug, Default)]
pub struct Extent {
    elements: usize,
}

impl Extent {
    /// Counts a new element of the list or map, with all that it holds. O(elements written out), which is at most
    /// [`MAX_ITEMS`].
    ///
    /// ```
    /// use casegraph::value::{Extent, Value};
    /// let mut list = Value::list(Vec::new());
    /// let refused = (0..2_000).find(|_| {
    ///     let whole = Value::list(vec![list.clone()]);
    ///     list = whole.clone();
    ///     Extent::check(&whole).is_err()
    /// });
    /// assert_eq!(refused, Some(999));
    /// ```
    ///
    /// # Errors
    /// [`FaultKind::TooLarge`] when there are more than [`MAX_ITEMS`] or they nest deeper than [`MAX_DEPTH`].
    pub fn add(&mut self, element: &Value) -> Result<(), Fault> {
        self.count(element, 1)
    }

    /// Whether a list or map is within the limits. What it holds must have been within them before.
    ///
    /// # Errors
    /// As of [`Extent::add`].
    pub fn check(value: &Value) -> Result<(), Fault> {
        let mut extent = Self::default();
        match value {
            Value::List(items) => items.iter().try_for_each(|item| extent.add(item)),
            Value::Map(entries) => entries.values().try_for_each(|item| extent.add(item)),
            _ => Ok(()),
        }
    }

    fn count(&mut self, element: &Value, depth: usize) -> Result<(), Fault> {
        self.elements += match element {
            Value::Str(text) => 1 + text.len() / TEXT_UNIT,
            Value::Path(path) => 1 + path.steps.len(),
            _ => 1,
        };
        if self.elements > MAX_ITEMS {
            let message = format!("a value that holds more than {MAX_ITEMS} elements is beyond the limit");
            return Err(Fault::new(FaultKind::TooLarge, message));
        }
        if depth >= MAX_DEPTH && matches!(element, Value::List(_) | Value::Map(_)) {
            let message = format!("lists and maps that lie in each other {MAX_DEPTH} deep are beyond the limit");
            return Err(Fault::new(FaultKind::TooLarge, message));
        }
        match element {
            Value::List(items) => items.iter().try_for_each(|item| self.count(item, depth + 1)),
            Value::Map(entries) => entries.values().try_for_each(|item| self.count(item, depth + 1)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_parts_count_wherever_they_stand() {
        let mut list = Value::list(vec![Value::Int(1)]);
        let doublings = (0..60).take_while(|_| {
            list = Value::list(vec![list.clone(), list.clone()]);
            Extent::check(&list).is_ok()
        });
        assert_eq!(doublings.count(), 21);
    }

    #[test]
    fn long_texts_count_more_than_short_ones() {
        let text = Value::str("x".repeat(1_000_000));
        assert!(Extent::check(&Value::list(vec![text.clone(); 600])).is_ok());
        assert!(Extent::check(&Value::list(vec![text; 700])).is_err());
    }
}
