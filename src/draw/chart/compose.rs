//! The body of a chart, a title, a legend and a footnote → the sheet, and the best of several sheets for a page.

use super::super::describe::described;
use super::super::figure::points_on_a_slide;
use super::super::label::wrapped;
use super::super::layout::{Point, Rect, Size};
use super::super::measure::{ASCENT, Face, LEADING, SLACK, text_width, widest_text};
use super::super::page::Measures;
use super::super::theme::{Color, Palette};
use super::super::typeset::Anchor;
use super::super::{Options, PageSize};
use super::sheet::{Letters, Mark, Sheet, enlarge, shift};

/// The size of letters in a chart.
pub(super) const TEXT: f64 = 14.0;
/// From one line of a text to the next.
pub(super) const LINE: f64 = TEXT * LEADING;

/// Around a chart as large as it needs to be.
const NATURAL: Measures = Measures { title: 24.0, legend: TEXT, footnote: TEXT, margin: 28.0, apart: 20.0 };

const SWATCH: f64 = 16.0;
const AFTER_SWATCH: f64 = 8.0;
const BETWEEN_ENTRIES: f64 = 26.0;
const BETWEEN_ROWS: f64 = 8.0;
/// A footnote up to this width makes a narrow chart wider rather than being broken.
const FOOTNOTE: f64 = 420.0;

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

/// Of several bodies that show the same, the one with the largest text on the page, and of those alike the last, with its
/// number; the page is a wide slide when there is none.
pub(super) fn best(bodies: Vec<Body>, options: &Options, footnote: &str) -> (usize, Sheet) {
    let fit = |sheet: &Sheet| match options.size {
        None => (PageSize::WIDE.width / sheet.size.width).min(PageSize::WIDE.height / sheet.size.height),
        Some(_) => sheet.fits,
    };
    let around = |body| Surroundings::of(&body, options, footnote).around(body, options);
    let sheets = bodies.into_iter().map(around).enumerate();
    let best = sheets.reduce(|best, other| if fit(&other.1) >= fit(&best.1) - 1e-6 { other } else { best });
    let (number, mut sheet) = best.unwrap_or_else(|| (0, around(Body::default())));
    let sizes = sheet.marks.iter().flat_map(Mark::letter_sizes);
    sheet.smallest = options.size.map(|page| points_on_a_slide(sizes, page));
    (number, sheet)
}

/// What stands above and below a body.
struct Surroundings {
    palette: &'static Palette,
    measures: Measures,
    /// The width that texts may take.
    inner: f64,
    title: Vec<String>,
    footnote: Vec<String>,
    /// From the upper left corner of the legend.
    legend: Vec<Mark>,
    /// The height of the legend.
    legend_height: f64,
}

impl Surroundings {
    /// On a page all charts have the same margins and letters around them, so that nothing jumps from slide to slide.
    fn of(body: &Body, options: &Options, footnote: &str) -> Self {
        let measures = options.size.map_or(NATURAL, Measures::of);
        let entry = |name: &String| swatch_width(measures) + text_width(name, Face::Regular, measures.legend);
        let legend: &[(Vec<Mark>, String)] = if options.legend { &body.legend } else { &[] };
        let title = options.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = match options.size {
            Some(page) => page.width - 2.0 * measures.margin,
            None => {
                let inner = body.size.width.max(text_width(&title, Face::Bold, measures.title).min(560.0));
                let inner = inner.max(text_width(footnote, Face::Regular, measures.footnote).min(FOOTNOTE));
                legend.iter().map(|(_, name)| entry(name)).fold(inner, f64::max)
            }
        };
        let lines = |text: &str, face: Face, size: f64| match text {
            "" => Vec::new(),
            text => wrapped(text, face, inner / SLACK / size + 0.01),
        };
        let (title, footnote) =
            (lines(&title, Face::Bold, measures.title), lines(footnote, Face::Regular, measures.footnote));
        let palette = options.theme.palette();
        let mut around = Self { palette, measures, inner, title, footnote, legend: Vec::new(), legend_height: 0.0 };
        around.explain(legend);
        around
    }

    /// Puts the legend into rows; a name that is longer than a row takes several lines.
    fn explain(&mut self, legend: &[(Vec<Mark>, String)]) {
        let (size, unit) = (self.measures.legend, self.measures.legend / TEXT);
        let before = swatch_width(self.measures);
        let (mut x, mut y) = (0.0, 0.0);
        for (swatch, name) in legend {
            let lines = wrapped(name, Face::Regular, (self.inner - before) / SLACK / size + 0.01);
            let long = before + widest_text(&lines, Face::Regular, size);
            if x > 0.0 && x + long > self.inner {
                (x, y) = (0.0, self.legend_height + BETWEEN_ROWS * unit);
            }
            let mut swatch = swatch.clone();
            enlarge(&mut swatch, unit);
            self.legend.extend(moved(swatch, Point { x, y }));
            let mut at = Point { x: x + before, y: y + SWATCH * unit / 2.0 + size * 0.36 };
            let below = (lines.len() as f64 - 1.0) * size * LEADING;
            for line in lines {
                self.legend.push(plain(line, at, size, Face::Regular, self.palette.quiet));
                at.y += size * LEADING;
            }
            self.legend_height = self.legend_height.max(y + SWATCH * unit + below);
            x += long + BETWEEN_ENTRIES * unit;
        }
    }

    fn title_height(&self) -> f64 {
        let Measures { title, apart, .. } = self.measures;
        if self.title.is_empty() { 0.0 } else { self.title.len() as f64 * title * LEADING + apart * 0.8 }
    }

    /// The legend and the footnote with the spaces above them and the end of the page.
    fn below(&self) -> f64 {
        let Measures { footnote, apart, .. } = self.measures;
        let legend = if self.legend.is_empty() { 0.0 } else { apart + self.legend_height };
        let lines = self.footnote.len() as f64 * footnote * LEADING;
        let footnote = if self.footnote.is_empty() { 0.0 } else { apart * 0.75 + lines };
        legend + footnote + self.measures.end(!self.footnote.is_empty())
    }

    /// The body with all this around it: in the middle of the room that a page leaves, as large as it may be there, or in
    /// a frame as large as it needs to be.
    fn around(self, body: Body, options: &Options) -> Sheet {
        let Measures { title, footnote, margin, apart, .. } = self.measures;
        let (top, below) = (margin + self.title_height(), self.below());
        let room = Size {
            width: self.inner,
            height: options.size.map_or(body.size.height, |page| (page.height - top - below).max(1.0)),
        };
        let fit = (room.width / body.size.width.max(1.0)).min(room.height / body.size.height.max(1.0));
        let most = options.size.map_or(1.0, |page| MOST_ENLARGED / page.on_a_slide());
        let unit = options.size.map_or(1.0, |_| fit.min(most));
        let spare = options.size.map_or_else(Size::default, |_| Size {
            width: room.width / unit - body.size.width,
            height: room.height / unit - body.size.height,
        });
        let mut marks = Vec::new();
        for (at, line) in self.title.iter().enumerate() {
            let at = Point { x: margin, y: margin + title * (ASCENT + at as f64 * LEADING) };
            marks.push(plain(line.clone(), at, title, Face::Bold, self.palette.ink));
        }
        let mut drawing = body.marks;
        enlarge(&mut drawing, unit);
        // Without a page it stands at the left, below the title.
        let beside = if options.size.is_some() { (room.width - body.size.width * unit) / 2.0 } else { 0.0 };
        let above = (room.height - body.size.height * unit) / 2.0;
        marks.extend(moved(drawing, Point { x: margin + beside, y: top + above }));
        let mut y = top + room.height;
        if !self.legend.is_empty() {
            marks.extend(moved(self.legend, Point { x: margin, y: y + apart }));
            y += apart + self.legend_height;
        }
        y += apart * 0.75;
        for (at, line) in self.footnote.into_iter().enumerate() {
            let at = Point { x: margin, y: y + footnote * (ASCENT + at as f64 * LEADING) };
            marks.push(plain(line, at, footnote, Face::Regular, self.palette.quiet));
        }
        let natural = Size { width: (self.inner + 2.0 * margin).ceil(), height: (top + room.height + below).ceil() };
        let size = options.size.map_or(natural, |page| Size { width: page.width, height: page.height });
        let about = described(&options.about, &body.about);
        let title = options.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let palette = self.palette;
        Sheet {
            palette,
            ground: !options.transparent,
            title,
            size,
            unit,
            fits: fit,
            spare,
            marks,
            about,
            smallest: None,
        }
    }
}

/// A swatch of the legend, and the space after it.
fn swatch_width(measures: Measures) -> f64 {
    (SWATCH + AFTER_SWATCH) * measures.legend / TEXT
}

fn moved(mut marks: Vec<Mark>, by: Point) -> Vec<Mark> {
    shift(&mut marks, by);
    marks
}

fn plain(text: String, at: Point, size: f64, face: Face, color: Color) -> Mark {
    Mark::Text(Letters { text, at, anchor: Anchor::Start, size, face, color, upward: false })
}
