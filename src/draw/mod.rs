//! An answer → a picture.
//!
//! Input: rows and the graph they came from. Output: a picture in one of the formats of [`PictureFormat`].
//!
//! ```text
//! rows ── subgraph ──▶ nodes and relationships ── scene ──▶ texts and styles ──┬── dot ──▶ DOT
//!                                                                              ├── mermaid ──▶ Mermaid
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
mod format;
mod html;
mod label;
mod layout;
mod mark;
mod measure;
mod mermaid;
mod options;
mod outline;
mod png;
mod scene;
mod shape;
mod style;
mod subgraph;
mod svg;
mod tooltip;

pub use chart::chart;
pub use diff::{Change, Changes, diff};
pub use dot::dot;
pub use format::{PictureFile, PictureFormat, draw};
pub use mermaid::mermaid;
pub use options::{Options, PageSize, TextForm};
pub use png::Pixels;
pub use subgraph::Connect;
pub use svg::svg;

use crate::diag::Diagnostics;
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
