//! Checked query → plan: which operators run in which order, and how a pattern is walked.
//!
//! Input: an [`ir::Query`] and the exact counts of the graph. Output: a [`Plan`]. A plan is a pipeline, a list of operators
//! in which each takes the rows of the one before; nested queries have pipelines of their own.
//!
//! **Invariant:** planning never fails, and it sees no text and no syntax tree.

mod build;
mod cost;
pub mod count;
mod degrees;
mod explain;
mod lookup;
mod meter;
mod order;
mod project;
mod reach;
mod repeat;
mod sizes;

pub use explain::{Measured, explain};
pub use meter::{Done, Meter, Part};

use crate::diag::Span;
use crate::graph::{KeyId, LabelId, TypeId, View};
use crate::ir::{self, Expr, PathSlots, Slot};

/// How a statement will run.
#[derive(Debug)]
pub struct Plan {
    /// The parts of a UNION in order.
    pub parts: Vec<Pipeline>,
    /// Whether equal rows of the parts are one.
    pub distinct: bool,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The pipelines of nested queries, by [`ir::SubqueryId`].
    pub subplans: Vec<Subplan>,
    /// How many slots the frame needs.
    pub slots: u32,
    /// Whether several threads may share the work.
    pub shared: bool,
}

/// One part of a UNION.
#[derive(Debug)]
pub struct Pipeline {
    /// The operators, the first to run first.
    pub ops: Vec<Op>,
    /// The slots of the columns.
    pub columns: Vec<Slot>,
}

/// A nested query; its parts start from the row at hand.
#[derive(Debug)]
pub struct Subplan {
    /// The parts of a UNION in order.
    pub parts: Vec<Pipeline>,
    /// Whether equal rows of the parts are one.
    pub distinct: bool,
    /// What the expression makes of the rows.
    pub yields: ir::Yield,
}

/// An operator: rows in, rows out.
#[derive(Debug)]
pub enum Op {
    /// Each row × the matches of a connected or unconnected pattern.
    Match(Match),
    /// Each row × the rows of the inner pipeline, or with nulls if there are none.
    Optional {
        /// What is tried.
        inner: Vec<Op>,
        /// The slots that are null when it gives no row.
        nulls: Vec<Slot>,
    },
    /// Rows for which all of these are true.
    Filter(Vec<Expr>),
    /// Each row × the items of a list.
    Unwind {
        /// The list.
        list: Expr,
        /// Where each item goes.
        slot: Slot,
    },
    /// Each row with further slots filled.
    Project(Vec<(Expr, Slot)>),
    /// One row for each group.
    Aggregate(ir::Grouping),
    /// One row for each group, whose numbers are counted without the rows of these operators.
    Count {
        /// The groups and their numbers.
        grouping: ir::Grouping,
        /// How they are counted.
        count: Box<count::Count>,
        /// The operators that give the same, the last of which groups.
        instead: Vec<Self>,
    },
    /// The first of equal rows, by these slots.
    Distinct(Vec<Slot>),
    /// All rows in order, or the first of them.
    Sort(Sort),
    /// All rows but the first.
    Skip(Expr),
    /// The first rows.
    Limit(Expr),
    /// New nodes and relationships for each row.
    Create(Vec<ir::CreateItem>),
    /// What must be there for each row.
    Merge(Box<Merge>),
    /// Changes for each row.
    Set(Vec<ir::SetItem>),
    /// Each row × the rows of a procedure.
    Call(ir::Call),
    /// What goes away, for all rows at once.
    Delete(ir::Delete),
    /// Each row × the rows of a query.
    Apply(Apply),
    /// Changes for each item of a list, for each row.
    Foreach(Foreach),
}

impl Op {
    /// Whether it changes the graph.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self {
            Self::Create(_) | Self::Merge(_) | Self::Set(_) | Self::Delete(_) | Self::Foreach(_) => true,
            Self::Apply(apply) => apply.parts.iter().any(|part| part.ops.iter().any(Self::writes)),
            _ => false,
        }
    }
}

/// `ORDER BY`
#[derive(Debug)]
pub struct Sort {
    /// What to order by.
    pub keys: Vec<ir::SortKey>,
    /// The slots that are used later.
    pub live: Vec<Slot>,
    /// How many rows are used later; all when absent.
    pub most: Option<Most>,
    /// Whether no key can fail, so that the first may decide alone.
    pub plain: bool,
}

/// The number of rows that a SKIP and a LIMIT leave of use.
#[derive(Debug)]
pub struct Most {
    /// So many are passed over.
    pub skip: Option<Expr>,
    /// So many are kept.
    pub limit: Expr,
}

/// `CALL { … }`
#[derive(Debug)]
pub struct Apply {
    /// The parts of a UNION in order; they start from the row at hand.
    pub parts: Vec<Pipeline>,
    /// Whether equal rows of the parts are one.
    pub distinct: bool,
    /// Whether a row stays for which there is none.
    pub optional: bool,
    /// Where the columns go; none when every row goes on once.
    pub outputs: Option<Vec<Slot>>,
}

/// `FOREACH`
#[derive(Debug)]
pub struct Foreach {
    /// The list.
    pub list: Expr,
    /// Where each item goes.
    pub slot: Slot,
    /// What to do for each item; all of it changes the graph.
    pub ops: Vec<Op>,
}

/// How a pattern is found: steps that each bind or test something, depth first.
#[derive(Debug, Default)]
pub struct Match {
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Whether only the number of matches is asked for each row, of which the first step follows a relationship.
    pub counted: bool,
    /// About how many matches there are for each row, as far as they don't depend on it.
    pub rows: f64,
    /// About what it costs to find these, in nodes that are met in the order of their ids.
    pub cost: f64,
}

/// `MERGE`
#[derive(Debug)]
pub struct Merge {
    /// How to look for it.
    pub find: Match,
    /// How to make it.
    pub create: Vec<ir::CreateItem>,
    /// What to do when it was made.
    pub on_create: Vec<ir::SetItem>,
    /// What to do when it was found.
    pub on_match: Vec<ir::SetItem>,
    /// The nodes of the pattern that must be there before, since null can't be merged.
    pub needs: Vec<Slot>,
    /// Where the clause stands.
    pub span: Span,
}

/// One step of a match.
#[derive(Debug)]
pub enum Step {
    /// Binds a node, or tests one that is known.
    Node {
        /// The node.
        node: NodeTest,
        /// Where candidates come from.
        from: Scan,
    },
    /// Walks one relationship from a known node.
    Expand(Expand),
    /// Takes a relationship that is known before the clause, and binds or tests its ends.
    Given(Given),
    /// Walks a number of relationships from a known node.
    Walk(Walk),
    /// Binds the last node of a chain once for each node that it can be.
    Reach(Box<Reach>),
    /// Repeats a path from a known node.
    Repeat(Repeat),
    /// Finds some of the paths from a known node, the shortest first.
    Select(Box<Select>),
    /// Goes on if this is true.
    Filter(Expr),
    /// Puts a path together.
    Path(PathSlots),
}

/// Where candidates for a node come from.
#[derive(Clone, Debug)]
pub enum Scan {
    /// Its slot, which is filled.
    Slot,
    /// All nodes.
    All,
    /// The nodes of one label.
    Label(LabelId),
    /// The nodes with a property, by an index.
    Lookup(Box<Lookup>),
}

/// Nodes by the value of a property.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The label that they have; any when absent.
    pub label: Option<LabelId>,
    /// The property.
    pub key: KeyId,
    /// What it must equal, or the list with one of whose items; known before the node is.
    pub value: Expr,
    /// Whether it is a list of values.
    pub any: bool,
}

/// A node to bind or to test.
#[derive(Clone, Debug)]
pub struct NodeTest {
    /// Its slot.
    pub slot: Slot,
    /// Whether the slot is filled by then.
    pub bound: bool,
    /// The labels it must have.
    pub labels: Vec<LabelId>,
    /// Where it stands.
    pub span: Span,
}

/// One relationship from a known node.
#[derive(Debug)]
pub struct Expand {
    /// Where the relationship goes.
    pub rel: Slot,
    /// The types, one of which it must have; any when empty.
    pub types: Vec<TypeId>,
    /// The known node.
    pub from: Slot,
    /// The other node.
    pub to: NodeTest,
    /// Which way it points, seen from the known node at its left.
    pub arrow: ir::Arrow,
    /// The relationships of this pattern that are bound by then; it must be none of them.
    pub distinct: Vec<Slot>,
    /// Where the other node must come in the order of ids.
    pub order: Option<Order>,
}

/// A condition on a property that grows with the ids of nodes, so that it is one on these.
#[derive(Debug)]
pub struct Order {
    /// How the id of the node compares: less, greater, or also the same.
    pub op: ir::CompareOp,
    /// With that of this one.
    pub than: Slot,
    /// The condition.
    pub condition: Expr,
}

/// A relationship that is known before the clause.
#[derive(Debug)]
pub struct Given {
    /// Its slot.
    pub rel: Slot,
    /// The types, one of which it must have; any when empty.
    pub types: Vec<TypeId>,
    /// The node written before it.
    pub left: NodeTest,
    /// The node written after it.
    pub right: NodeTest,
    /// Which way it points.
    pub arrow: ir::Arrow,
    /// The relationships of this pattern that are bound by then.
    pub distinct: Vec<Slot>,
    /// Where it stands.
    pub span: Span,
}

/// A chain that is followed from set to set, since only its last node is read.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The first node.
    pub start: NodeTest,
    /// Where its candidates come from.
    pub scan: Scan,
    /// What must be true of it.
    pub tests: Vec<Expr>,
    /// The steps, at least one.
    pub hops: Vec<Hop>,
}

impl Reach {
    /// The last node.
    #[must_use]
    pub fn end(&self) -> Slot {
        self.hops.last().map_or(self.start.slot, |hop| hop.walk.to.slot)
    }
}

/// A step from a set of nodes to the set of those that are reached from them.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Which; its list of relationships is not made.
    pub walk: Walk,
    /// What must be true of a node that is reached.
    pub tests: Vec<Expr>,
}

/// A number of relationships from a known node.
#[derive(Clone, Debug)]
pub struct Walk {
    /// Where the list of relationships goes.
    pub rels: Slot,
    /// The types, one of which each must have; any when empty.
    pub types: Vec<TypeId>,
    /// The properties that each must have.
    pub properties: Vec<(KeyId, Expr)>,
    /// What each must fulfill besides.
    pub step: Option<ir::StepTest>,
    /// The known node.
    pub from: Slot,
    /// The other node.
    pub to: NodeTest,
    /// Which way they point, seen from the known node.
    pub arrow: ir::Arrow,
    /// How many.
    pub length: ir::Length,
    /// Whether the walk runs against the order written, so that its list is turned around.
    pub reversed: bool,
    /// The relationships of this pattern that are bound by then.
    pub distinct: Vec<Slot>,
}

impl Walk {
    /// Whether it would end where it began if it could go one relationship back and forth.
    #[must_use]
    pub fn returns(&self) -> bool {
        self.arrow == ir::Arrow::Both && self.length.min == 1 && self.length.max != Some(1)
    }
}

/// A path that is repeated from a known node.
#[derive(Debug)]
pub struct Repeat {
    /// Where the list of all relationships goes.
    pub rels: Slot,
    /// The known node.
    pub from: Slot,
    /// The other node.
    pub to: NodeTest,
    /// How one repetition is found.
    pub once: Match,
    /// Where a repetition begins, and where it ends.
    pub ends: (Slot, Slot),
    /// The relationships of a repetition in the order written.
    pub links: Vec<Slot>,
    /// The variables of a repetition, each with the slot for the list of all.
    pub lists: Vec<(Slot, Slot)>,
    /// How often it is repeated.
    pub length: ir::Length,
    /// Whether it runs against the order written, so that the lists are turned around.
    pub reversed: bool,
    /// The relationships of this pattern that are bound by then.
    pub distinct: Vec<Slot>,
}

/// Some of the paths from a known node.
#[derive(Debug)]
pub struct Select {
    /// Which paths, for each last node.
    pub selector: ir::Selector,
    /// Whether a path may end where it begins.
    pub closed: bool,
    /// The known node.
    pub from: Slot,
    /// What the path is made of, each with the node after it; the last is the other end.
    pub links: Vec<(Link, NodeTest)>,
    /// What must be true of a path to be taken.
    pub conditions: Vec<Expr>,
    /// The path, when it has a name.
    pub path: Option<PathSlots>,
}

/// A part of a path between two of its nodes.
#[derive(Debug)]
pub enum Link {
    /// One relationship, which goes into its slot by itself.
    Once(Walk),
    /// A walk, which goes there as a list.
    Walk(Walk),
    /// A path that is repeated.
    Repeat(Repeat),
}

/// Plans a query. With `optimize` patterns are walked in the order that the counts of the graph make cheapest,
/// without it in the order written.
#[must_use]
pub fn plan(query: &ir::Query, view: View<'_>, optimize: bool) -> Plan {
    build::Builder {
        view,
        optimize,
        lasting: false,
        steady: false,
        first: false,
        subqueries: &query.subqueries,
        slots: query.slots,
    }
    .query(query)
}
