//! A line of text → SVG: as text, or as the outlines of its letters. Every picture sets its texts here.

use super::TextForm;
use super::label::markup;
use super::layout::Point;
use super::measure::{Face, width};
use super::outline::{self, GRID, Outlines};
use super::svg::number;
use super::theme::Color;
use crate::diag::codes::MISSING_LETTERS;
use crate::diag::{Diagnostic, Diagnostics};
use std::collections::BTreeSet;
use std::fmt::Write;

/// So many letters that the bundled face lacks are named.
const MOST_MISSING: usize = 5;

/// How letters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lettering {
    /// As text.
    Text,
    /// As outlines; a line of text that the bundled face cannot set is text all the same.
    Outlines,
    /// As outlines always, for a reader that has no font: boxes stand where the bundled face has no letter.
    OutlinesOnly,
}

impl From<TextForm> for Lettering {
    fn from(form: TextForm) -> Self {
        match form {
            TextForm::Paths => Self::Outlines,
            TextForm::Editable => Self::Text,
        }
    }
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextLine<'t> {
    pub text: &'t str,
    /// The start, middle or end of its baseline.
    pub at: Point,
    pub anchor: Anchor,
    pub size: f64,
    pub face: Face,
    pub color: Color,
    /// Whether it runs upward.
    pub upward: bool,
}

/// Sets the texts of one picture.
pub(super) struct Typesetter {
    lettering: Lettering,
    /// The color that letters have unless they say otherwise.
    ink: Color,
    outlines: Outlines,
    missing: BTreeSet<char>,
}

impl Typesetter {
    pub(super) fn new(lettering: Lettering, ink: Color) -> Self {
        Self { lettering, ink, outlines: Outlines::default(), missing: BTreeSet::new() }
    }

    /// Writes a line of text as one element; a line without anything to see as outlines leaves none.
    pub(super) fn set(&mut self, line: &TextLine<'_>, out: &mut String) {
        let fill = if line.color == self.ink { String::new() } else { format!(" fill=\"{}\"", line.color) };
        let written = if self.outlined(line) { self.path(line, &fill, out) } else { text(line, &fill, out) };
        written.expect("a string takes any text");
    }

    fn path(&mut self, line: &TextLine<'_>, fill: &str, out: &mut String) -> std::fmt::Result {
        let path = self.outlines.path(line.text, line.face);
        if path.is_empty() {
            return Ok(());
        }
        let before = match line.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width(line.text, line.face, line.size) / 2.0,
            Anchor::End => width(line.text, line.face, line.size),
        };
        let (start, turn) = if line.upward {
            (Point { y: line.at.y + before, ..line.at }, "rotate(-90)")
        } else {
            (Point { x: line.at.x - before, ..line.at }, "")
        };
        let scale = (line.size / GRID * 1e5).round() / 1e5;
        let (x, y) = (number(start.x), number(start.y));
        writeln!(out, "<path transform=\"translate({x} {y}){turn}scale({scale})\"{fill} d=\"{path}\"/>")
    }

    /// Whether a line of text is drawn as outlines; letters that the face lacks are remembered.
    fn outlined(&mut self, line: &TextLine<'_>) -> bool {
        if self.lettering == Lettering::Text {
            return false;
        }
        let lacking = |letter: &char| !letter.is_control() && !outline::has(*letter, line.face);
        let lacks = line.text.chars().any(|letter| lacking(&letter));
        self.missing.extend(line.text.chars().filter(lacking));
        !lacks || self.lettering == Lettering::OutlinesOnly
    }

    /// Says which letters the bundled face lacks.
    pub(super) fn missing(&self) -> Diagnostics {
        if self.missing.is_empty() {
            return Diagnostics::new();
        }
        let some: Vec<String> = self.missing.iter().take(MOST_MISSING).map(|letter| format!("`{letter}`")).collect();
        let more = if self.missing.len() > MOST_MISSING { " and others" } else { "" };
        let message = format!("the bundled face has no {}{more}", some.join(", "));
        let hint = match self.lettering {
            Lettering::OutlinesOnly => {
                "Boxes stand in their place; an .svg leaves them to the fonts of whoever shows it."
            }
            _ => "The lines that hold them are text, in a font of whoever shows the picture.",
        };
        Diagnostic::warning(MISSING_LETTERS, message).hint(hint).into()
    }
}

fn text(line: &TextLine<'_>, fill: &str, out: &mut String) -> std::fmt::Result {
    let (x, y, size) = (number(line.at.x), number(line.at.y), number(line.size));
    let anchor = match line.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if line.face == Face::Bold { " font-weight=\"bold\"" } else { "" };
    let turn = if line.upward { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
    let text = markup(line.text);
    writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}{weight}{fill}{turn}>{text}</text>")
}
