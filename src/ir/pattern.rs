//! A pattern: nodes, relationships and paths to find, as one graph.

use super::{Expr, Slot};
use crate::diag::Span;
use crate::graph::{Direction, KeyId, LabelId, TypeId};

/// Everything between `MATCH` and `WHERE`. All relationships of one pattern are different ones.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    /// The nodes; one that is named twice stands once.
    pub nodes: Vec<NodeVar>,
    /// The relationships in the order written.
    pub rels: Vec<RelVar>,
    /// The named paths.
    pub paths: Vec<PathVar>,
    /// The paths of which only some are wanted.
    pub selections: Vec<Selection>,
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
    /// The labels one of which it has, where the schema can tell; a condition of the pattern tests for more than that.
    pub options: Option<Vec<LabelId>>,
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
    /// What each step of a walk must fulfill.
    pub step: Option<StepTest>,
    /// The path that is repeated, when it is no single relationship.
    pub group: Option<Box<Group>>,
    /// Where it stands.
    pub span: Span,
}

/// Which way a relationship points, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

    /// The sides from which relationships are followed that point so from a node.
    #[must_use]
    pub fn directions(self) -> &'static [Direction] {
        match self {
            Self::Right => &[Direction::Out],
            Self::Left => &[Direction::In],
            Self::Both => &[Direction::Out, Direction::In],
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

/// Conditions on each relationship of a walk.
#[derive(Clone, Debug)]
pub struct StepTest {
    /// Where the relationship stands while it is tested.
    pub slot: Slot,
    /// What must be true.
    pub conditions: Vec<Expr>,
}

/// A path that is repeated: the last node of one repetition is the first of the next.
#[derive(Clone, Debug)]
pub struct Group {
    /// One repetition; its relationships are those of the path, in order.
    pub pattern: Pattern,
    /// What must be true of each repetition.
    pub conditions: Vec<Expr>,
    /// Its first node, as an index into its nodes.
    pub first: usize,
    /// Its last node.
    pub last: usize,
    /// The variables of a repetition, each with the slot for the list of all.
    pub lists: Vec<(Slot, Slot)>,
}

/// A path of which only some are wanted, for each pair of first and last node.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Which.
    pub selector: Selector,
    /// The first node, as an index into the nodes of the pattern around.
    pub left: usize,
    /// The last node.
    pub right: usize,
    /// The path: its nodes from the first to the last, of which only those between belong to it alone, and the
    /// relationships between them in order.
    pub path: Pattern,
    /// What must be true of a path to be selected.
    pub conditions: Vec<Expr>,
    /// Where the path goes, when it has a name.
    pub slot: Option<Slot>,
    /// Whether a path may end where it begins.
    pub closed: bool,
    /// Where it stands.
    pub span: Span,
}

impl Selection {
    /// The slots that it fills besides those of its ends.
    #[must_use]
    pub fn own_slots(&self) -> Vec<Slot> {
        let nodes = self.path.nodes.iter().filter(|node| !node.bound).map(|node| node.slot);
        let mut slots: Vec<Slot> = nodes.chain(self.slot).collect();
        for rel in &self.path.rels {
            slots.push(rel.slot);
            slots.extend(rel.group.iter().flat_map(|group| &group.lists).map(|(_, list)| *list));
        }
        slots
    }
}

/// Which paths are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector {
    /// So many, the shortest first.
    Paths(u64),
    /// All of so many lengths, the shortest first.
    Groups(u64),
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
