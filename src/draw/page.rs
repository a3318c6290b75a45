//! What stands around a drawing: the title above it, the legend and the footnote below.
//!
//! Input: a scene and a size. Output: the texts with their places, and the room that is left for the drawing.

use super::PageSize;
use super::figure::{Entry, Swatch, Text, paragraph};
use super::layout::{Point, Rect, Size};
use super::measure::{Face, LEADING, text_width};
use super::scene::{Legend, Scene};
use std::mem::discriminant;

/// Sizes of letters and spaces around a drawing; each is a multiple of the same step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measures {
    /// The size of letters in the title.
    pub title: f64,
    /// The size of letters in the legend.
    pub legend: f64,
    /// The size of letters in the footnote.
    pub footnote: f64,
    /// The space around the whole.
    pub margin: f64,
    /// The space between title, drawing and legend.
    pub apart: f64,
}

impl Measures {
    /// Those of a page, on which all pictures have them alike.
    pub(super) fn of(size: PageSize) -> Self {
        // On a page that is narrow beyond use a title is still to have several words in a line, and on a flat one the
        // drawing is still to have most of the height.
        let by = (1.0 / size.on_a_slide()).min(size.width / NARROWEST).min(size.height / FLATTEST);
        let Self { title, legend, footnote, margin, apart } = SLIDE;
        Self { title: title * by, legend: legend * by, footnote: footnote * by, margin: margin * by, apart: apart * by }
    }

    /// The space at the end of a page. Below small letters a margin looks larger than it is.
    pub(super) fn end(&self, has_footnote: bool) -> f64 {
        if has_footnote { self.margin * 0.75 } else { self.margin }
    }
}

/// In natural size.
const NATURAL: Measures = Measures { title: 22.0, legend: 12.0, footnote: 11.0, margin: 24.0, apart: 24.0 };

/// On a wide slide, where 16 units are 12 points.
const SLIDE: Measures = Measures { title: 32.0, legend: 17.0, footnote: 16.0, margin: 40.0, apart: 24.0 };

/// So wide a page would be at least, if it were seen in the size of a slide.
const NARROWEST: f64 = 400.0;
/// So high, likewise.
const FLATTEST: f64 = 360.0;

/// A title up to this width makes a narrow picture wider rather than being broken.
const TITLE_WIDTH: f64 = 640.0;
/// A swatch of the legend, as a share of the size of letters.
const SWATCH: Size = Size { width: 2.4, height: 1.5 };
/// The space between two entries of the legend, after a swatch, and between two rows, likewise.
const BETWEEN_ENTRIES: f64 = 2.0;
const AFTER_SWATCH: f64 = 0.65;
const BETWEEN_ROWS: f64 = 0.6;

/// A page with its title and its footnote, and room for the rest.
#[derive(Debug)]
pub(super) struct Page {
    /// Its size.
    pub size: Size,
    /// The title in lines.
    pub title: Vec<Text>,
    /// The footnote in lines.
    pub footnote: Vec<Text>,
    /// The room for the drawing.
    pub room: Rect,
    /// Where the legend begins, and how wide it may be.
    legend_at: Point,
    wide: f64,
    measures: Measures,
}

impl Page {
    /// A page as large as a drawing needs.
    pub(super) fn around(scene: &Scene, drawing: Size) -> Self {
        let measures = NATURAL;
        let title = text_width(&scene.title, Face::Bold, measures.title).min(TITLE_WIDTH);
        let footnote = text_width(&scene.footnote, Face::Regular, measures.footnote).min(drawing.width.max(320.0));
        let wide = drawing.width.max(title).max(footnote).max(widest_entry(&scene.legend, measures.legend));
        let mut page = Self::new(scene, measures, wide, drawing.height);
        // A word that is longer than a line makes the page wider.
        let texts = page.title.iter().chain(&page.footnote);
        let longest = texts.map(|text| text_width(&text.text, text.face, text.size)).fold(wide, f64::max);
        if longest > wide {
            page = Self::new(scene, measures, longest, drawing.height);
        }
        page
    }

    /// A page of a size.
    pub(super) fn of(scene: &Scene, size: PageSize) -> Self {
        let measures = Measures::of(size);
        let wide = size.width - 2.0 * measures.margin;
        let without = Self::new(scene, measures, wide, 0.0).size.height;
        let mut page = Self::new(scene, measures, wide, (size.height - without).max(1.0));
        page.size = Size { width: size.width, height: size.height };
        page
    }

    fn new(scene: &Scene, measures: Measures, wide: f64, height: f64) -> Self {
        let Measures { title, footnote, margin, apart, .. } = measures;
        let (ink, quiet) = (scene.palette.ink, scene.palette.quiet);
        let mut at = Point { x: margin, y: margin };
        let lines = paragraph(&scene.title, at, wide, title, Face::Bold, ink);
        if !lines.is_empty() {
            at.y += lines.len() as f64 * title * LEADING + apart;
        }
        let room = Rect { corner: at, size: Size { width: wide, height } };
        at.y += height;
        let mut page = Self {
            size: Size::default(),
            title: lines,
            footnote: Vec::new(),
            room,
            legend_at: Point { y: at.y + apart, ..at },
            wide,
            measures,
        };
        if let Some(last) = legend(scene, &page).last() {
            at.y = last.rect.bottom();
        }
        let below = Point { y: at.y + apart * 0.75, ..at };
        page.footnote = paragraph(&scene.footnote, below, wide, footnote, Face::Regular, quiet);
        if !page.footnote.is_empty() {
            at.y = below.y + page.footnote.len() as f64 * footnote * LEADING;
        }
        let end = measures.end(!page.footnote.is_empty());
        page.size = Size { width: (wide + 2.0 * margin).ceil(), height: (at.y + end).ceil() };
        page
    }
}

fn entries(legend: &Legend) -> impl Iterator<Item = (Swatch, &String)> {
    let nodes = legend.nodes.iter().map(|(name, style)| (Swatch::Node(*style), name));
    nodes.chain(legend.lines.iter().map(|(name, style)| (Swatch::Line(*style), name)))
}

fn entry_width(name: &str, size: f64) -> f64 {
    (SWATCH.width + AFTER_SWATCH) * size + text_width(name, Face::Regular, size)
}

/// The width below which the legend cannot be broken.
fn widest_entry(legend: &Legend, size: f64) -> f64 {
    entries(legend).map(|(_, name)| entry_width(name, size)).fold(0.0, f64::max)
}

/// The entries of the legend: in one row, or else the nodes in rows before the lines.
pub(super) fn legend(scene: &Scene, page: &Page) -> Vec<Entry> {
    let (size, wide) = (page.measures.legend, page.wide);
    let swatch_size = Size { width: SWATCH.width * size, height: SWATCH.height * size };
    let between = BETWEEN_ENTRIES * size;
    let all: f64 = entries(&scene.legend).map(|(_, name)| entry_width(name, size) + between).sum();
    let one_row = all - between <= wide;
    let start = page.legend_at;
    let mut at = start;
    let mut placed: Vec<Entry> = Vec::new();
    for (swatch, name) in entries(&scene.legend) {
        let long = entry_width(name, size);
        let other_kind = placed.last().is_some_and(|last| discriminant(&last.swatch) != discriminant(&swatch));
        if at.x > start.x && (at.x + long > start.x + wide || other_kind && !one_row) {
            at = Point { x: start.x, y: at.y + swatch_size.height + BETWEEN_ROWS * size };
        }
        let rect = Rect { corner: at, size: swatch_size };
        let baseline = Point { x: rect.right() + AFTER_SWATCH * size, y: rect.middle().y + size * 0.36 };
        let (text, color) = (name.clone(), scene.palette.quiet);
        let name = Text { text, at: baseline, centered: false, size, face: Face::Regular, color };
        placed.push(Entry { swatch, rect, name });
        at.x += long + between;
    }
    placed
}
