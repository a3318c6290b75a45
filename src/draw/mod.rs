//! An answer → a picture.
//!
//! Input: rows and the graph they came from. Output: a picture in one of the formats of [`PictureFormat`].
//!
//! ```text
//! rows ── subgraph ──▶ nodes and relationships ── scene ──▶ texts and styles ──┬── dot ──▶ DOT
//!                                                                              ├── mermaid ──▶ Mermaid
//!                                                                              │
//!        PNG, page ◀───── SVG ◀── svg ── figure: everything with its place ◀───┘
//!                                          │  ▲
//!                                    sizes ▼  │ places
//!                                         layout
//! ```
//!
//! A node type has its color and its shape, a relationship type its color and its stroke, by its place in the schema and
//! the theme: the same type looks the same in every picture and every format. Nodes and relationships keep the order of their first
//! appearance in the answer, so that the same answer gives the same bytes.

mod apart;
mod chart;
mod cut;
mod describe;
mod diff;
mod dot;
mod figure;
mod fit;
mod format;
mod frames;
mod groups;
mod html;
mod label;
mod lay;
mod layout;
mod mark;
mod measure;
mod mermaid;
mod name;
mod notes;
mod options;
mod outline;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod png;
mod proposals;
mod scene;
mod shape;
mod sources;
mod style;
pub mod stylesheet;
mod subgraph;
mod svg;
mod theme;
mod tooltip;
mod trunks;
mod typeset;
mod way;

pub use chart::chart;
pub use cut::{Cut, READABLE};
pub use diff::{Change, Changes, Comparison, diff};
pub use dot::dot;
pub use format::{PictureFile, PictureFormat, draw};
pub use mermaid::mermaid;
pub use options::{Engine, Options, PageSize, TextForm};
pub use png::Pixels;
pub use proposals::{Proposal, proposals};
pub use stylesheet::Stylesheet;
pub use subgraph::Connect;
pub use svg::svg;
pub use theme::Theme;

use crate::diag::codes::{INTERRUPTED, TIMED_OUT};
use crate::diag::{Diagnostic, Diagnostics};
use crate::graph::Entity;
use crate::value::{NodeId, RelId, Why};
use rustc_hash::{FxHashMap, FxHashSet};

/// The nodes and relationships of an answer, each once, in the order of their first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subgraph {
    /// The nodes, with the ends of every relationship among them.
    pub nodes: Vec<NodeId>,
    /// The relationships.
    pub rels: Vec<RelId>,
    /// The relationships that the paths of the answer walk against their direction. Their lines are laid out as they are
    /// walked, so that a path runs one way however its arrows point.
    pub backward: FxHashSet<RelId>,
    /// What is written at them: names and values, in the order of the columns they come from.
    pub notes: FxHashMap<Entity, Vec<(String, String)>>,
    /// What stands out, when everything else is dimmed.
    pub bright: Option<FxHashSet<Entity>>,
}

/// A picture as text, and what is not as it could be about it.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// The content of the file.
    pub text: String,
    /// Warnings, of which the picture is whole all the same.
    pub warnings: Diagnostics,
    /// The size of the smallest letters in points when the picture fills a slide; nothing when it has no shape of its own.
    pub smallest: Option<f64>,
}

/// What is said when somebody has asked for an end before a picture was made.
#[must_use]
pub fn ended(why: Why) -> Box<Diagnostic> {
    Box::new(match why {
        Why::Asked => Diagnostic::error(INTERRUPTED, "interrupted; nothing is drawn"),
        Why::Late => Diagnostic::error(TIMED_OUT, "the time for the picture is up; nothing is drawn")
            .hint("Draw less of the answer, or give it a longer timeout."),
    })
}
