//! Marks with places → SVG.
//!
//! The same plain SVG as that of diagrams: no style sheet, no foreign object, no marker, and numbers with one decimal.

use super::super::label::markup;
use super::super::layout::{Point, Rect, Size};
use super::super::measure::Face;
use super::super::svg::{FONTS, number, points};
use super::{GROUND, INK};
use std::fmt::Write;

/// A color of SVG.
pub(super) use super::super::theme::Color;

/// A chart with a place for everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// How much of it is seen.
    pub frame: Size,
    /// How large it is shown.
    pub shown: Size,
    /// What is in it, from back to front.
    pub marks: Vec<Mark>,
    /// What it shows, in a sentence.
    pub about: String,
}

/// A part of a chart.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// What follows belongs to one thing.
    Open { id: String, tooltip: String },
    /// The thing is whole.
    Close,
    /// A rectangle, its corners as round as said.
    Box { rect: Rect, radius: f64, fill: Color, line: Option<Color> },
    /// A shape with corners.
    Shape { corners: Vec<Point>, fill: Color, line: Option<Color> },
    /// A straight line.
    Rule { from: Point, to: Point, color: Color, width: f64, dashed: bool },
    /// A line of text.
    Text(Letters),
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

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Sheet {
    /// The same marks elsewhere.
    pub(super) fn moved(mut self, by: Point) -> Self {
        self.marks.iter_mut().for_each(|mark| mark.shift(by));
        self
    }

    /// The chart as SVG.
    pub(super) fn svg(&self, title: &str) -> String {
        let [width, height, wide, high] =
            [self.shown.width, self.shown.height, self.frame.width, self.frame.height].map(number);
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {wide} {high}\" role=\"img\" font-family=\"{FONTS}\" fill=\"{INK}\">\n\
             <title>{}</title>\n<desc>{}</desc>\n<rect width=\"{wide}\" height=\"{high}\" fill=\"{GROUND}\"/>\n",
            markup(if title.is_empty() { "casegraph" } else { &title }),
            markup(&self.about),
        );
        for mark in &self.marks {
            mark.write(&mut out).expect("a string takes any text");
        }
        out.push_str("</svg>\n");
        out
    }
}

impl Mark {
    fn shift(&mut self, by: Point) {
        match self {
            Self::Open { .. } | Self::Close => {}
            Self::Box { rect, .. } => *rect = rect.moved(by),
            Self::Shape { corners, .. } => corners.iter_mut().for_each(|corner| *corner = *corner + by),
            Self::Rule { from, to, .. } => (*from, *to) = (*from + by, *to + by),
            Self::Text(letters) => letters.at = letters.at + by,
        }
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        match self {
            Self::Open { id, tooltip } => {
                write!(out, "<g")?;
                if !id.is_empty() {
                    write!(out, " id=\"{id}\"")?;
                }
                writeln!(out, ">")?;
                if tooltip.is_empty() { Ok(()) } else { writeln!(out, "<title>{}</title>", markup(tooltip)) }
            }
            Self::Close => writeln!(out, "</g>"),
            Self::Box { rect, radius, fill, line } => {
                let [x, y, w, h] = [rect.corner.x, rect.corner.y, rect.size.width, rect.size.height].map(number);
                let round = if *radius > 0.0 { format!(" rx=\"{}\"", number(*radius)) } else { String::new() };
                let line = stroke(*line);
                writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{round} fill=\"{fill}\"{line}/>")
            }
            Self::Shape { corners, fill, line } => {
                writeln!(out, "<polygon points=\"{}\" fill=\"{fill}\"{}/>", points(corners), stroke(*line))
            }
            Self::Rule { from, to, color, width, dashed } => {
                let dashes = if *dashed { " stroke-dasharray=\"4 4\"" } else { "" };
                let (ends, width) = (points(&[*from, *to]), number(*width));
                writeln!(
                    out,
                    "<polyline points=\"{ends}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\"{dashes}/>"
                )
            }
            Self::Text(letters) => letters.write(out),
        }
    }
}

impl Letters {
    fn write(&self, out: &mut String) -> std::fmt::Result {
        let (x, y) = (number(self.at.x), number(self.at.y));
        let anchor = match self.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if self.face == Face::Bold { " font-weight=\"bold\"" } else { "" };
        let fill = if self.color == INK { String::new() } else { format!(" fill=\"{}\"", self.color) };
        let turn = if self.upward { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
        let (size, text) = (number(self.size), markup(&self.text));
        writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{weight}{fill}{turn}>{text}</text>")
    }
}

fn stroke(line: Option<Color>) -> String {
    line.map_or_else(String::new, |line| format!(" stroke=\"{line}\" stroke-width=\"1.5\""))
}
