//! Rows → CSV and TSV.
//!
//! Input: rows and the graph. Output: a header and a line a row, quoted where the delimiter, a quote or a line break
//! asks for it. Null is an empty field, a node its caption; lists, maps, relationships and paths are JSON.

use super::{cell, json};
use crate::graph::View;
use crate::value::Rows;

pub(super) fn delimited(rows: &Rows, view: View<'_>, delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let mut write = |fields: Vec<String>| writer.write_record(fields).expect("all rows are as wide as the header");
    write(rows.columns.clone());
    for row in &rows.rows {
        let fields = row.iter().map(|value| cell::scalar(value, view).unwrap_or_else(|| json::value(value, view)));
        write(fields.collect());
    }
    let bytes = writer.into_inner().expect("memory takes every byte");
    String::from_utf8(bytes).expect("fields and delimiters are UTF-8")
}
