//! Rows → a matrix or a timeline.
//!
//! Input: an answer, the graph, and which column or property plays which part. Output: a sheet, which the writers of
//! diagrams write too.
//!
//! ```text
//! rows ── things ──▶ what stands in rows, columns and lanes ──┬── table ── matrix ──┬── compose ──▶ sheet
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

use super::figure::{is_readable, too_small};
use super::format::write;
use super::{Options, PictureFile, PictureFormat, Subgraph, ended, sources};
use crate::diag::codes::{LEFT_OUT, NOT_A_CHART};
use crate::diag::{Diagnostic, Diagnostics, nearest, or_list};
use crate::graph::View;
use crate::library::Layout;
use crate::value::Rows;
use matrix::Spacing;

/// The answer as the chart that its layout says, in a format.
///
/// `subgraph` is what [`Subgraph::of`] collects from the same rows; a matrix of an answer with relationships has a mark for
/// each of them. O(cells + rows × log rows).
///
/// # Errors
/// When the answer has no column or property of a name that plays a part, or nothing to show (`E0421`); in the formats
/// that others lay out, which know no charts; and when the picture has more pixels than can be drawn.
///
/// ```
/// use casegraph::draw::{Options, PictureFormat, Subgraph, TextForm, chart};
/// use casegraph::graph::{Graph, Schema};
/// use casegraph::library::{Layout, Picture};
/// use casegraph::value::{Rows, Value};
///
/// let graph = Graph::new(Schema::open().into());
/// let columns = ["tool", "team"].map(String::from).to_vec();
/// let rows = Rows { columns, rows: vec![vec![Value::from("lathe"), Value::from("blue")]] };
/// let picture = Picture { layout: Layout::Matrix, ..Picture::default() };
/// let options = Options { picture, text: TextForm::Editable, ..Options::default() };
/// let file = chart(&rows, &Subgraph::default(), graph.view(), &options, PictureFormat::Svg).unwrap();
/// let text = String::from_utf8(file.bytes).unwrap();
/// assert!(text.contains("lathe") && text.contains("blue"));
/// ```
pub fn chart(
    rows: &Rows,
    subgraph: &Subgraph,
    view: View<'_>,
    options: &Options,
    format: PictureFormat,
) -> Result<PictureFile, Box<Diagnostic>> {
    let mut warnings = Diagnostics::new();
    let stop = &options.stop;
    let footnote =
        if options.footnote { sources::footnote(subgraph, view, stop).map_err(ended)? } else { String::new() };
    let best = |bodies| stop.look().map(|()| compose::best(bodies, options, &footnote)).map_err(ended);
    let sheet = if options.picture.layout == Layout::Timeline {
        let spans = spans::Spans::of(rows, view, options)?;
        if spans.undated > 0 {
            warnings.push(left_out(spans.undated, "have neither a beginning nor an end"));
        }
        for name in &spans.unplaced {
            let message = format!("the nodes of `{name}` have no place in the timeline");
            let hint = format!("`bars {name}` makes them its bars, `lanes {name}` its lanes.");
            warnings.push(Diagnostic::warning(LEFT_OUT, message).hint(hint));
        }
        best(timeline::sheets(&spans, options))?.1
    } else {
        let table = table::Table::of(rows, subgraph, view, options)?;
        if table.strays > 0 {
            warnings.push(left_out(table.strays, "join things of other types than those of the rows and columns"));
        }
        let mut spacing = Spacing::USUAL;
        let (mut number, mut sheet) = best(matrix::sheets(&table, options, spacing))?;
        for closer in [Spacing::TIGHT, Spacing::UPWARD] {
            if sheet.smallest.is_none_or(is_readable) {
                break;
            }
            let other = best(matrix::sheets(&table, options, closer))?;
            if other.1.smallest > sheet.smallest {
                (spacing, (number, sheet)) = (closer, other);
            }
        }
        let spacing = matrix::roomier(&table, options, spacing, number, sheet.spare);
        let other = best(matrix::sheets(&table, options, spacing).into_iter().skip(number).take(1).collect())?.1;
        // The cut into panels may be another with other heights.
        if other.unit >= sheet.unit - 1e-9 { other } else { sheet }
    };
    let hint = "Fewer rows or columns leave more room: a WHERE, a LIMIT, or a larger --size.";
    sheet.smallest.and_then(|points| too_small(points, hint)).into_iter().for_each(|finding| warnings.push(finding));
    let mut file = write(&sheet, view, options, format)?;
    warnings.append(file.warnings);
    file.warnings = warnings;
    Ok(file)
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
