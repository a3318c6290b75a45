//! Counts without rows.
//!
//! An aggregate that only counts the matches of a pattern does not need them one by one. A variable with a single edge is
//! summed away: the count of what hangs on a node is a sum over its neighbors, and counts of independent parts multiply
//! (variable elimination, as in Abo Khamis, Ngo, Rudra: "FAQ: Questions Asked Frequently", 2016). What remains are
//! circles, whose variables are enumerated depth first, with the circles closed by looking into sorted adjacency.
//!
//! Input: the clauses before an aggregating projection, and the graph's exact counts. Output: a [`Count`], or nothing when
//! the clauses ask for something that takes rows.

mod cost;
mod expand;
mod levels;
mod measures;
mod order;
mod read;
mod shape;
mod shorten;
mod symmetry;

pub use cost::of_rows;
pub(super) use measures::plan;

use crate::graph::{KeyId, LabelId, TypeId};
use crate::ir::{Arrow, Expr, Slot};

/// How an aggregating projection is computed from counts.
#[derive(Debug)]
pub struct Count {
    /// The variables that the keys of the groups read.
    pub groups: Vec<Slot>,
    /// What must hold of these variables.
    pub conditions: Vec<Expr>,
    /// Whether each assignment of these variables is a group of its own.
    pub apart: bool,
    /// How many rows each group has, or all together without groups; if that is not asked for, [`Measure::Rows`].
    pub rows: Measure,
    /// The groups are those with a number that is not zero: of rows, which is 0, or of a measure, counted from 1.
    pub listing: usize,
    /// What each aggregate counts.
    pub measures: Vec<Measure>,
    /// How often each row is counted: once for each order of the variables that have to be in one.
    pub times: i128,
}

impl Count {
    /// What is counted: the rows, and then what each aggregate asks for.
    pub fn asked(&self) -> impl Iterator<Item = &Measure> {
        std::iter::once(&self.rows).chain(&self.measures)
    }

    /// Whether of the two variables that groups are named by one never stands for a node with an id above that of the other.
    fn is_rising(&self) -> bool {
        let parts = self.asked().flat_map(Measure::terms).flat_map(|term| &term.parts);
        let mut named = parts.filter(|part| !part.groups.is_empty());
        named.all(|part| match part.groups.as_slice() {
            [(a, _), (b, _)] => part.levels[*a].above == Some(*b) || part.levels[*b].above == Some(*a),
            _ => false,
        })
    }

    /// The place of the group's variable whose nodes everything that is counted begins with, so that it can be counted for some
    /// of these nodes after others; none when there is no such one.
    #[must_use]
    pub fn begins_with(&self) -> Option<usize> {
        let begins = |part: &Part| part.groups.iter().find(|(level, _)| *level == 0).map(|(_, group)| *group);
        let mut all = self.asked().flat_map(Measure::terms).map(|term| {
            let mut grouped = term.parts.iter().filter(|part| !part.groups.is_empty());
            match (grouped.next(), grouped.next()) {
                (Some(part), None) => begins(part),
                _ => None,
            }
        });
        let first = all.next()??;
        (first < self.groups.len() && all.all(|each| each == Some(first))).then_some(first)
    }

    /// About how many nanoseconds it takes to find so many groups.
    #[must_use]
    pub fn cost(&self, groups: f64) -> f64 {
        let group = if self.begins_with().is_some() { cost::NEAR_GROUP } else { cost::GROUP };
        let steps = |term: &Term| term.parts.iter().map(|part| part.cost).sum::<f64>();
        self.asked().flat_map(Measure::terms).map(steps).sum::<f64>() + groups * group
    }
}

/// A number for each group.
#[derive(Debug)]
pub enum Measure {
    /// The rows of the group.
    Rows,
    /// Sums of products for each assignment of the groups' variables.
    Sum(Vec<Term>),
    /// For how many nodes, which come after the groups' variables, the sum is not zero.
    Distinct(Vec<Term>),
    /// The same with weights, whose sums soon leave the numbers that a count can reach.
    Total(Vec<Term>),
    /// A total, divided by how many rows it is of.
    Mean(Vec<Term>, Vec<Term>),
}

impl Measure {
    /// All terms that are summed for it, in the order in which it names them.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        let (first, second): (&[Term], &[Term]) = match self {
            Self::Rows => (&[], &[]),
            Self::Sum(terms) | Self::Distinct(terms) | Self::Total(terms) => (terms, &[]),
            Self::Mean(terms, number) => (terms, number),
        };
        first.iter().chain(second)
    }
}

/// A product of parts, times a factor.
#[derive(Debug)]
pub struct Term {
    /// How often it counts.
    pub factor: i64,
    /// Parts that share no variable.
    pub parts: Vec<Part>,
}

/// Variables that are enumerated depth first.
#[derive(Debug)]
pub struct Part {
    /// The variables in order.
    pub levels: Vec<Level>,
    /// The levels of the groups' variables that are in this part, each with the place of the group.
    pub groups: Vec<(usize, usize)>,
    /// How many levels have variables that may change places: their nodes are bound in increasing order, and each match
    /// so found stands for one in every order. One when there are none.
    pub exchanged: usize,
    /// About how many steps it takes.
    pub cost: f64,
}

/// One variable of a part.
#[derive(Debug)]
pub struct Level {
    /// The variable; of variables that may change places, what most of them are.
    pub node: NodeSum,
    /// What one of the variables that may change places is, unlike the others.
    pub odd: Option<NodeSum>,
    /// Where its candidates come from.
    pub source: Source,
    /// Further relationships to variables bound before.
    pub closings: Vec<Closing>,
    /// Levels before this one that must be bound to another node.
    pub unequal: Vec<usize>,
    /// The level before this one that must be bound to a node with a smaller id, where no hop sees to the order.
    pub above: Option<usize>,
}

/// Where the candidates of a level come from.
#[derive(Debug)]
pub enum Source {
    /// All nodes that fit.
    Scan,
    /// The neighbors of the node at a level before.
    Hop {
        /// The level.
        from: usize,
        /// The way.
        hop: Hop,
        /// A neighbor counts once, however often it is met.
        once: bool,
    },
}

impl Source {
    /// The way to the candidates.
    #[must_use]
    pub fn hop(&self) -> Option<&Hop> {
        match self {
            Self::Scan => None,
            Self::Hop { hop, .. } => Some(hop),
        }
    }
}

/// A relationship between this level and one before.
#[derive(Debug)]
pub struct Closing {
    /// The other level.
    pub level: usize,
    /// How the other level's node leads to this one, or, when turned, this one to the other level's.
    pub hop: Hop,
    /// Whether the hop begins here.
    pub turned: bool,
    /// What is asked of the relationships.
    pub test: Test,
    /// How it is found out, unless it is turned: then there is one node to compare with.
    pub look: Look,
}

/// How relationships between two bound nodes are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// In the list of the other level's node.
    Search,
    /// By marks of the neighbors of the other level's node, which many nodes in a row are looked for in.
    Marks,
    /// In the set of all pairs.
    Pairs,
}

/// What is asked of the relationships between two bound nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Each of them counts.
    Rows,
    /// There is one.
    Some,
    /// There is none.
    None,
}

/// A way to neighbors.
#[derive(Clone, Debug)]
pub struct Hop {
    /// The steps; several only where each node has at most one neighbor by each of them.
    pub steps: Vec<Step>,
    /// Whether a neighbor is met at most once.
    pub simple: bool,
    /// Whether each node has at most one neighbor.
    pub single: bool,
    /// Whether only neighbors are taken that come later in the order of nodes by degree: see [`crate::graph::View::later`].
    pub later: bool,
}

/// Relationships from one node to the next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The types.
    pub types: Vec<TypeId>,
    /// Which way they point.
    pub arrow: Arrow,
    /// What has to be tested of the node between this step and the next.
    pub labels: Vec<LabelId>,
}

impl Step {
    /// The same, walked from the other end.
    #[must_use]
    pub fn turned(&self) -> Self {
        let arrow = match self.arrow {
            Arrow::Right => Arrow::Left,
            Arrow::Left => Arrow::Right,
            Arrow::Both => Arrow::Both,
        };
        Self { arrow, ..self.clone() }
    }
}

/// A variable, and all that is summed away at it.
#[derive(Debug)]
pub struct NodeSum {
    /// Its slots.
    pub slots: Vec<Slot>,
    /// The label whose nodes are looked at when there is no neighbor to come from.
    pub label: Option<LabelId>,
    /// The labels that have to be tested.
    pub tests: Vec<LabelId>,
    /// The conditions on it alone.
    pub conditions: Vec<Expr>,
    /// How often a match with a node counts: a whole number from 0 on, or rows have to be made.
    pub weight: Option<Expr>,
    /// The property that one of the conditions compares with a constant, and that: where to look the nodes up.
    pub lookup: Option<(KeyId, Expr)>,
    /// What hangs on it.
    pub branches: Vec<Branch>,
    /// Whether its sums are computed for all nodes beforehand, since they are asked for more often than there are nodes.
    pub table: bool,
}

impl NodeSum {
    /// A variable of which nothing is asked.
    fn bare(slots: Vec<Slot>) -> Self {
        Self {
            slots,
            label: None,
            tests: Vec::new(),
            conditions: Vec::new(),
            weight: None,
            lookup: None,
            branches: Vec::new(),
            table: false,
        }
    }

    fn is_bare(&self) -> bool {
        self.tests.is_empty() && self.conditions.is_empty() && self.branches.is_empty()
    }
}

/// Something that hangs on a node, as a sum over its neighbors.
#[derive(Debug)]
pub struct Branch {
    /// The way to the neighbors.
    pub hop: Hop,
    /// What becomes of their sums.
    pub reduce: Reduce,
    /// The neighbors.
    pub node: NodeSum,
}

/// What becomes of the sums of neighbors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduce {
    /// Their sum.
    Sum,
    /// Their sum, each neighbor taken once.
    SumDistinct,
    /// Their sum, or one if that is zero.
    AtLeastOne,
    /// One if there is any.
    Exists,
    /// One if there is none.
    Missing,
}
