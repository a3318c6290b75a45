//! The result of a query.

use super::Value;

/// A table of values: named columns, and rows as wide as there are columns.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The names in order.
    pub columns: Vec<String>,
    /// The rows in order.
    pub rows: Vec<Vec<Value>>,
}
