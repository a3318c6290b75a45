//! Rows → CSV and TSV.
//!
//! Input: rows and the graph. Output: a header and a line a row, quoted where the delimiter, a quote or a line break
//! asks for it. Null is an empty field, a node its caption; lists, maps, relationships and paths are JSON.

use super::pieces::Pieces;
use super::{cell, json};
use crate::graph::View;
use crate::value::Rows;

/// So many rows are written at once.
const ROWS: usize = 64;

pub(super) fn delimited<E>(
    rows: &Rows,
    view: View<'_>,
    delimiter: u8,
    out: &mut Pieces<impl FnMut(&str) -> Result<(), E>>,
) -> Result<(), E> {
    out.push(&records(std::iter::once(rows.columns.clone()), delimiter))?;
    for rows in rows.rows.chunks(ROWS) {
        let fields = |value| cell::scalar(value, view).unwrap_or_else(|| json::value(value, view));
        out.push(&records(rows.iter().map(|row| row.iter().map(fields).collect()), delimiter))?;
    }
    Ok(())
}

fn records(rows: impl Iterator<Item = Vec<String>>, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    rows.for_each(|fields| writer.write_record(fields).expect("all rows are as wide as the header"));
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("fields and delimiters are UTF-8")
}
