//! An answer → a picture.
//!
//! Input: rows and the graph they came from. Output: DOT or SVG text.
//!
//! ```text
//! rows ── subgraph ──▶ nodes and relationships ── scene ──▶ texts and styles ──┬── dot ──▶ DOT
//!                                                                              │
//!                         SVG ◀── svg ── figure: everything with its place ◀───┘
//!                                          │  ▲
//!                                    sizes ▼  │ places
//!                                         layout
//! ```
//!
//! A node type has its color and its shape, a relationship type its color and its stroke, by its place in the schema:
//! the same type looks the same in every picture and every format. Nodes and relationships keep the order of their first
//! appearance in the answer, so that the same answer gives the same bytes.

mod chart;
mod diff;
mod dot;
mod figure;
mod label;
mod layout;
mod mark;
mod measure;
mod options;
mod scene;
mod shape;
mod style;
mod subgraph;
mod svg;
mod tooltip;

pub use chart::chart;
pub use diff::{Change, Changes, diff};
pub use dot::dot;
pub use options::{Options, PageSize};
pub use subgraph::Connect;
pub use svg::svg;

use crate::diag::Diagnostics;
use crate::graph::View;
use crate::value::{NodeId, RelId};

/// The nodes and relationships of an answer, each once, in the order of their first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subgraph {
    /// The nodes, with the ends of every relationship among them.
    pub nodes: Vec<NodeId>,
    /// The relationships.
    pub rels: Vec<RelId>,
}

/// A picture as text, and what is not as it could be about it.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// The content of the file.
    pub text: String,
    /// Warnings, of which the picture is whole all the same.
    pub warnings: Diagnostics,
}

/// What pictures can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Text for Graphviz, which lays it out.
    Dot,
    /// A picture with everything in its place.
    Svg,
}

impl PictureFormat {
    /// Every extension of a file, with its format.
    pub const EXTENSIONS: [(&str, Self); 3] = [("dot", Self::Dot), ("gv", Self::Dot), ("svg", Self::Svg)];

    /// The format of a file with this extension, in whatever case.
    ///
    /// ```
    /// use casegraph::draw::PictureFormat;
    ///
    /// assert_eq!(PictureFormat::of_extension("SVG"), Some(PictureFormat::Svg));
    /// assert_eq!(PictureFormat::of_extension("bmp"), None);
    /// ```
    #[must_use]
    pub fn of_extension(extension: &str) -> Option<Self> {
        let known = Self::EXTENSIONS.into_iter().find(|(known, _)| extension.eq_ignore_ascii_case(known));
        known.map(|(_, format)| format)
    }
}

/// The picture in a format.
#[must_use]
pub fn draw(subgraph: &Subgraph, view: View<'_>, options: &Options, format: PictureFormat) -> Drawing {
    match format {
        PictureFormat::Dot => Drawing { text: dot(subgraph, view, options), warnings: Diagnostics::new() },
        PictureFormat::Svg => svg(subgraph, view, options),
    }
}
