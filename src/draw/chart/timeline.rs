//! Spans → bars along an axis of years, in lanes.
//!
//! Bars that overlap are stacked: each lies in the first row of its lane that is free there, its name included. A bar
//! without an end is pointed where the axis ends, one without a beginning where it begins.

use super::super::Options;
use super::super::describe::count;
use super::super::label::wrapped;
use super::super::layout::{Point, Rect, Size};
use super::super::measure::{Face, text_width};
use super::super::theme::{Hue, Palette};
use super::super::typeset::Anchor;
use super::compose::{Body, LINE, TEXT, block, letters, swatch};
use super::matrix::{bold_width, sign};
use super::sheet::{Mark, Part};
use super::spans::{Bar, Lane, Spans};
use super::ticks::ticks;
use crate::value::NodeId;
use rustc_hash::FxHashSet;

/// The widths of the axis that are tried.
const WIDTHS: [f64; 7] = [420.0, 520.0, 640.0, 760.0, 900.0, 1060.0, 1240.0];

const LANE_NAME: f64 = 11.0;
const BAR: f64 = 22.0;
const BETWEEN_BARS: f64 = 5.0;
const PADDING: f64 = 10.0;
/// The labels of the years.
const AXIS: f64 = 26.0;
/// What a label of the axis takes, with the space beside it.
const YEAR: f64 = 56.0;
/// How far a bar without an end is pointed.
const POINT: f64 = 10.0;
/// The sign of a value within its bar.
const SIGN: f64 = 20.0;

/// The timeline at each width.
pub(super) fn sheets(spans: &Spans, options: &Options) -> Vec<Body> {
    WIDTHS.iter().map(|width| Drawing::of(spans, *width, options).body(options)).collect()
}

/// The measures of a timeline.
struct Drawing<'s> {
    spans: &'s Spans,
    palette: &'static Palette,
    left: f64,
    width: f64,
    first: f64,
    last: f64,
    drawn: FxHashSet<NodeId>,
    body: Body,
}

/// Where a bar lies in its lane.
struct Laid<'s> {
    bar: &'s Bar,
    row: usize,
    from: f64,
    until: f64,
    /// Where its name stands when it does not fit in.
    outside: Option<(f64, Anchor)>,
}

impl<'s> Drawing<'s> {
    fn of(spans: &'s Spans, width: f64, options: &Options) -> Self {
        let bars = || spans.lanes.iter().flat_map(|lane| &lane.bars);
        let ends = bars().filter_map(|bar| bar.until);
        let [first, last] = spans.years;
        let last = ends.fold(last, f64::max).max(first + 1.0);
        // What has no end reaches beyond the last year that is known.
        let beyond = ((last - first) * 0.12).max(1.0);
        let last = if bars().any(|bar| bar.until.is_none()) { last + beyond } else { last };
        let first = if bars().any(|bar| bar.from.is_none()) { first - beyond } else { first };
        let names = spans.lanes.iter().map(|lane| bold_width(&lane_name(lane))).fold(0.0, f64::max);
        let left = if names > 0.0 { names + 2.0 * PADDING } else { 0.0 };
        let palette = options.theme.palette();
        Self { spans, palette, left, width, first, last, drawn: FxHashSet::default(), body: Body::default() }
    }

    fn x(&self, year: f64) -> f64 {
        self.left + (year - self.first) / (self.last - self.first) * self.width
    }

    fn body(mut self, options: &Options) -> Body {
        let [first, last] = self.spans.years;
        let marks = ticks(first, last, self.x(last) - self.x(first), YEAR);
        let mut y = AXIS;
        let mut lanes = Vec::new();
        for (at, lane) in self.spans.lanes.iter().enumerate() {
            let laid = self.laid(lane);
            let rows = laid.iter().map(|laid| laid.row + 1).max().unwrap_or(1) as f64;
            let bars = rows * (BAR + BETWEEN_BARS) - BETWEEN_BARS;
            let height = bars.max(lane_name(lane).len() as f64 * LINE) + 2.0 * PADDING * 0.8;
            lanes.push((at, lane, laid, y, height));
            y += height;
        }
        let right =
            lanes.iter().flat_map(|(.., laid, _, _)| laid).map(Laid::right).fold(self.left + self.width, f64::max);
        for (at, _, _, top, height) in &lanes {
            if at % 2 == 0 {
                let rect = Rect { corner: Point { x: 0.0, y: *top }, size: Size { width: right, height: *height } };
                self.body.marks.push(Mark::Box { rect, radius: 0.0, fill: self.palette.panels[1], line: None });
            }
        }
        let named = lanes.iter().flat_map(|(_, _, laid, top, height)| {
            let start = first_bar(laid, *top, *height);
            laid.iter().filter_map(move |each| each.beside(start))
        });
        let named: Vec<Rect> = named.collect();
        self.axis(&marks, y, right, &named);
        for (_, lane, laid, top, height) in &lanes {
            let middle = Point { x: PADDING, y: top + height / 2.0 };
            self.body.marks.extend(block(&lane_name(lane), middle, Anchor::Start, Face::Bold, self.palette.ink));
            let start = first_bar(laid, *top, *height);
            for each in laid {
                self.bar(each, each.top(start));
            }
        }
        self.body.size = Size { width: right, height: y };
        self.body.about = self.about();
        if options.legend {
            self.legend();
        }
        self.body
    }

    /// The years, and lines down from them that leave out the names beside bars.
    fn axis(&mut self, marks: &[f64], bottom: f64, right: f64, named: &[Rect]) {
        let (ink, quiet, hair) = (self.palette.ink, self.palette.quiet, self.palette.hair());
        for year in marks {
            let x = self.x(*year);
            let mut crossed: Vec<&Rect> = named.iter().filter(|rect| rect.corner.x <= x && x <= rect.right()).collect();
            crossed.sort_by(|one, other| one.corner.y.total_cmp(&other.corner.y));
            let starts = std::iter::once(AXIS).chain(crossed.iter().map(|rect| rect.bottom()));
            let ends = crossed.iter().map(|rect| rect.corner.y).chain([bottom]);
            for (start, end) in starts.zip(ends).filter(|(start, end)| start < end) {
                let (from, to) = (Point { x, y: start }, Point { x, y: end });
                self.body.marks.push(Mark::Rule { from, to, color: hair, width: 1.0 });
            }
            let middle = Point { x, y: AXIS - PADDING - TEXT * 0.36 };
            self.body.marks.push(Mark::Text(letters(format!("{year}"), middle, Anchor::Middle, Face::Regular, quiet)));
        }
        let (from, to) = (Point { x: 0.0, y: AXIS }, Point { x: right, y: AXIS });
        self.body.marks.push(Mark::Rule { from, to, color: ink, width: 1.5 });
    }

    /// Each bar in the first row of its lane that is free from its beginning to its end and the end of its name.
    fn laid(&self, lane: &'s Lane) -> Vec<Laid<'s>> {
        let mut rows: Vec<Vec<[f64; 2]>> = Vec::new();
        let mut laid = Vec::new();
        for bar in &lane.bars {
            let (from, until) = (self.x(bar.from.unwrap_or(self.first)), self.x(bar.until.unwrap_or(self.last)));
            let mut each = Laid { bar, row: 0, from, until, outside: None };
            let name = text_width(&bar.thing.name, Face::Regular, TEXT);
            if each.inset() + name + PADDING + each.outset() > until - from {
                let room = self.left + self.width - until;
                let after = room > name + PADDING || from - self.left < name + PADDING;
                each.outside = Some(if after { (until + 6.0, Anchor::Start) } else { (from - 6.0, Anchor::End) });
            }
            let taken = [each.left(), each.right()];
            let free = |row: &Vec<[f64; 2]>| row.iter().all(|[from, until]| taken[0] >= *until || taken[1] <= *from);
            each.row = rows.iter().position(free).unwrap_or(rows.len());
            if each.row == rows.len() {
                rows.push(Vec::new());
            }
            rows[each.row].push(taken);
            laid.push(each);
        }
        laid
    }

    fn bar(&mut self, laid: &Laid<'_>, top: f64) {
        let Laid { bar, from, until, outside, .. } = laid;
        let rect = Rect { corner: Point { x: *from, y: top }, size: Size { width: until - from, height: BAR } };
        let hue = hue(bar, self.palette);
        let mut marks = vec![outline(bar.from.is_none(), bar.until.is_none(), rect, hue)];
        let y = rect.middle().y;
        if let Some(value) = bar.value {
            let open = if bar.from.is_none() { POINT } else { 0.0 };
            marks.push(sign(value, Point { x: from + open + SIGN / 2.0 + 2.0, y }, self.palette, hue.line));
        }
        let (x, anchor) = outside.unwrap_or((from + laid.inset(), Anchor::Start));
        let (name, ink) = (bar.thing.name.as_str(), self.palette.ink);
        marks.push(Mark::Text(letters(name, Point { x, y }, anchor, Face::Regular, ink)));
        let new = bar.thing.node.filter(|node| self.drawn.insert(*node));
        let part = new.map_or(Part::Thing, |node| Part::Node(node, bar.thing.id.clone(), bar.thing.source.clone()));
        self.body.marks.push(Mark::Group { part, tooltip: tooltip(bar), marks });
    }

    /// What the signs of values and the points of bars mean.
    fn legend(&mut self) {
        let middle = swatch().middle();
        for (at, name) in self.spans.values.iter().enumerate() {
            self.body.legend.push((vec![sign(at, middle, self.palette, self.palette.hue(at).line)], name.clone()));
        }
        let bars = || self.spans.lanes.iter().flat_map(|lane| &lane.bars);
        let rect = Rect { corner: Point { x: 0.0, y: 2.0 }, size: Size { width: 16.0, height: 12.0 } };
        let hue = bars().next().map_or(self.palette.hue(0), |bar| hue(bar, self.palette));
        for (open, from, name) in [
            (bars().any(|bar| bar.from.is_none()), true, "no beginning known"),
            (bars().any(|bar| bar.until.is_none()), false, "no end, or none known"),
        ] {
            if open {
                let mark = outline(from, !from, rect, hue);
                self.body.legend.push((vec![mark], name.to_owned()));
            }
        }
    }

    /// "A timeline from 2008 to 2018: 3 lanes, 24 bars.".
    fn about(&self) -> String {
        let [first, last] = self.spans.years;
        let bars: usize = self.spans.lanes.iter().map(|lane| lane.bars.len()).sum();
        let (lanes, bars) = (count(self.spans.lanes.len(), "lane"), count(bars, "bar"));
        format!("A timeline from {} to {}: {lanes}, {bars}.", first.floor(), last.ceil())
    }
}

impl Laid<'_> {
    /// Where the bar begins from above, below the first bar of its lane.
    fn top(&self, first: f64) -> f64 {
        first + self.row as f64 * (BAR + BETWEEN_BARS)
    }

    /// What the name covers beside its bar.
    fn beside(&self, first: f64) -> Option<Rect> {
        self.outside?;
        let (start, end) =
            if self.left() < self.from { (self.left(), self.from - 2.0) } else { (self.until + 2.0, self.right()) };
        let y = self.top(first) + (BAR - LINE) / 2.0;
        Some(Rect { corner: Point { x: start, y }, size: Size { width: end - start, height: LINE } })
    }

    /// From the beginning of the bar to that of its name.
    fn inset(&self) -> f64 {
        let open = if self.bar.from.is_none() { POINT } else { 0.0 };
        open + if self.bar.value.is_some() { SIGN + 4.0 } else { PADDING * 0.8 }
    }

    /// What the name leaves free at the end of the bar.
    fn outset(&self) -> f64 {
        if self.bar.until.is_none() { POINT } else { 0.0 }
    }

    fn name(&self) -> f64 {
        text_width(&self.bar.thing.name, Face::Regular, TEXT)
    }

    /// Where the bar begins, its name included.
    fn left(&self) -> f64 {
        match self.outside {
            Some((at, Anchor::End)) => at - self.name() - PADDING,
            _ => self.from,
        }
    }

    /// Where the bar ends, its name included.
    fn right(&self) -> f64 {
        match self.outside {
            Some((at, Anchor::Start)) => at + self.name() + PADDING,
            _ => self.until,
        }
    }
}

/// Where the first bar of a lane begins from above.
fn first_bar(laid: &[Laid<'_>], top: f64, height: f64) -> f64 {
    let rows = laid.iter().map(|laid| laid.row + 1).max().unwrap_or(1) as f64;
    top + (height - rows * (BAR + BETWEEN_BARS) + BETWEEN_BARS) / 2.0
}

fn lane_name(lane: &Lane) -> Vec<String> {
    if lane.name.is_empty() { Vec::new() } else { wrapped(&lane.name, Face::Bold, LANE_NAME) }
}

/// The colors of a bar: those of its value, else those of its type.
fn hue(bar: &Bar, palette: &Palette) -> Hue {
    match (bar.value, bar.thing.style) {
        (Some(value), _) => palette.hue(value),
        (None, Some(style)) => Hue { fill: style.fill, line: style.line },
        (None, None) => palette.hue(0),
    }
}

/// A bar; pointed where it is open.
fn outline(open_start: bool, open_end: bool, rect: Rect, hue: Hue) -> Mark {
    let Hue { fill, line } = hue;
    if !open_start && !open_end {
        return Mark::Box { rect, radius: 4.0, fill, line: Some(line) };
    }
    let (x, y, right, bottom) = (rect.corner.x, rect.corner.y, rect.right(), rect.corner.y + rect.size.height);
    let (middle, point) = (rect.middle().y, POINT.min(rect.size.width / 2.0));
    let mut corners = if open_start { vec![(x + point, y)] } else { vec![(x, y)] };
    if open_end {
        corners.extend([(right - point, y), (right, middle), (right - point, bottom)]);
    } else {
        corners.extend([(right, y), (right, bottom)]);
    }
    corners.extend(if open_start { vec![(x + point, bottom), (x, middle)] } else { vec![(x, bottom)] });
    Mark::Shape { corners: corners.into_iter().map(|(x, y)| Point { x, y }).collect(), fill, line: Some(line) }
}

/// The name and the years, then what else is known.
fn tooltip(bar: &Bar) -> String {
    let year = |year: Option<f64>| year.map_or_else(|| "…".to_owned(), |year| format!("{}", year.floor()));
    let years = format!("{}: {} – {}", bar.thing.name, year(bar.from), year(bar.until));
    if bar.thing.tooltip.is_empty() { years } else { format!("{years}\n{}", bar.thing.tooltip) }
}
