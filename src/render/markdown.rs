//! Rows → a Markdown table.
//!
//! Input: rows and the graph. Output: a table of GitHub's Markdown in which every cell reads as its plain text: what
//! Markdown or HTML would take as a sign is escaped, and a line break is `<br>`.

use super::cell;
use super::pieces::Pieces;
use crate::graph::View;
use crate::value::Rows;

pub(super) fn markdown<E>(
    rows: &Rows,
    view: View<'_>,
    out: &mut Pieces<impl FnMut(&str) -> Result<(), E>>,
) -> Result<(), E> {
    out.push(&line(rows.columns.iter().map(|column| escape(column))))?;
    for column in 0..rows.columns.len() {
        out.push(if cell::is_number_column(rows, column) { "|---:" } else { "|---" })?;
    }
    out.push("|\n")?;
    for row in &rows.rows {
        out.push(&line(row.iter().map(|value| escape(&cell::plain(value, view)))))?;
    }
    Ok(())
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut out = String::new();
    for cell in cells {
        out.push_str("| ");
        out.push_str(&cell);
        out.push(' ');
    }
    out.push_str("|\n");
    out
}

fn escape(text: &str) -> String {
    let text = cell::printable(text);
    let text = text.trim_end_matches('\n');
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, each) in text.char_indices() {
        let rest = &text[at + each.len_utf8()..];
        match each {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '&' if starts_reference(rest) => out.push_str("&amp;"),
            '\\' | '|' | '*' | '`' => out.extend(['\\', each]),
            ']' if rest.starts_with(['(', '[']) => out.push_str("\\]"),
            '_' if !(before.is_alphanumeric() && rest.starts_with(char::is_alphanumeric)) => out.push_str("\\_"),
            each => out.push(each),
        }
        before = each;
    }
    out
}

/// Whether what follows an ampersand would make it a character reference, such as `&lt;`.
fn starts_reference(rest: &str) -> bool {
    let name = rest.find(';').map_or("", |end| &rest[..end]);
    !name.is_empty() && name.chars().all(|each| each.is_ascii_alphanumeric() || each == '#')
}
