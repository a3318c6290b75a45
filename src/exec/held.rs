//! What a statement keeps in memory until it ends: rows, groups, sort keys, values seen.
//!
//! A product of two lists has more rows than any memory. The count here ends such a statement with an error before the
//! system ends the program, and at the same row on every machine.

use super::Result;
use crate::diag::{Diagnostic, codes};
use crate::value::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many values may be held at once; each takes 20 to 60 bytes.
const MOST: u64 = 50_000_000;

/// A list is counted for its first holders, and taken for shared by more.
const SHARED: usize = 4;

/// The bytes of text that weigh as much as a value.
const TEXT_UNIT: usize = 32;

/// A count of values held, to which several threads may add.
#[derive(Debug, Default)]
pub(super) struct Held(Arc<AtomicU64>);

impl Held {
    /// The same count for another thread.
    pub fn share(&self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// Counts the values of a row that is kept. O(values): what lists hold is not looked at.
    ///
    /// # Errors
    /// `E0307` beyond the limit.
    pub fn keep(&self, row: &[Value]) -> Result<()> {
        let weight = row.iter().map(weight).sum::<u64>() + 1;
        if self.0.fetch_add(weight, Ordering::Relaxed) + weight <= MOST {
            return Ok(());
        }
        let message = format!("the statement would keep more than {} million values in memory", MOST / 1_000_000);
        Err(Box::new(
            Diagnostic::error(codes::NEEDS_MORE_MEMORY, message)
                .hint("Ask for fewer rows: test earlier, group, or use LIMIT before rows are ordered or returned."),
        ))
    }
}

fn weight(value: &Value) -> u64 {
    let own = match value {
        Value::List(items) if Arc::strong_count(items) <= SHARED => items.len(),
        Value::Map(entries) if Arc::strong_count(entries) <= SHARED => 2 * entries.len(),
        Value::Path(path) if Arc::strong_count(path) <= SHARED => path.steps.len(),
        Value::Str(text) if Arc::strong_count(text) <= SHARED => text.len() / TEXT_UNIT,
        _ => 0,
    };
    own as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_counts_for_its_first_holders() {
        let held = Held::default();
        let list = Value::list(vec![Value::Null; 1_000_000]);
        let rows: Vec<Value> = (0..1_000).map(|_| list.clone()).collect();
        assert!(rows.iter().all(|row| held.keep(std::slice::from_ref(row)).is_ok()));
        let fresh = || Value::list(vec![Value::Null; 1_000_000]);
        assert_eq!((0..1_000).find(|_| held.keep(&[fresh()]).is_err()), Some(49));
    }
}
