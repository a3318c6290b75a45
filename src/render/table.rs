//! Rows → a table for people.
//!
//! Input: rows, the graph, and how wide and colorful the terminal is. Output: a boxed table that wraps to the width, or
//! one record after the other where the columns would become too narrow to read.

use super::pieces::Pieces;
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

/// The blanks beside the content of a column.
const PADDING: u16 = 2;

/// The table library measures widths in 16 bits, so longer lines are broken before it sees them.
const LONGEST_LINE: usize = 20_000;

/// So many rows are laid out at once. What is longer is laid out in parts, since the library takes its time, and holds all
/// lines, before it gives the first.
const ROWS: usize = 2_000;

pub(super) fn table<E>(
    rows: &Rows,
    view: View<'_>,
    look: Look,
    out: &mut Pieces<impl FnMut(&str) -> Result<(), E>>,
) -> Result<(), E> {
    let sheet = Sheet::new(rows, view, look);
    let mut first = sheet.part(0, true);
    let mut widths = first.column_max_content_widths();
    let parts = rows.rows.len().div_ceil(ROWS).max(1);
    for at in 1..parts {
        out.go_on()?;
        for (width, own) in widths.iter_mut().zip(sheet.part(at, false).column_max_content_widths()) {
            *width = own.max(*width);
        }
    }
    let fits = |least: usize| look.width.is_none_or(|width| least <= usize::from(width));
    if !fits(width(&widths, NARROWEST)) {
        return records(rows, view, look, out);
    }
    if parts == 1 {
        return out.push(&finish(&first));
    }
    if !fits(width(&widths, u16::MAX)) {
        // The columns share the width as those of the first part do.
        widths = shown_widths(&first);
    }
    for at in 0..parts {
        out.go_on()?;
        let mut part = if at == 0 { std::mem::take(&mut first) } else { sheet.part(at, false) };
        part.set_constraints(
            widths.iter().map(|width| ColumnConstraint::Absolute(Width::Fixed(width.saturating_add(PADDING)))),
        );
        // The upper border stands at the beginning alone, the lower one at the end.
        let text = finish(&part);
        let begin = if at == 0 { 0 } else { text.find('\n').map_or(0, |end| end + 1) };
        let end =
            if at + 1 == parts { text.len() } else { text[..text.len() - 1].rfind('\n').map_or(0, |end| end + 1) };
        out.push(&text[begin..end])?;
    }
    Ok(())
}

/// Rows as tables of some of them each.
struct Sheet<'a> {
    rows: &'a Rows,
    /// Which columns are numbers.
    numbers: Vec<bool>,
    view: View<'a>,
    look: Look,
}

impl<'a> Sheet<'a> {
    fn new(rows: &'a Rows, view: View<'a>, look: Look) -> Self {
        let numbers = (0..rows.columns.len()).map(|column| cell::is_number_column(rows, column)).collect();
        Self { rows, numbers, view, look }
    }

    fn part(&self, at: usize, header: bool) -> Table {
        let Self { rows, numbers, view, look } = self;
        let mut table = empty_table(*look);
        table.load_style(if look.unicode { BOXES } else { ASCII });
        if header {
            let names = rows.columns.iter().zip(numbers);
            table.set_header(names.map(|(column, number)| name_cell(column, *look, *number)));
        }
        for row in rows.rows.chunks(ROWS).nth(at).unwrap_or_default() {
            table.add_row(row.iter().zip(numbers).map(|(value, number)| value_cell(value, *view, *look, *number)));
        }
        table
    }
}

/// The width of the content of each column, from the upper border of a table.
fn shown_widths(table: &Table) -> Vec<u16> {
    let border = table.lines().next().unwrap_or_default();
    let columns = border.trim_matches(['┌', '┐', '+']).split(['┬', '+']);
    columns.map(|column| (column.chars().count() as u16).saturating_sub(PADDING)).collect()
}

/// The width of a table with columns for contents of these widths, each at most so wide.
fn width(widths: &[u16], most: u16) -> usize {
    // Each column has a blank on both sides and a line to its left; the last has one to its right too.
    1 + widths.iter().map(|width| usize::from((*width).min(most)) + 3).sum::<usize>()
}

/// Each row as a block of its own: a rule with its number, then a line a column.
fn records<E>(
    rows: &Rows,
    view: View<'_>,
    look: Look,
    out: &mut Pieces<impl FnMut(&str) -> Result<(), E>>,
) -> Result<(), E> {
    let width = look.width.unwrap_or(u16::MAX);
    let mut names = empty_table(look);
    for column in &rows.columns {
        names.add_row([name_cell(column, look, false)]);
    }
    let widest = names.column_max_content_widths().first().copied().unwrap_or(1);
    let name_width = widest.min((width / 3).max(1));
    let line = if look.unicode { "─" } else { "-" };
    for (index, row) in rows.rows.iter().enumerate() {
        let title = format!("{line}{line} {} ", index + 1);
        let rest = usize::from(width.min(60)).saturating_sub(title.chars().count());
        out.push(&format!("{title}{}\n", line.repeat(rest)))?;
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
        out.push(&finish(&block))?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, Schema};
    use std::convert::Infallible;

    /// The lines of a table of so many rows.
    fn shown(count: usize, look: Look) -> Vec<String> {
        let text = |at: usize| format!("{} {at}", "word ".repeat(at % 7));
        let rows = (0..count).map(|at| vec![Value::Int(at as i64), Value::from(&*text(at)), Value::Null]).collect();
        let rows = Rows { columns: vec!["number".into(), "text".into(), "nothing".into()], rows };
        let graph = Graph::new(Schema::open().into());
        let mut all = String::new();
        let mut out = Pieces::new(|piece: &str| {
            all.push_str(piece);
            Ok::<(), Infallible>(())
        });
        let (Ok(()), Ok(())) = (table(&rows, graph.view(), look, &mut out), out.flush());
        drop(out);
        all.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_long_table_looks_as_a_short_one_does() {
        for unicode in [true, false] {
            let look = Look { unicode, ..Look::default() };
            let (long, short) = (shown(2 * ROWS + 10, look), shown(ROWS, look));
            assert_eq!(long[0].chars().count(), short[0].chars().count());
            assert_eq!(long[..ROWS + 3], short[..ROWS + 3]);
            let borders = |lines: &[String]| lines.iter().filter(|line| line.starts_with(['┌', '├', '└', '+'])).count();
            assert_eq!((borders(&long), borders(&short)), (3, 3));
            assert!(long.iter().all(|line| line.chars().count() == long[0].chars().count()));
            assert_eq!(long.len(), 2 * ROWS + 10 + 4);
        }
    }

    #[test]
    fn a_long_table_that_is_too_wide_wraps() {
        let lines = shown(ROWS + 10, Look { width: Some(40), unicode: true, color: false });
        assert!(lines.iter().all(|line| line.chars().count() == 40), "{:?}", &lines[..5]);
        assert!(lines.len() > ROWS + 14);
        let numbers: Vec<&String> = lines.iter().filter(|line| line.contains(" 2005 ")).collect();
        assert!(!numbers.is_empty());
    }

    #[test]
    fn a_long_list_of_records_is_whole() {
        let lines = shown(ROWS + 10, Look { width: Some(20), unicode: true, color: false });
        assert_eq!(lines.iter().filter(|line| line.starts_with("── ")).count(), ROWS + 10);
    }
}
