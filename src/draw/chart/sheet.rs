//! Marks with places → SVG.
//!
//! The same plain SVG as that of diagrams: no style sheet, no foreign object, no marker, and numbers with one decimal.
//! Nodes and what joins them stand in layers of the same names, so that a page tells of both alike.

use super::super::Drawing;
use super::super::describe::DRAWING;
use super::super::format::Drawn;
use super::super::html::{Contents, source_link};
use super::super::label::markup;
use super::super::layout::{Point, Rect, Size};
use super::super::measure::Face;
use super::super::svg::{FONTS, number, points};
use super::super::theme::{Color, Palette};
use super::super::typeset::{Anchor, Lettering, TextLine, Typesetter};
use crate::value::{NodeId, RelId, Stop, Why};
use std::fmt::Write;
use std::sync::Arc;

/// A chart with a place for everything.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    /// The colors.
    pub palette: &'static Palette,
    /// Whether the ground is painted.
    pub ground: bool,
    /// The title; may be empty.
    pub title: String,
    /// Its size.
    pub size: Size,
    /// How many times the natural size borders have.
    pub unit: f64,
    /// How many times the natural size there would be room for.
    pub fits: f64,
    /// What a page leaves beside the drawing, in natural size.
    pub spare: Size,
    /// What is in it, from back to front.
    pub marks: Vec<Mark>,
    /// What is asked and what it shows, in sentences.
    pub about: String,
    /// The size of the smallest letters in points when the page fills a slide; nothing without a page.
    pub smallest: Option<f64>,
}

/// A part of a chart.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// What belongs together, and what is said on hovering.
    Group { part: Part, tooltip: String, marks: Vec<Self> },
    /// A rectangle, its corners as round as said.
    Box { rect: Rect, radius: f64, fill: Color, line: Option<Color> },
    /// A shape with corners.
    Shape { corners: Vec<Point>, fill: Color, line: Option<Color> },
    /// A straight line.
    Rule { from: Point, to: Point, color: Color, width: f64 },
    /// A line of text.
    Text(Letters),
}

/// What a group of marks stands for.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// Something that is no node, or a node that stands elsewhere too.
    Thing,
    /// A node, its name within the file, and the file and line where it is written.
    Node(NodeId, String, Option<(Arc<str>, u32)>),
    /// Relationships between two nodes.
    Line(NodeId, NodeId, Vec<RelId>),
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Letters {
    pub text: String,
    /// The start, middle or end of its baseline.
    pub at: Point,
    pub anchor: Anchor,
    pub size: f64,
    pub face: Face,
    pub color: Color,
    /// Whether it runs upward.
    pub upward: bool,
}

/// Moves marks.
pub(super) fn shift(marks: &mut [Mark], by: Point) {
    for mark in marks {
        match mark {
            Mark::Group { marks, .. } => shift(marks, by),
            Mark::Box { rect, .. } => *rect = rect.moved(by),
            Mark::Shape { corners, .. } => corners.iter_mut().for_each(|corner| *corner = *corner + by),
            Mark::Rule { from, to, .. } => (*from, *to) = (*from + by, *to + by),
            Mark::Text(letters) => letters.at = letters.at + by,
        }
    }
}

/// Enlarges marks from the upper left corner.
pub(super) fn enlarge(marks: &mut [Mark], by: f64) {
    let grown = |point: Point| Point { x: point.x * by, y: point.y * by };
    for mark in marks {
        match mark {
            Mark::Group { marks, .. } => enlarge(marks, by),
            Mark::Box { rect, radius, .. } => {
                rect.corner = grown(rect.corner);
                rect.size = Size { width: rect.size.width * by, height: rect.size.height * by };
                *radius *= by;
            }
            Mark::Shape { corners, .. } => corners.iter_mut().for_each(|corner| *corner = grown(*corner)),
            Mark::Rule { from, to, width, .. } => {
                (*from, *to) = (grown(*from), grown(*to));
                *width *= by;
            }
            Mark::Text(letters) => {
                letters.at = grown(letters.at);
                letters.size *= by;
            }
        }
    }
}

impl Drawn for Sheet {
    fn svg(&self, lettering: Lettering, sources: Option<&str>, stop: &Stop) -> Result<Drawing, Why> {
        let typesetter = Typesetter::new(lettering, self.palette.ink);
        let pen = number(self.palette.pen * self.unit.max(THINNEST));
        let mut writer = Writer { out: String::new(), typesetter, sources, pen, stop };
        let written = writer.sheet(self);
        stop.look()?;
        written.expect("a string takes any text");
        Ok(Drawing { text: writer.out, warnings: writer.typesetter.missing(), smallest: self.smallest })
    }

    fn contents(&self) -> Contents<'_> {
        let mut contents = Contents { title: &self.title, ..Contents::default() };
        for mark in &self.marks {
            match mark {
                Mark::Group { part: Part::Node(node, ..), .. } => contents.nodes.push(*node),
                Mark::Group { part: Part::Line(start, end, rels), .. } => contents.lines.push((*start, *end, rels)),
                _ => {}
            }
        }
        contents
    }
}

/// The text so far.
struct Writer<'s> {
    out: String,
    typesetter: Typesetter,
    sources: Option<&'s str>,
    /// How thick borders are.
    pen: String,
    /// Where somebody asks for an end.
    stop: &'s Stop,
}

impl Writer<'_> {
    fn sheet(&mut self, sheet: &Sheet) -> std::fmt::Result {
        let [width, height] = [sheet.size.width, sheet.size.height].map(number);
        let links = if self.sources.is_some() { " xmlns:xlink=\"http://www.w3.org/1999/xlink\"" } else { "" };
        let title = if sheet.title.is_empty() { "casegraph" } else { &sheet.title };
        let (title, about, ink) = (markup(title), markup(&sheet.about), sheet.palette.ink);
        writeln!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\"{links} version=\"1.1\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\" fill=\"{ink}\">\n\
             <title>{title}</title>\n<desc>{about}</desc>\n<metadata>{DRAWING}</metadata>"
        )?;
        if sheet.ground {
            let ground = sheet.palette.ground;
            writeln!(self.out, "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>")?;
        }
        // The legend and the footnote follow the last part, so that the texts are in the order in which they are read.
        let end = sheet.marks.iter().rposition(|mark| mark.layer().is_some()).map_or(0, |last| last + 1);
        let (marks, below) = sheet.marks.split_at(end);
        let layer = |wanted: Option<&'static str>| marks.iter().filter(move |mark| mark.layer() == wanted);
        layer(None).try_for_each(|mark| self.mark(mark))?;
        for name in [LINES, NODES] {
            if layer(Some(name)).next().is_some() {
                writeln!(self.out, "<g id=\"{name}\">")?;
                layer(Some(name)).try_for_each(|mark| self.mark(mark))?;
                self.out.push_str("</g>\n");
            }
        }
        below.iter().try_for_each(|mark| self.mark(mark))?;
        self.out.push_str("</svg>\n");
        Ok(())
    }

    fn mark(&mut self, mark: &Mark) -> std::fmt::Result {
        // Why it fails is asked where all are written.
        self.stop.look().map_err(|_| std::fmt::Error)?;
        match mark {
            Mark::Group { part, tooltip, marks } => self.group(part, tooltip, marks),
            Mark::Box { rect, radius, fill, line } => {
                let [x, y, w, h] = [rect.corner.x, rect.corner.y, rect.size.width, rect.size.height].map(number);
                let round = if *radius > 0.0 { format!(" rx=\"{}\"", number(*radius)) } else { String::new() };
                let line = self.stroke(*line);
                writeln!(
                    self.out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{round} fill=\"{fill}\"{line}/>"
                )
            }
            Mark::Shape { corners, fill, line } => {
                let line = self.stroke(*line);
                writeln!(self.out, "<polygon points=\"{}\" fill=\"{fill}\"{line}/>", points(corners))
            }
            Mark::Rule { from, to, color, width } => {
                let (ends, width) = (points(&[*from, *to]), number(*width));
                writeln!(
                    self.out,
                    "<polyline points=\"{ends}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\"/>"
                )
            }
            Mark::Text(letters) => {
                let Letters { at, anchor, size, face, color, upward, .. } = *letters;
                let line = TextLine { text: &letters.text, at, anchor, size, face, color, upward };
                self.typesetter.set(&line, &mut self.out);
                Ok(())
            }
        }
    }

    fn group(&mut self, part: &Part, tooltip: &str, marks: &[Mark]) -> std::fmt::Result {
        let source = match part {
            Part::Node(_, name, source) => {
                writeln!(self.out, "<g id=\"{name}\">")?;
                source.as_ref()
            }
            Part::Thing | Part::Line(..) => {
                self.out.push_str("<g>\n");
                None
            }
        };
        let link = self.sources.zip(source).map(|(prefix, (file, line))| source_link(prefix, file, *line));
        if let Some(link) = &link {
            writeln!(self.out, "<a xlink:href=\"{}\">", markup(link))?;
        }
        if !tooltip.is_empty() {
            writeln!(self.out, "<title>{}</title>", markup(tooltip))?;
        }
        marks.iter().try_for_each(|mark| self.mark(mark))?;
        writeln!(self.out, "{}</g>", if link.is_some() { "</a>" } else { "" })
    }

    fn stroke(&self, line: Option<Color>) -> String {
        line.map_or_else(String::new, |line| format!(" stroke=\"{line}\" stroke-width=\"{}\"", self.pen))
    }
}

/// Below this share of their natural size borders are no lines to be seen, also of the swatches of the legend, which are larger.
const THINNEST: f64 = 0.6;

/// The layers that a page knows.
const LINES: &str = "lines";
const NODES: &str = "nodes";

impl Mark {
    /// The sizes of its letters.
    pub(super) fn letter_sizes(&self) -> Vec<f64> {
        match self {
            Self::Group { marks, .. } => marks.iter().flat_map(Self::letter_sizes).collect(),
            Self::Text(letters) => vec![letters.size],
            Self::Box { .. } | Self::Shape { .. } | Self::Rule { .. } => Vec::new(),
        }
    }

    /// The layer that a mark stands in, above those that stand in none.
    fn layer(&self) -> Option<&'static str> {
        match self {
            Self::Group { part: Part::Line(..), .. } => Some(LINES),
            Self::Group { part: Part::Node(..), .. } => Some(NODES),
            _ => None,
        }
    }
}
