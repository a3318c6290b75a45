//! A pattern: nodes, relationships and paths to find, as one graph.

use super::{Expr, Slot};
use crate::diag::Span;
use crate::graph::{KeyId, LabelId, TypeId};

/// Everything between `MATCH` and `WHERE`. All relationships of one pattern are different ones.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    /// The nodes; one that is named twice stands once.
    pub nodes: Vec<NodeVar>,
    /// The relationships in the order written.
    pub rels: Vec<RelVar>,
    /// The named paths.
    pub paths: Vec<PathVar>,
}

/// A node to find.
#[derive(Clone, Debug)]
pub struct NodeVar {
    /// Where it goes.
    pub slot: Slot,
    /// Whether the slot is filled before the clause, so that it is only tested.
    pub bound: bool,
    /// The labels, all of which it must have.
    pub labels: Vec<LabelId>,
    /// The properties that must be equal.
    pub properties: Vec<(KeyId, Expr)>,
    /// Where it stands.
    pub span: Span,
}

/// A relationship to find, or a walk over several.
#[derive(Clone, Debug)]
pub struct RelVar {
    /// Where it goes; a walk goes there as a list.
    pub slot: Slot,
    /// Whether the slot is filled before the clause.
    pub bound: bool,
    /// The types, one of which it must have; any when empty.
    pub types: Vec<TypeId>,
    /// The properties that must be equal; of a walk, in each step.
    pub properties: Vec<(KeyId, Expr)>,
    /// The node written before it, as an index into the pattern's nodes.
    pub left: usize,
    /// The node written after it.
    pub right: usize,
    /// Which way it points.
    pub arrow: Arrow,
    /// The number of steps, for a walk.
    pub length: Option<Length>,
    /// Whether only shortest walks are wanted.
    pub shortest: Option<Shortest>,
    /// Where it stands.
    pub span: Span,
}

/// Which way a relationship points, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// From left to right.
    Right,
    /// From right to left.
    Left,
    /// Either way.
    Both,
}

impl Arrow {
    /// The same arrow seen from the other node.
    #[must_use]
    pub fn flip(self) -> Self {
        match self {
            Self::Right => Self::Left,
            Self::Left => Self::Right,
            Self::Both => Self::Both,
        }
    }
}

/// How many steps a walk may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// At least.
    pub min: u64,
    /// At most; no limit when absent.
    pub max: Option<u64>,
}

/// Which of the shortest walks are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortest {
    /// Any one of them.
    One,
    /// Every one.
    All,
}

/// A path to put together once its parts are found.
#[derive(Clone, Debug)]
pub struct PathVar {
    /// Where it goes.
    pub slot: Slot,
    /// Its nodes as indexes into the pattern's nodes.
    pub nodes: Vec<usize>,
    /// Its relationships as indexes into the pattern's relationships.
    pub rels: Vec<usize>,
}
