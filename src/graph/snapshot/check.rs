//! What must hold of arrays before anything is looked up in them.

use super::{Result, damaged};
use crate::graph::base::{Base, Cells, Csr, Packed, Texts};

/// Segments follow each other, and each lies within its table.
pub(super) fn segments(base: &Base, rows: &[u32]) -> Result<()> {
    let mut end = 0u32;
    for segment in &base.segments {
        let last = segment.first.checked_add(segment.len).filter(|last| *last <= base.node_end);
        if segment.first < end || last.is_none() {
            return Err(damaged("the ids of its nodes overlap"));
        }
        end = last.unwrap_or(end);
        let available = rows.get(segment.table as usize).copied().unwrap_or(0);
        if segment.row.checked_add(segment.len).is_none_or(|last| last > available) {
            return Err(damaged("a node has no row"));
        }
    }
    Ok(())
}

/// Rows lie one behind the other, are in order, and lead to nodes.
pub(super) fn rows(rows: &Csr, base: &Base) -> Result<()> {
    let whole = match (rows.offsets.first(), rows.offsets.last()) {
        (None, None) => rows.nodes.is_empty(),
        (first, last) => first == Some(&0) && last.map(|last| *last as usize) == Some(rows.nodes.len()),
    };
    let count = rows.offsets.len().saturating_sub(1) as u64;
    if !whole || u64::from(rows.first) + count > u64::from(base.node_end) || !rows.offsets.is_sorted() {
        return Err(damaged("the rows of a relationship type overlap"));
    }
    if rows.nodes.iter().any(|node| node.0 >= base.node_end) {
        return Err(damaged("a relationship leads to no node"));
    }
    let ordered = rows.offsets.windows(2).all(|row| rows.nodes[row[0] as usize..row[1] as usize].is_sorted());
    if !ordered {
        return Err(damaged("the neighbors of a node are not in order"));
    }
    // Where every id below the end is that of a node, nothing can lead past one.
    if base.node_count() < u64::from(base.node_end) {
        let starts = (rows.first..).zip(rows.offsets.windows(2)).filter(|(_, row)| row[0] < row[1]);
        let starts = starts.map(|(at, _)| crate::value::NodeId(at));
        if starts.chain(rows.nodes.iter().copied()).any(|node| base.row(node).is_none()) {
            return Err(damaged("a relationship leads to no node"));
        }
    }
    Ok(())
}

/// Every row of a column has a cell.
pub(super) fn column(column: &Packed, rows: u32) -> Result<()> {
    let rows = rows as usize;
    let bits = rows.div_ceil(64);
    let long = match &column.cells {
        Cells::Bool(values) => values.0.len() == bits,
        Cells::Int(values) => values.len() == rows,
        Cells::Float(values) => values.len() == rows,
        Cells::Text(texts) => texts.len() == rows,
        Cells::Coded { codes, words } => codes.len() == rows && codes.iter().all(|code| (*code as usize) < words.len()),
        Cells::Mixed(values) => values.len() == rows,
    };
    if long && column.present.as_ref().is_none_or(|present| present.0.len() == bits) {
        Ok(())
    } else {
        Err(damaged("a column has not the length of its table"))
    }
}

/// Texts lie one behind the other and are cut between characters.
pub(super) fn texts(texts: &Texts) -> Result<()> {
    let offsets = &texts.offsets;
    let whole = offsets.first() == Some(&0) && offsets.last().map(|last| *last as usize) == Some(texts.bytes.len());
    let cut = |at: &u32| texts.bytes.is_char_boundary(*at as usize);
    if whole && offsets.is_sorted() && offsets.iter().all(cut) {
        Ok(())
    } else {
        Err(damaged("the texts of a column overlap"))
    }
}
