//! Rows → text: table, JSON, JSON lines, CSV, TSV, Markdown, typed JSON.
//!
//! Input: rows and the graph they came from. Output: a string. The same rows give the same bytes everywhere.
//!
//! **Invariant:** it knows rows and the graph, and no plan.

mod cell;
mod delimited;
mod json;
mod markdown;
mod table;
mod typed;

pub use typed::TypedRows;

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
    /// One object, the values with their types, as [`TypedRows`] has it.
    TypedJson,
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

/// The rows as text that ends with a line break; rows without columns are no text at all, and an empty array in JSON.
///
/// People's forms (table, Markdown) show a node by its caption; CSV and TSV too, with lists and what else has no plain
/// text as JSON; JSON shows nodes and relationships whole, with the place where they are written. Nothing is ever cut:
/// a table that is too wide wraps, and one with too many columns for its width shows a record at a time.
///
/// ```
/// use casegraph::graph::{Graph, Schema};
/// use casegraph::render::{Format, Look, render};
/// use casegraph::value::{Rows, Value};
///
/// let graph = Graph::new(Schema::open().into());
/// let rows = Rows { columns: vec!["n".into(), "text".into()], rows: vec![vec![Value::Int(1), Value::Null]] };
/// assert_eq!(render(&rows, graph.view(), Format::Csv, Look::default()), "n,text\n1,\n");
/// assert_eq!(render(&rows, graph.view(), Format::Jsonl, Look::default()), "{\"n\":1,\"text\":null}\n");
/// ```
#[must_use]
pub fn render(rows: &Rows, view: View<'_>, format: Format, look: Look) -> String {
    match format {
        Format::Json => json::array(rows, view),
        Format::TypedJson => typed::text(rows, view),
        _ if rows.columns.is_empty() => String::new(),
        Format::Table => table::table(rows, view, look),
        Format::Jsonl => json::lines(rows, view),
        Format::Csv => delimited::delimited(rows, view, b','),
        Format::Tsv => delimited::delimited(rows, view, b'\t'),
        Format::Markdown => markdown::markdown(rows, view),
    }
}
