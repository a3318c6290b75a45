//! The body of a chart, a title, a legend and a footnote → the sheet, and the best of several sheets for a page.

use super::super::label::wrapped;
use super::super::layout::{Point, Rect, Size};
use super::super::measure::{ASCENT, Face, LEADING, width};
use super::super::theme::rgb;
use super::super::{Options, PageSize};
use super::INK;
use super::sheet::{Anchor, Color, Letters, Mark, Sheet};
use crate::diag::codes::SMALL_TEXT;
use crate::diag::{Diagnostic, Diagnostics};

/// The size of letters in a chart.
pub(super) const TEXT: f64 = 14.0;
/// From one line of a text to the next.
pub(super) const LINE: f64 = TEXT * LEADING;
/// Letters of less weight.
pub(super) const QUIET: Color = rgb(0x4F5B6B);
/// The stripes of rows and the bands of lanes.
pub(super) const STRIPE: Color = rgb(0xF3F5F8);
/// Thin lines.
pub(super) const HAIR: Color = rgb(0xC9D0D8);

const TITLE: f64 = 24.0;
const MARGIN: f64 = 28.0;
const APART: f64 = 20.0;
const SWATCH: f64 = 16.0;
const AFTER_SWATCH: f64 = 8.0;
const BETWEEN_ENTRIES: f64 = 26.0;

/// What another face may be wider than the one that text is measured with.
const SLACK: f64 = 1.04;

/// The most that a chart is enlarged to fill a page; beyond, letters would shout.
const MOST_ENLARGED: f64 = 1.9;

/// What is read well from the last row, on a slide 1280 units wide: 12 points.
const READABLE: f64 = 16.0;

/// A chart without its surroundings.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub size: Size,
    pub marks: Vec<Mark>,
    /// The legend: how an entry looks within a rectangle, and its name.
    pub legend: Vec<(Vec<Mark>, String)>,
    /// What stands below everything.
    pub footnote: String,
    pub about: String,
}

/// The width of a text.
pub(super) fn text_width(text: &str, face: Face, size: f64) -> f64 {
    width(text, face, size) * SLACK
}

/// A line of text whose vertical middle is here.
pub(super) fn letters(text: impl Into<String>, middle: Point, anchor: Anchor, face: Face) -> Letters {
    let at = Point { x: middle.x, y: middle.y + TEXT * 0.36 };
    Letters { text: text.into(), at, anchor, size: TEXT, face, color: INK, upward: false }
}

/// Lines of text around a middle.
pub(super) fn block(lines: &[String], middle: Point, anchor: Anchor, face: Face) -> impl Iterator<Item = Mark> {
    let first = middle.y - LINE * (lines.len() as f64 - 1.0) / 2.0;
    let line = move |(at, text): (usize, &String)| {
        Mark::Text(letters(text.as_str(), Point { x: middle.x, y: first + LINE * at as f64 }, anchor, face))
    };
    lines.iter().enumerate().map(line)
}

/// The place of the swatch of an entry of the legend.
pub(super) fn swatch() -> Rect {
    Rect { corner: Point::default(), size: Size { width: SWATCH, height: SWATCH } }
}

/// Of several bodies that show the same, the one with the largest text on the page, and of those alike the last; the page
/// is a wide slide when there is none.
pub(super) fn best(bodies: Vec<Body>, options: &Options) -> (Sheet, Diagnostics) {
    let page = options.size.unwrap_or(PageSize::WIDE);
    let fit = |size: Size| (page.width / size.width).min(page.height / size.height);
    let sheets = bodies.into_iter().map(|body| surround(body, options));
    let best = sheets.reduce(|best, other| if fit(other.frame) >= fit(best.frame) - 1e-6 { other } else { best });
    let mut sheet = best.unwrap_or_default();
    let mut warnings = Diagnostics::new();
    if options.size.is_none() {
        return (sheet, warnings);
    }
    let scale = fit(sheet.frame).min(MOST_ENLARGED);
    let seen = Size { width: page.width / scale, height: page.height / scale };
    let by = Point { x: (seen.width - sheet.frame.width) / 2.0, y: (seen.height - sheet.frame.height) / 2.0 };
    sheet = Sheet {
        frame: seen,
        shown: Size { width: page.width, height: page.height },
        ..sheet.moved(Point { x: by.x.max(0.0), y: by.y.max(0.0) })
    };
    let points = TEXT * scale * page.on_a_slide() / READABLE * 12.0;
    if points < 12.0 {
        let message = format!("the smallest text has {points:.1} points on a slide, and from 12 on it is read well");
        let hint = "Fewer rows or columns leave more room: a WHERE, a LIMIT, or a larger --size.";
        warnings.push(Diagnostic::warning(SMALL_TEXT, message).hint(hint));
    }
    (sheet, warnings)
}

/// The body with everything around it, in a frame as large as it needs to be.
fn surround(body: Body, options: &Options) -> Sheet {
    let title = options.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let legend = if options.legend { body.legend } else { Vec::new() };
    let inner = body.size.width.max(text_width(&title, Face::Bold, TITLE).min(560.0));
    let entry = |name: &String| SWATCH + AFTER_SWATCH + text_width(name, Face::Regular, TEXT);
    let inner = legend.iter().map(|(_, name)| entry(name)).fold(inner, f64::max);
    let mut marks = Vec::new();
    let mut y = MARGIN;
    if !title.is_empty() {
        for line in wrapped(&title, Face::Bold, inner / SLACK / TITLE + 0.01) {
            let at = Point { x: MARGIN, y: y + TITLE * ASCENT };
            marks.push(plain(line, at, TITLE, Face::Bold, INK));
            y += TITLE * LEADING;
        }
        y += APART - TITLE * (LEADING - 1.0);
    }
    let corner = Point { x: MARGIN, y };
    let whole = Sheet { marks: body.marks, ..Sheet::default() }.moved(corner);
    marks.extend(whole.marks);
    y += body.size.height;
    if !legend.is_empty() {
        y += APART;
        let mut x = MARGIN;
        for (swatch, name) in legend {
            if x > MARGIN && x + entry(&name) > MARGIN + inner {
                (x, y) = (MARGIN, y + SWATCH + 8.0);
            }
            let wide = entry(&name) + BETWEEN_ENTRIES;
            marks.extend(Sheet { marks: swatch, ..Sheet::default() }.moved(Point { x, y }).marks);
            let at = Point { x: x + SWATCH + AFTER_SWATCH, y: y + SWATCH / 2.0 + TEXT * 0.36 };
            marks.push(plain(name, at, TEXT, Face::Regular, INK));
            x += wide;
        }
        y += SWATCH;
    }
    if !body.footnote.is_empty() {
        y += APART * 0.8;
        for line in wrapped(&body.footnote, Face::Regular, inner / SLACK / TEXT + 0.01) {
            marks.push(plain(line, Point { x: MARGIN, y: y + TEXT * ASCENT }, TEXT, Face::Regular, QUIET));
            y += LINE;
        }
    }
    let frame = Size { width: (inner + 2.0 * MARGIN).ceil(), height: (y + MARGIN).ceil() };
    Sheet { frame, shown: frame, marks, about: body.about }
}

fn plain(text: String, at: Point, size: f64, face: Face, color: Color) -> Mark {
    Mark::Text(Letters { text, at, anchor: Anchor::Start, size, face, color, upward: false })
}
