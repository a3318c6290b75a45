//! A table → its grid: names at the left and along the top, a mark or a value in each cell.
//!
//! A grid that is higher than wide is cut into panels side by side, each with the names along its top. The caller takes
//! the number of panels with which the text is largest on its page.

use super::super::describe::count;
use super::super::label::wrapped;
use super::super::layout::{Point, Rect, Size};
use super::super::mark::SAME;
use super::super::measure::{Face, widest_text};
use super::super::theme::{Color, Palette};
use super::super::typeset::Anchor;
use super::super::{Change, Options};
use super::compose::{Body, LINE, TEXT, block, letters, swatch};
use super::sheet::{Mark, Part};
use super::table::{Cell, Table};
use super::things::Thing;
use crate::value::NodeId;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The widest name of a column, also when it runs upward, and the widest value, as multiples of the size of letters.
const COLUMN_NAME: f64 = 8.0;
const UPWARD_NAME: f64 = 15.0;
const VALUE: f64 = 9.0;

const LEAST_UPWARD: f64 = 34.0;
const PADDING: f64 = 10.0;
const MOST_PANELS: usize = 6;

/// Columns wider than this together are too wide.
const WIDEST: f64 = 900.0;

/// What a row is higher than its text at most, and a column wider than it needs to be, as a share of its width: farther apart,
/// the eye loses its way.
const ROOMIEST_ROW: f64 = 20.0;
const ROOMIEST_COLUMN: f64 = 0.4;

/// The radius of a mark.
const DOT: f64 = 7.0;

/// How far apart things stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spacing {
    /// What a row is higher than its text.
    row: f64,
    /// The least width of a column.
    column: f64,
    /// The space at both sides of its name.
    beside: f64,
    /// The space between two panels.
    panels: f64,
    /// The widest name of a row, as a multiple of the size of letters.
    name: f64,
    /// Columns wider than this together have their names upward.
    widest: f64,
    /// What a column is wider than it needs to be.
    wider: f64,
}

impl Spacing {
    /// Where there is room.
    pub(super) const USUAL: Self =
        Self { row: PADDING, column: 46.0, beside: PADDING, panels: 36.0, name: 17.0, widest: WIDEST, wider: 0.0 };

    /// Where text would be too small otherwise; marks of neighboring rows still stand apart.
    pub(super) const TIGHT: Self =
        Self { row: 4.0, column: 36.0, beside: 3.0, panels: 28.0, name: 12.0, widest: WIDEST, wider: 0.0 };

    /// The same with names upward, which leaves room for more panels.
    pub(super) const UPWARD: Self = Self { widest: 0.0, ..Self::TIGHT };
}

/// The table in one to six panels.
pub(super) fn sheets(table: &Table, options: &Options, spacing: Spacing) -> Vec<Body> {
    let grid = Grid::of(table, options.theme.palette(), spacing);
    let most = MOST_PANELS.min(table.rows.len().div_ceil(4)).max(1);
    (1..=most).map(|panels| grid.body(panels, options)).collect()
}

/// The spacing by which a table in so many panels (the number of a body of [`sheets`]) takes what is spare on its page.
pub(super) fn roomier(table: &Table, options: &Options, spacing: Spacing, number: usize, spare: Size) -> Spacing {
    let grid = Grid::of(table, options.theme.palette(), spacing);
    let panels = grid.cut(number + 1);
    let rows = panels.iter().map(Range::len).max().unwrap_or(0).max(1);
    let columns = (table.columns.len() * panels.len()).max(1);
    Spacing {
        row: (spacing.row + spare.height / rows as f64).min(ROOMIEST_ROW).max(spacing.row),
        wider: (spare.width / columns as f64).clamp(0.0, grid.cell * ROOMIEST_COLUMN),
        ..spacing
    }
}

/// The measures of a table.
struct Grid<'t> {
    table: &'t Table,
    palette: &'static Palette,
    spacing: Spacing,
    /// The names of the rows in lines, and of the columns.
    rows: Vec<Vec<String>>,
    columns: Vec<Vec<String>>,
    cells: Vec<Vec<Vec<String>>>,
    heights: Vec<f64>,
    /// Whether the names of the columns run upward.
    upward: bool,
    /// The width of the names of the rows, and of a column.
    left: f64,
    cell: f64,
    /// What of that is for signs at both sides of what a cell shows.
    signs: f64,
    /// The height of the names of the columns.
    top: f64,
}

impl<'t> Grid<'t> {
    fn of(table: &'t Table, palette: &'static Palette, spacing: Spacing) -> Self {
        let name = |thing: &Thing, limit: f64| wrapped(&thing.name, Face::Regular, limit);
        let rows: Vec<_> = table.rows.iter().map(|row| name(row, spacing.name)).collect();
        let texts = |row: usize, column: usize| match table.cells.get(&(row, column)) {
            Some(Cell::Texts(texts)) => texts.iter().flat_map(|text| wrapped(text, Face::Regular, VALUE)).collect(),
            _ => Vec::new(),
        };
        let cells: Vec<Vec<Vec<String>>> = (0..table.rows.len())
            .map(|row| (0..table.columns.len()).map(|column| texts(row, column)).collect())
            .collect();
        let value = cells.iter().flatten().map(|lines| wide(lines)).fold(0.0, f64::max);
        let value = if value > 0.0 { value + 2.0 * PADDING } else { 0.0 };
        let flat: Vec<_> = table.columns.iter().map(|column| bold(&column.name, COLUMN_NAME)).collect();
        let signs = if table.changes.is_some() { 2.0 * TEXT } else { 0.0 };
        let flat_width = flat
            .iter()
            .map(|lines| bold_width(lines))
            .fold(value.max(spacing.column) + signs, |wide, name| wide.max(name + 2.0 * spacing.beside));
        let upward = flat_width * table.columns.len() as f64 > spacing.widest;
        let columns: Vec<_> =
            if upward { table.columns.iter().map(|column| bold(&column.name, UPWARD_NAME)).collect() } else { flat };
        let lines = columns.iter().map(Vec::len).max().unwrap_or(1) as f64 * LINE;
        let (cell, top) = if upward {
            let longest = columns.iter().map(|lines| bold_width(lines)).fold(0.0, f64::max);
            ((value.max(LEAST_UPWARD) + signs).max(lines + 8.0), longest + PADDING)
        } else {
            (flat_width, lines + PADDING)
        };
        let cell = cell + spacing.wider;
        let height = |(name, cells): (&Vec<String>, &Vec<Vec<String>>)| {
            let lines = cells.iter().map(Vec::len).chain([name.len()]).max().unwrap_or(1);
            lines as f64 * LINE + spacing.row
        };
        let heights = rows.iter().zip(&cells).map(height).collect();
        let bands = table.bands.iter().map(|(title, _)| bold_width(std::slice::from_ref(title)));
        let left = rows.iter().map(|lines| wide(lines)).chain(bands).fold(60.0, f64::max) + 2.0 * PADDING;
        Self { table, palette, spacing, rows, columns, cells, heights, upward, left, cell, signs, top }
    }

    fn body(&self, panels: usize, options: &Options) -> Body {
        let table = self.table;
        let mut body = Body { about: about(table), ..Body::default() };
        let mut drawn = FxHashSet::default();
        let mut x = 0.0;
        for rows in self.cut(panels) {
            let mut panel = Panel { grid: self, body: &mut body, x, y: 0.0, drawn: &mut drawn };
            panel.head();
            panel.rows(rows);
            let bottom = panel.y;
            body.size.height = body.size.height.max(bottom);
            x += self.left + self.cell * table.columns.len() as f64 + self.spacing.panels;
        }
        body.size.width = x - self.spacing.panels;
        if options.legend {
            body.legend = legend(table, self.palette);
        }
        body
    }

    /// The rows of each panel, cut where the panels are about equally high.
    fn cut(&self, panels: usize) -> Vec<Range<usize>> {
        let whole: f64 = self.heights.iter().sum();
        let mut cuts = Vec::new();
        let (mut start, mut above) = (0, 0.0);
        for (at, height) in self.heights.iter().enumerate() {
            above += height;
            let share = whole * (cuts.len() + 1) as f64 / panels as f64;
            if above >= share - 0.5 && at + 1 > start {
                cuts.push(start..at + 1);
                start = at + 1;
            }
        }
        if start < self.heights.len() {
            cuts.push(start..self.heights.len());
        }
        cuts
    }

    /// The title of the band that a row is in, when it is the first there or the first of its panel.
    fn band(&self, row: usize, first: bool) -> Option<&str> {
        let mut start = 0;
        for (title, count) in &self.table.bands {
            if (start..start + count).contains(&row) {
                return (first || row == start).then_some(title);
            }
            start += count;
        }
        None
    }
}

/// A panel while it is drawn.
struct Panel<'a, 't> {
    grid: &'a Grid<'t>,
    body: &'a mut Body,
    x: f64,
    y: f64,
    /// The nodes that have been drawn; an id may stand only once.
    drawn: &'a mut FxHashSet<(bool, NodeId)>,
}

impl Panel<'_, '_> {
    fn width(&self) -> f64 {
        self.grid.left + self.grid.cell * self.grid.columns.len() as f64
    }

    /// The middle of a column.
    fn middle(&self, column: usize) -> f64 {
        self.x + self.grid.left + self.grid.cell * (column as f64 + 0.5)
    }

    fn push(&mut self, mark: Mark) {
        self.body.marks.push(mark);
    }

    fn rule(&mut self, y: f64, color: Color, width: f64) {
        let (from, to) = (Point { x: self.x, y }, Point { x: self.x + self.width(), y });
        self.push(Mark::Rule { from, to, color, width });
    }

    /// The names of the columns above a rule.
    fn head(&mut self) {
        let grid = self.grid;
        let ink = grid.palette.ink;
        for (at, (lines, thing)) in grid.columns.iter().zip(&grid.table.columns).enumerate() {
            let x = self.middle(at);
            let marks = if grid.upward {
                let first = x - LINE * (lines.len() as f64 - 1.0) / 2.0;
                let upward = |(line, text): (usize, &String)| {
                    let mut letters = letters(text.as_str(), Point::default(), Anchor::Start, Face::Bold, ink);
                    let baseline = first + LINE * line as f64 + TEXT * 0.36;
                    letters.at = Point { x: baseline, y: grid.top - PADDING * 0.6 };
                    letters.upward = true;
                    Mark::Text(letters)
                };
                lines.iter().enumerate().map(upward).collect()
            } else {
                // All stand on the rule, however many lines they have.
                let y = grid.top - PADDING * 0.8 - LINE * lines.len() as f64 / 2.0;
                block(lines, Point { x, y }, Anchor::Middle, Face::Bold, ink)
            };
            self.name(thing, true, marks);
        }
        self.y = grid.top;
    }

    fn rows(&mut self, rows: Range<usize>) {
        self.rule(self.y, self.grid.palette.ink, 1.5);
        let start = rows.start;
        let mut striped = false;
        for row in rows {
            if let Some(title) = self.grid.band(row, row == start) {
                self.band(title, row == start);
                striped = false;
            }
            let height = self.grid.heights[row];
            if striped {
                let corner = Point { x: self.x, y: self.y };
                let rect = Rect { corner, size: Size { width: self.width(), height } };
                self.push(Mark::Box { rect, radius: 0.0, fill: self.grid.palette.panels[1], line: None });
            }
            striped = !striped;
            self.row(row, self.y + height / 2.0);
            self.y += height;
        }
        self.rule(self.y, self.grid.palette.hair(), 1.0);
    }

    fn band(&mut self, title: &str, first: bool) {
        let height = LINE + PADDING * 1.2;
        if !first {
            self.rule(self.y, self.grid.palette.hair(), 1.0);
        }
        let middle = Point { x: self.x + PADDING, y: self.y + height / 2.0 + 1.0 };
        self.push(Mark::Text(letters(title, middle, Anchor::Start, Face::Bold, self.grid.palette.quiet)));
        self.y += height;
    }

    fn row(&mut self, row: usize, y: f64) {
        let grid = self.grid;
        let at = Point { x: self.x + PADDING, y };
        let marks = block(&grid.rows[row], at, Anchor::Start, Face::Regular, grid.palette.ink);
        self.name(&grid.table.rows[row], false, marks);
        for column in 0..grid.columns.len() {
            if let Some(cell) = grid.table.cells.get(&(row, column)) {
                let middle = Point { x: self.middle(column), y };
                let change = grid.table.changes.as_ref().and_then(|changes| changes.get(&(row, column)).copied());
                let marks = self.cell(cell, &grid.cells[row][column], change, middle);
                self.joining(row, column, marks);
            }
        }
    }

    /// What a cell shows, in the colors of what happened to it; what is the same in both of two answers is gray.
    fn cell(&self, cell: &Cell, lines: &[String], change: Option<Change>, middle: Point) -> Vec<Mark> {
        let (palette, table) = (self.grid.palette, self.grid.table);
        let compared = table.changes.is_some().then(|| change.map_or(SAME, Change::colors));
        let ink = |usual: Color| compared.map_or(usual, |(_, line)| line);
        let mut marks = match cell {
            Cell::Dot => vec![dot(middle, palette, ink(palette.lines[0]), true)],
            Cell::Yes(yes) => vec![dot(middle, palette, ink(palette.lines[0]), *yes)],
            Cell::Kinds(met) => {
                let step = self.step(met.len());
                let mark = |(at, kind): (usize, &usize)| {
                    let x = middle.x + step * (at as f64 - (met.len() as f64 - 1.0) / 2.0);
                    sign(*kind, Point { x, y: middle.y }, palette, ink(table.kinds[*kind].1.color))
                };
                met.iter().enumerate().map(mark).collect()
            }
            Cell::Texts(_) => {
                // A short value stands in a square; several lines need no more width than they have.
                let height = |lines: usize| lines as f64 * LINE + PADDING * 0.3;
                let width = (wide(lines) + PADDING * 1.4).max(height(1));
                let size = Size { width, height: height(lines.len()) };
                let rect = Rect::around(middle, size);
                let fill = compared.map_or(palette.hue(0).fill, |(fill, _)| fill);
                let chip = Mark::Box { rect, radius: 6.0, fill, line: None };
                let mut marks = block(lines, middle, Anchor::Middle, Face::Regular, ink(palette.ink));
                marks.insert(0, chip);
                marks
            }
        };
        if let Some(change) = change {
            // Color alone tells nothing to whoever does not see it.
            let half = match cell {
                Cell::Texts(_) => wide(lines) / 2.0 + PADDING * 0.7,
                Cell::Kinds(met) => self.step(met.len()) * (met.len() as f64 - 1.0) / 2.0 + DOT,
                Cell::Dot | Cell::Yes(_) => DOT,
            };
            let at = Point { x: middle.x - half - 3.0, ..middle };
            marks.push(Mark::Text(letters(change.sign(), at, Anchor::End, Face::Bold, change.colors().1)));
        }
        marks
    }

    /// How far apart the middles of several marks in a cell are.
    fn step(&self, marks: usize) -> f64 {
        ((self.grid.cell - self.grid.signs) / marks as f64).min(2.0 * DOT + 5.0)
    }

    /// The name of a row or a column.
    fn name(&mut self, thing: &Thing, across: bool, marks: Vec<Mark>) {
        let new = thing.node.filter(|node| self.drawn.insert((across, *node)));
        let new = new.filter(|node| !self.drawn.contains(&(!across, *node)));
        let part = new.map_or(Part::Thing, |node| Part::Node(node, thing.id.clone(), thing.source.clone()));
        self.push(Mark::Group { part, tooltip: thing.tooltip.clone(), marks });
    }

    /// What stands in a cell: of relationships where it stands for some.
    fn joining(&mut self, row: usize, column: usize, marks: Vec<Mark>) {
        let table = self.grid.table;
        let ends = table.rows[row].node.zip(table.columns[column].node);
        match ends.zip(table.rels.get(&(row, column))) {
            Some(((start, end), rels)) => {
                let part = Part::Line(start, end, rels.clone());
                self.push(Mark::Group { part, tooltip: String::new(), marks });
            }
            None => self.body.marks.extend(marks),
        }
    }
}

/// A filled or a hollow mark.
fn dot(middle: Point, palette: &Palette, color: Color, filled: bool) -> Mark {
    let side = 2.0 * DOT;
    let rect = Rect::around(middle, Size { width: side, height: side });
    Mark::Box { rect, radius: DOT, fill: if filled { color } else { palette.ground }, line: Some(color) }
}

/// The mark of a relationship type: each has its shape as well as its color.
pub(super) fn sign(kind: usize, middle: Point, palette: &Palette, color: Color) -> Mark {
    let corners = |corners: &[(f64, f64)]| Mark::Shape {
        corners: corners.iter().map(|(x, y)| middle + Point { x: x * DOT, y: y * DOT }).collect(),
        fill: color,
        line: Some(color),
    };
    match kind % 6 {
        0 => dot(middle, palette, color, true),
        1 => dot(middle, palette, color, false),
        2 => corners(&[(0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)]),
        3 => corners(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        4 => corners(&[(0.0, -1.0), (1.0, 0.8), (-1.0, 0.8)]),
        _ => corners(&[(-1.0, -0.8), (1.0, -0.8), (0.0, 1.0)]),
    }
}

fn legend(table: &Table, palette: &Palette) -> Vec<(Vec<Mark>, String)> {
    let middle = swatch().middle();
    let kinds = table.kinds.iter().enumerate();
    let color = |usual: Color| if table.changes.is_some() { SAME.1 } else { usual };
    let mut legend: Vec<_> =
        kinds.map(|(at, (name, style))| (vec![sign(at, middle, palette, color(style.color))], name.clone())).collect();
    if let Some(yes) = &table.yes {
        let both = [true, false].into_iter().filter(|yes| table.cells.values().any(|cell| *cell == Cell::Yes(*yes)));
        legend.extend(both.map(|filled| {
            let name = if filled { yes.clone() } else { format!("not {yes}") };
            (vec![dot(middle, palette, color(palette.lines[0]), filled)], name)
        }));
    }
    let cells = table.changes.iter().flat_map(BTreeMap::values).copied();
    let names = table.rows.iter().chain(&table.columns).filter_map(|thing| thing.change);
    let met: BTreeSet<Change> = cells.chain(names).collect();
    legend.extend(Change::ALL.into_iter().filter(|change| met.contains(change)).map(|change| {
        let sign = letters(change.sign(), middle, Anchor::Middle, Face::Bold, change.colors().1);
        (vec![Mark::Text(sign)], change.word().to_owned())
    }));
    legend
}

/// "A matrix: 34 rows of technology, 4 columns of company, 61 marks.".
fn about(table: &Table) -> String {
    let [rows, columns] = &table.names;
    let of = |name: &str| if name.is_empty() { String::new() } else { format!(" of {name}") };
    let (n_rows, n_columns) = (count(table.rows.len(), "row"), count(table.columns.len(), "column"));
    format!("A matrix: {n_rows}{}, {n_columns}{}, {}.", of(rows), of(columns), count(table.cells.len(), "mark"))
}

fn bold(text: &str, limit: f64) -> Vec<String> {
    wrapped(text, Face::Bold, limit)
}

fn wide(lines: &[String]) -> f64 {
    widest_text(lines, Face::Regular, TEXT)
}

pub(super) fn bold_width(lines: &[String]) -> f64 {
    widest_text(lines, Face::Bold, TEXT)
}
