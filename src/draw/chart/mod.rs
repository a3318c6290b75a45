//! Rows → a matrix or a timeline.
//!
//! Input: an answer, the graph, and which column or property plays which part. Output: SVG.
//!
//! ```text
//! rows ── things ──▶ what stands in rows, columns and lanes ──┬── table ── matrix ──┬── sheet ──▶ SVG
//!                                                             └── spans ── timeline ┘
//! ```
//!
//! Unlike a diagram, a chart shows what the rows say rather than the part of the graph that they hold: a thing may be a
//! node, or a text or number that no node stands for. The looks are those of [`super::style`].

mod compose;
mod matrix;
mod sheet;
mod spans;
mod table;
mod things;
mod ticks;
mod timeline;

use super::theme::{Color, rgb};
use super::{Drawing, Options, Subgraph, Theme};
use crate::diag::codes::{LEFT_OUT, NOT_A_CHART};
use crate::diag::{Diagnostic, Diagnostics, nearest, or_list};
use crate::graph::View;
use crate::library::Layout;
use crate::value::Rows;

/// Letters and strong lines.
const INK: Color = rgb(0x1B2430);

/// What a chart stands on.
const GROUND: Color = rgb(0xFFFFFF);

/// Fill and border of the hue at a place.
fn hue(place: usize) -> (Color, Color) {
    let hues = Theme::Light.palette().hues;
    let hue = hues[place % hues.len()];
    (hue.fill, hue.line)
}

/// The answer as the chart that its layout says.
///
/// `subgraph` is what [`Subgraph::of`] collects from the same rows; a matrix of an answer with relationships has a mark for
/// each of them. O(cells + rows × log rows).
///
/// # Errors
/// When the answer has no column or property of a name that plays a part, or nothing to show (`E0421`).
///
/// ```
/// use casegraph::draw::{Options, Subgraph, chart};
/// use casegraph::graph::{Graph, Schema};
/// use casegraph::library::{Layout, Picture};
/// use casegraph::value::{Rows, Value};
///
/// let graph = Graph::new(Schema::open().into());
/// let columns = ["tool", "team"].map(String::from).to_vec();
/// let rows = Rows { columns, rows: vec![vec![Value::from("lathe"), Value::from("blue")]] };
/// let picture = Picture { layout: Layout::Matrix, ..Picture::default() };
/// let options = Options { picture, ..Options::default() };
/// let drawing = chart(&rows, &Subgraph::default(), graph.view(), &options).unwrap();
/// assert!(drawing.text.contains("lathe") && drawing.text.contains("blue"));
/// ```
pub fn chart(rows: &Rows, subgraph: &Subgraph, view: View<'_>, options: &Options) -> Result<Drawing, Box<Diagnostic>> {
    let mut warnings = Diagnostics::new();
    let sheets = if options.picture.layout == Layout::Timeline {
        let spans = spans::Spans::of(rows, view, options)?;
        if spans.undated > 0 {
            warnings.push(left_out(spans.undated, "have neither a beginning nor an end"));
        }
        timeline::sheets(&spans, options)
    } else {
        let table = table::Table::of(rows, subgraph, view, options)?;
        if table.strays > 0 {
            warnings.push(left_out(table.strays, "join things of other types than those of the rows and columns"));
        }
        matrix::sheets(&table, options)
    };
    let (sheet, small) = compose::best(sheets, options);
    warnings.append(small);
    Ok(Drawing { text: sheet.svg(&options.title), warnings })
}

fn left_out(count: usize, why: &str) -> Diagnostic {
    let message = format!("{count} of the answer {why}, and are left out");
    Diagnostic::warning(LEFT_OUT, message).hint("A WHERE in the query says that this is meant.")
}

/// That an answer cannot be shown so.
fn refusal(message: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(NOT_A_CHART, message))
}

/// The place of a column by name.
fn column(rows: &Rows, name: &str) -> Option<usize> {
    rows.columns.iter().position(|column| column == name)
}

/// That no column has a name which plays a part.
fn no_column(rows: &Rows, part: &str, name: &str) -> Box<Diagnostic> {
    let finding = refusal(format!("the answer has no column `{name}` for `{part}`"));
    let columns: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
    Box::new(match nearest(name, columns.iter().copied()) {
        Some(near) => finding.hint(format!("Did you mean `{near}`?")),
        None => finding.hint(format!("Its columns are {}.", or_list(&columns).replace(" or ", " and "))),
    })
}
