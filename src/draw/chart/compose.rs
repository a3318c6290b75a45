//! The body of a chart, a title, a legend and a footnote → the sheet, and the best of several sheets for a page.

use super::super::describe::described;
use super::super::figure::too_small;
use super::super::label::wrapped;
use super::super::layout::{Point, Rect, Size};
use super::super::measure::{ASCENT, Face, LEADING, width};
use super::super::theme::Color;
use super::super::typeset::Anchor;
use super::super::{Options, PageSize};
use super::sheet::{Letters, Mark, Sheet, shift};
use crate::diag::Diagnostics;

/// The size of letters in a chart.
pub(super) const TEXT: f64 = 14.0;
/// From one line of a text to the next.
pub(super) const LINE: f64 = TEXT * LEADING;
const TITLE: f64 = 24.0;
const MARGIN: f64 = 28.0;
const APART: f64 = 20.0;
const SWATCH: f64 = 16.0;
const AFTER_SWATCH: f64 = 8.0;
const BETWEEN_ENTRIES: f64 = 26.0;
/// A footnote up to this width makes a narrow chart wider rather than being broken.
const FOOTNOTE: f64 = 420.0;

/// What another face may be wider than the one that text is measured with.
const SLACK: f64 = 1.04;

/// The most that a chart is enlarged to fill a page; beyond, letters would shout.
const MOST_ENLARGED: f64 = 1.9;

/// A chart without its surroundings.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub size: Size,
    pub marks: Vec<Mark>,
    /// The legend: how an entry looks within a rectangle, and its name.
    pub legend: Vec<(Vec<Mark>, String)>,
    /// What it shows, in a sentence.
    pub about: String,
}

/// The width of a text.
pub(super) fn text_width(text: &str, face: Face, size: f64) -> f64 {
    width(text, face, size) * SLACK
}

/// A line of text whose vertical middle is here.
pub(super) fn letters(text: impl Into<String>, middle: Point, anchor: Anchor, face: Face, color: Color) -> Letters {
    let at = Point { x: middle.x, y: middle.y + TEXT * 0.36 };
    Letters { text: text.into(), at, anchor, size: TEXT, face, color, upward: false }
}

/// Lines of text around a middle.
pub(super) fn block(lines: &[String], middle: Point, anchor: Anchor, face: Face, color: Color) -> Vec<Mark> {
    let first = middle.y - LINE * (lines.len() as f64 - 1.0) / 2.0;
    let line = |(at, text): (usize, &String)| {
        Mark::Text(letters(text.as_str(), Point { x: middle.x, y: first + LINE * at as f64 }, anchor, face, color))
    };
    lines.iter().enumerate().map(line).collect()
}

/// The place of the swatch of an entry of the legend.
pub(super) fn swatch() -> Rect {
    Rect { corner: Point::default(), size: Size { width: SWATCH, height: SWATCH } }
}

/// Of several bodies that show the same, the one with the largest text on the page, and of those alike the last; the page
/// is a wide slide when there is none.
pub(super) fn best(bodies: Vec<Body>, options: &Options, footnote: &str) -> (Sheet, Diagnostics) {
    let page = options.size.unwrap_or(PageSize::WIDE);
    let fit = |size: Size| (page.width / size.width).min(page.height / size.height);
    let sheets = bodies.into_iter().map(|body| surround(body, options, footnote));
    let best = sheets.reduce(|best, other| if fit(other.frame) >= fit(best.frame) - 1e-6 { other } else { best });
    let mut sheet = best.unwrap_or_else(|| surround(Body::default(), options, footnote));
    let mut warnings = Diagnostics::new();
    if options.size.is_none() {
        return (sheet, warnings);
    }
    let scale = fit(sheet.frame).min(MOST_ENLARGED);
    let seen = Size { width: page.width / scale, height: page.height / scale };
    let by = Point { x: (seen.width - sheet.frame.width) / 2.0, y: (seen.height - sheet.frame.height) / 2.0 };
    shift(&mut sheet.marks, Point { x: by.x.max(0.0), y: by.y.max(0.0) });
    (sheet.frame, sheet.shown) = (seen, Size { width: page.width, height: page.height });
    let sizes = sheet.marks.iter().flat_map(Mark::letter_sizes).map(|size| size * scale);
    let hint = "Fewer rows or columns leave more room: a WHERE, a LIMIT, or a larger --size.";
    too_small(sizes, page, hint).into_iter().for_each(|finding| warnings.push(finding));
    (sheet, warnings)
}

/// The body with everything around it, in a frame as large as it needs to be.
fn surround(body: Body, options: &Options, footnote: &str) -> Sheet {
    let palette = options.theme.palette();
    let title = options.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let legend = if options.legend { body.legend } else { Vec::new() };
    let inner = body.size.width.max(text_width(&title, Face::Bold, TITLE).min(560.0));
    let inner = inner.max(text_width(footnote, Face::Regular, TEXT).min(FOOTNOTE));
    let entry = |name: &String| SWATCH + AFTER_SWATCH + text_width(name, Face::Regular, TEXT);
    let inner = legend.iter().map(|(_, name)| entry(name)).fold(inner, f64::max);
    let lines = |text: &str, face: Face, size: f64| match text {
        "" => Vec::new(),
        text => wrapped(text, face, inner / SLACK / size + 0.01),
    };
    let mut marks = Vec::new();
    let mut y = MARGIN;
    for line in lines(&title, Face::Bold, TITLE) {
        let at = Point { x: MARGIN, y: y + TITLE * ASCENT };
        marks.push(plain(line, at, TITLE, Face::Bold, palette.ink));
        y += TITLE * LEADING;
    }
    if !title.is_empty() {
        y += APART - TITLE * (LEADING - 1.0);
    }
    marks.extend(moved(body.marks, Point { x: MARGIN, y }));
    y += body.size.height;
    if !legend.is_empty() {
        y += APART;
        let mut x = MARGIN;
        for (swatch, name) in legend {
            if x > MARGIN && x + entry(&name) > MARGIN + inner {
                (x, y) = (MARGIN, y + SWATCH + 8.0);
            }
            let wide = entry(&name) + BETWEEN_ENTRIES;
            marks.extend(moved(swatch, Point { x, y }));
            let at = Point { x: x + SWATCH + AFTER_SWATCH, y: y + SWATCH / 2.0 + TEXT * 0.36 };
            marks.push(plain(name, at, TEXT, Face::Regular, palette.ink));
            x += wide;
        }
        y += SWATCH;
    }
    if !footnote.is_empty() {
        y += APART * 0.8;
    }
    for line in lines(footnote, Face::Regular, TEXT) {
        marks.push(plain(line, Point { x: MARGIN, y: y + TEXT * ASCENT }, TEXT, Face::Regular, palette.quiet));
        y += LINE;
    }
    let about = described(&options.about, &body.about);
    let frame = Size { width: (inner + 2.0 * MARGIN).ceil(), height: (y + MARGIN).ceil() };
    Sheet { palette, ground: !options.transparent, title, frame, shown: frame, marks, about }
}

fn moved(mut marks: Vec<Mark>, by: Point) -> Vec<Mark> {
    shift(&mut marks, by);
    marks
}

fn plain(text: String, at: Point, size: f64, face: Face, color: Color) -> Mark {
    Mark::Text(Letters { text, at, anchor: Anchor::Start, size, face, color, upward: false })
}
