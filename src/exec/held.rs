//! What a statement keeps in memory: rows, groups, sort keys, values seen. Each operator has an account of its own, which
//! is closed when the operator is done.

use super::{Result, Run, without_place};
use crate::value::{Bounds, Value, footprint};

/// A row and the entry of a table that leads to it.
const ROW: u64 = 40;

/// A value that takes no more is not worth an entry in the accounts while it is only passed on.
const SMALL: u64 = 4_096;

/// The account of an operator.
#[derive(Debug)]
pub(super) struct Held<'b>(crate::value::Held<'b>);

impl<'b> Held<'b> {
    pub fn new(bounds: &'b Bounds) -> Self {
        Self(bounds.hold())
    }

    /// Counts the values of a row that is kept. O(values not shared with many others).
    ///
    /// # Errors
    /// `E0307` beyond the limit.
    pub fn keep(&self, row: &[Value]) -> Result<()> {
        self.bytes(ROW + row.iter().map(footprint).sum::<u64>())
    }

    /// Counts bytes that are kept.
    pub fn bytes(&self, bytes: u64) -> Result<()> {
        self.0.keep(bytes).map_err(without_place)
    }

    /// Counts so many bytes less.
    pub fn release(&self, bytes: u64) {
        self.0.release(bytes);
    }

    /// Counts a value that lives while the operators after this one run, if it is large.
    #[inline]
    pub fn pass(&self, value: &Value) -> Result<()> {
        if matches!(value, Value::List(_) | Value::Map(_) | Value::Str(_) | Value::Path(_)) {
            let bytes = footprint(value);
            if bytes > SMALL {
                return self.bytes(bytes);
            }
        }
        Ok(())
    }

    /// Counts so many bytes in all.
    pub fn total(&self, bytes: u64) -> Result<()> {
        self.0.set(bytes).map_err(without_place)
    }

    /// Counts what another account holds in this one.
    pub fn absorb(&self, other: Self) {
        self.0.absorb(other.0);
    }

    /// Counts a value in place of all that was counted before.
    pub fn replace(&self, value: &Value) -> Result<()> {
        self.total(footprint(value))
    }
}

impl<'a> Run<'a> {
    /// A new account.
    pub(super) fn hold(&self) -> Held<'a> {
        Held::new(self.input.bounds)
    }
}
