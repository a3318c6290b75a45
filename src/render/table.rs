//! Rows → a table for people.
//!
//! Input: rows, the graph, and how wide and colorful the terminal is. Output: a boxed table that wraps to the width, or
//! one record after the other where the columns would become too narrow to read.

use super::{Look, cell};
use crate::graph::View;
use crate::value::{Rows, Value};
use comfy_table::presets::{ASCII_FULL_CONDENSED, NOTHING};
use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table,
    TableStyle, Width,
};

/// The lines between cells in box characters.
const BOXES: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

/// The same in ASCII.
const ASCII: TableStyle = ASCII_FULL_CONDENSED.header_separator(LineStyle::new('+', '-', '+', '+'));

/// A column whose content is wider keeps at least this width; where there is no room for that, records are shown.
const NARROWEST: u16 = 10;

/// The table library measures widths in 16 bits, so longer lines are broken before it sees them.
const LONGEST_LINE: usize = 20_000;

pub(super) fn table(rows: &Rows, view: View<'_>, look: Look) -> String {
    let mut table = empty_table(look);
    table.load_style(if look.unicode { BOXES } else { ASCII });
    let numbers: Vec<bool> = (0..rows.columns.len()).map(|column| cell::is_number_column(rows, column)).collect();
    let header = rows.columns.iter().zip(&numbers).map(|(column, number)| name_cell(column, look, *number));
    table.set_header(header);
    for row in &rows.rows {
        table.add_row(row.iter().zip(&numbers).map(|(value, number)| value_cell(value, view, look, *number)));
    }
    if look.width.is_some_and(|width| least_width(&table) > usize::from(width)) {
        return records(rows, view, look);
    }
    finish(&table)
}

/// The width below which columns would become too narrow to read.
fn least_width(table: &Table) -> usize {
    let widths = table.column_max_content_widths();
    // Each column has a blank on both sides and a line to its left; the last has one to its right too.
    1 + widths.iter().map(|width| usize::from((*width).min(NARROWEST)) + 3).sum::<usize>()
}

/// Each row as a block of its own: a rule with its number, then a line a column.
fn records(rows: &Rows, view: View<'_>, look: Look) -> String {
    let width = look.width.unwrap_or(u16::MAX);
    let mut names = empty_table(look);
    for column in &rows.columns {
        names.add_row([name_cell(column, look, false)]);
    }
    let widest = names.column_max_content_widths().first().copied().unwrap_or(1);
    let name_width = widest.min((width / 3).max(1));
    let line = if look.unicode { "─" } else { "-" };
    let mut out = String::new();
    for (index, row) in rows.rows.iter().enumerate() {
        let title = format!("{line}{line} {} ", index + 1);
        let rest = usize::from(width.min(60)).saturating_sub(title.chars().count());
        out.push_str(&format!("{title}{}\n", line.repeat(rest)));
        let mut block = empty_table(look);
        block.load_style(NOTHING);
        for (column, value) in rows.columns.iter().zip(row) {
            block.add_row([name_cell(column, look, false), value_cell(value, view, look, false)]);
        }
        // The width of a fixed column counts its padding.
        block.set_constraints([ColumnConstraint::Absolute(Width::Fixed(name_width + 1))]);
        for (column, padding) in block.column_iter_mut().zip([(0, 1), (0, 0)]) {
            column.set_padding(padding);
        }
        out.push_str(&finish(&block));
    }
    out
}

fn empty_table(look: Look) -> Table {
    let mut table = Table::new();
    // Whether there is a terminal, and how wide it is, is the caller's knowledge.
    table.force_no_tty().set_content_arrangement(ContentArrangement::Dynamic);
    if look.color {
        table.enforce_styling();
        table.style_text_only();
    }
    if let Some(width) = look.width {
        table.set_width(width);
    }
    table
}

fn name_cell(name: &str, look: Look, number: bool) -> Cell {
    let cell = aligned(Cell::new_owned(lines(name)), number);
    if look.color { cell.add_attribute(Attribute::Bold) } else { cell }
}

fn value_cell(value: &Value, view: View<'_>, look: Look, number: bool) -> Cell {
    let cell = aligned(Cell::new_owned(lines(&cell::plain(value, view))), number);
    if look.color && value.is_null() { cell.add_attribute(Attribute::Dim) } else { cell }
}

fn aligned(cell: Cell, number: bool) -> Cell {
    cell.set_alignment(if number { CellAlignment::Right } else { CellAlignment::Left })
}

/// The text as lines that a cell can hold; a line break at the end, as blocks of YAML have, makes no empty line.
fn lines(text: &str) -> String {
    let text = cell::printable(text);
    let text = text.trim_end_matches('\n');
    if text.len() <= LONGEST_LINE {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut length = 0;
    for each in text.chars() {
        if each == '\n' || length == LONGEST_LINE {
            length = 0;
        }
        if length == 0 && !out.is_empty() && each != '\n' && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push(each);
        length += usize::from(each != '\n');
    }
    out
}

/// The table without blanks at the ends of lines, which only unboxed tables have, and with a line break.
fn finish(table: &Table) -> String {
    let mut out = String::new();
    for line in table.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
