//! An answer → a picture.
//!
//! Input: rows and the graph they came from. Output: DOT text.
//!
//! A node type has its color and its shape, a relationship type its color, by its place in the schema: the same type
//! looks the same in every picture. Nodes and relationships keep the order of their first appearance in the answer, so
//! that the same answer gives the same bytes.

mod dot;
mod label;
mod layout;
mod style;
mod subgraph;
mod tooltip;

pub use dot::dot;

use crate::value::{NodeId, RelId};

/// The nodes and relationships of an answer, each once, in the order of their first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The names of the relationship types to draw between the nodes of the answer; those returned, or else all, when
    /// empty.
    pub connect: Vec<String>,
}
