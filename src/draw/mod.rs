//! An answer → a picture.
//!
//! Input: rows and the graph they came from. Output: DOT text.

use crate::graph::View;
use crate::value::{NodeId, RelId, Rows};

/// The nodes and relationships of an answer, each once, in the order of their first appearance.
#[derive(Clone, Debug, Default)]
pub struct Subgraph {
    /// The nodes, with the ends of every relationship among them.
    pub nodes: Vec<NodeId>,
    /// The relationships.
    pub rels: Vec<RelId>,
}

/// What a picture is called and how it runs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The title; none when empty.
    pub title: String,
    /// Whether ranks go from left to right rather than from top to bottom.
    pub left_to_right: bool,
}

impl Subgraph {
    /// Collects every node, relationship and path of the rows, also those within lists and maps.
    #[must_use]
    pub fn of(_rows: &Rows, _view: View<'_>) -> Self {
        Self::default()
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

/// The picture as DOT, valid for Graphviz 2.40 and later.
#[must_use]
pub fn dot(_subgraph: &Subgraph, _view: View<'_>, _options: &Options) -> String {
    String::new()
}
