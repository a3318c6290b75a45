//! Rows → text: table, JSON, JSON lines, CSV, TSV, Markdown.
//!
//! Input: rows and the graph they came from. Output: a string. The same rows give the same bytes everywhere.
//!
//! **Invariant:** it knows rows and the graph, and no plan.

use crate::graph::View;
use crate::value::Rows;

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Aligned, for people.
    Table,
    /// One array of objects.
    Json,
    /// One object a line.
    Jsonl,
    /// Comma-separated.
    Csv,
    /// Tab-separated.
    Tsv,
    /// A Markdown table.
    Markdown,
}

/// How wide and how colorful a table may be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The columns of the terminal; unlimited when absent, as in a pipe.
    pub width: Option<u16>,
    /// Whether terminal colors may be used.
    pub color: bool,
    /// Whether lines may be drawn with box characters; plain ASCII otherwise.
    pub unicode: bool,
}

/// The rows as text that ends with a line break.
#[must_use]
pub fn render(_rows: &Rows, _view: View<'_>, _format: Format, _look: Look) -> String {
    String::new()
}
