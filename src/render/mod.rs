//! Rows → text: table, JSON, JSON lines, CSV, TSV, Markdown, typed JSON.
//!
//! Input: rows and the graph they came from. Output: a string, or its pieces. The same rows give the same bytes everywhere.
//!
//! **Invariant:** it knows rows and the graph, and no plan.

mod cell;
mod delimited;
mod json;
mod markdown;
mod pieces;
mod table;
mod typed;

pub use typed::TypedRows;

use crate::graph::View;
use crate::value::Rows;
use pieces::Pieces;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
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
    let mut text = String::new();
    let Ok(()) = render_to(rows, view, format, look, |piece| {
        text.push_str(piece);
        Ok::<(), Infallible>(())
    });
    text
}

/// The same text in pieces, as they come, so that millions of rows are never held as text. `put` takes each piece; it is
/// given an empty one now and then while the next is made, and ends all by an error.
///
/// # Errors
/// That of `put`.
///
/// ```
/// use casegraph::graph::{Graph, Schema};
/// use casegraph::render::{Format, Look, render_to};
/// use casegraph::value::{Rows, Value};
///
/// let graph = Graph::new(Schema::open().into());
/// let rows = Rows { columns: vec!["n".into()], rows: vec![vec![Value::Int(1)]; 1_000_000] };
/// let mut bytes = 0;
/// let ended = render_to(&rows, graph.view(), Format::Csv, Look::default(), |piece| {
///     bytes += piece.len();
///     if bytes < 1_000 { Ok(()) } else { Err("enough") }
/// });
/// assert_eq!(ended, Err("enough"));
/// assert!(bytes < 100_000);
/// ```
pub fn render_to<E>(
    rows: &Rows,
    view: View<'_>,
    format: Format,
    look: Look,
    put: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut out = Pieces::new(put);
    match format {
        Format::Json => json::array(rows, view, &mut out)?,
        Format::TypedJson => typed::line(rows, view, &mut out)?,
        _ if rows.columns.is_empty() => {}
        Format::Table => table::table(rows, view, look, &mut out)?,
        Format::Jsonl => json::lines(rows, view, &mut out)?,
        Format::Csv => delimited::delimited(rows, view, b',', &mut out)?,
        Format::Tsv => delimited::delimited(rows, view, b'\t', &mut out)?,
        Format::Markdown => markdown::markdown(rows, view, &mut out)?,
    }
    out.flush()
}
