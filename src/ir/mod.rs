//! The checked query: every name resolved, every variable a slot, every part with its place.
//!
//! Output of `check`, input of `plan`. Variables live in numbered slots of one frame; the parts of a UNION and nothing
//! else reuse slots. Nested queries stand in a table beside the expressions that use them.
//!
//! **Invariant:** data types only; a value of [`Query`] has passed every check.

mod expr;
mod pattern;

pub use expr::{
    AggregateCall, ArithmeticOp, CompareOp, Expr, ExprKind, LabelTest, LogicOp, Quantifier, StringOp, SubqueryId,
};
pub use pattern::{Arrow, Group, Length, NodeVar, PathVar, Pattern, RelVar, Selection, Selector, StepTest};

use crate::diag::Span;
use crate::functions::procedure::Procedure;
use crate::graph::{KeyId, LabelId, TypeId};
use std::collections::BTreeMap;

/// The place of a variable in the frame of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(pub u32);

/// A whole statement.
#[derive(Clone, Debug)]
pub struct Query {
    /// The parts joined by UNION, at least one.
    pub parts: Vec<Part>,
    /// Whether equal rows of the parts are one (`UNION` without `ALL`).
    pub distinct: bool,
    /// The names of the columns; none for a statement without RETURN.
    pub columns: Vec<String>,
    /// The queries nested in expressions, by [`SubqueryId`].
    pub subqueries: Vec<Subquery>,
    /// How many slots the frame needs.
    pub slots: u32,
}

/// One part of a UNION, or the whole statement.
#[derive(Clone, Debug)]
pub struct Part {
    /// The clauses in order.
    pub clauses: Vec<Clause>,
    /// The slots of the columns.
    pub columns: Vec<Slot>,
    /// The names of the variables, for showing a plan; one that WITH renames keeps its first name.
    pub variables: BTreeMap<Slot, String>,
}

/// A query nested in an expression; it starts from the row at hand.
#[derive(Clone, Debug)]
pub struct Subquery {
    /// The parts of a UNION in order, at least one.
    pub parts: Vec<Part>,
    /// Whether equal rows of the parts are one.
    pub distinct: bool,
    /// What the expression makes of its rows.
    pub yields: Yield,
    /// The slots of the row at hand that it reads.
    pub uses: Vec<Slot>,
}

/// What an expression makes of the rows of a nested query.
#[derive(Clone, Debug)]
pub enum Yield {
    /// Whether there is one.
    Exists,
    /// How many there are.
    Count,
    /// The value of the only column of each, as a list.
    Column,
    /// This value of each, as a list.
    List(Expr),
    /// This value of the first, or null.
    First(Expr),
}

/// A clause.
#[derive(Clone, Debug)]
pub enum Clause {
    /// Rows × matches of a pattern.
    Match(Match),
    /// Rows × items of a list.
    Unwind {
        /// The list.
        list: Expr,
        /// Where each item goes.
        slot: Slot,
    },
    /// New columns from old, possibly grouped, ordered and cut.
    Project(Projection),
    /// Only rows for which all of these are true.
    Filter(Vec<Expr>),
    /// New nodes and relationships.
    Create(Vec<CreateItem>),
    /// What must be there.
    Merge(Box<Merge>),
    /// Changes.
    Set(Vec<SetItem>),
    /// What goes away.
    Delete(Delete),
    /// Rows × rows of a procedure.
    Call(Call),
    /// Rows × rows of these clauses, or with nulls when there are none.
    Optional {
        /// What is tried.
        clauses: Vec<Clause>,
        /// The slots that are null when it gives no row.
        binds: Vec<Slot>,
    },
    /// Rows × rows of a query.
    Apply(Apply),
    /// Changes for each item of a list.
    Foreach(Foreach),
}

/// `CALL { … }`
#[derive(Clone, Debug)]
pub struct Apply {
    /// The parts of a UNION in order, at least one.
    pub parts: Vec<Part>,
    /// Whether equal rows of the parts are one.
    pub distinct: bool,
    /// Whether a row stays for which there is none.
    pub optional: bool,
    /// Where the columns go; none when the query returns nothing, which lets every row through once.
    pub outputs: Option<Vec<Slot>>,
}

/// `FOREACH`
#[derive(Clone, Debug)]
pub struct Foreach {
    /// The list.
    pub list: Expr,
    /// Where each item goes.
    pub slot: Slot,
    /// What to do for each item.
    pub clauses: Vec<Clause>,
}

/// `[OPTIONAL] MATCH … [WHERE …]`
#[derive(Clone, Debug)]
pub struct Match {
    /// Nodes, relationships and paths to find.
    pub pattern: Pattern,
    /// The condition, as parts of which all must be true.
    pub conditions: Vec<Expr>,
    /// Whether a row without a match stays.
    pub optional: bool,
    /// The slots that this clause binds, which are null when it does not match.
    pub binds: Vec<Slot>,
}

/// `WITH` and `RETURN`.
#[derive(Clone, Debug)]
pub struct Projection {
    /// How rows are grouped, when there are aggregates.
    pub grouping: Option<Grouping>,
    /// What is computed for each row, or for each group.
    pub items: Vec<(Expr, Slot)>,
    /// Whether equal rows are one.
    pub distinct: bool,
    /// What to order by.
    pub order: Vec<SortKey>,
    /// How many rows to leave out.
    pub skip: Option<Expr>,
    /// How many rows to keep.
    pub limit: Option<Expr>,
    /// The slots in scope after it, those of the items.
    pub scope: Vec<Slot>,
}

/// Keys and aggregates of a projection.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// Rows with equal keys are one group; without keys all rows are one group.
    pub keys: Vec<(Expr, Slot)>,
    /// What is computed over each group.
    pub aggregates: Vec<(AggregateCall, Slot)>,
}

/// One key of an order.
#[derive(Clone, Debug)]
pub struct SortKey {
    /// The value to order by.
    pub expr: Expr,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// `MERGE`
#[derive(Clone, Debug)]
pub struct Merge {
    /// What to look for.
    pub pattern: Pattern,
    /// The order in which to make it when it is not there.
    pub create: Vec<CreateItem>,
    /// What to do when it was made.
    pub on_create: Vec<SetItem>,
    /// What to do when it was found.
    pub on_match: Vec<SetItem>,
    /// Where the clause stands.
    pub span: Span,
}

/// Something that `CREATE` makes.
#[derive(Clone, Debug)]
pub enum CreateItem {
    /// A node.
    Node {
        /// Where it goes.
        slot: Slot,
        /// Its labels.
        labels: Vec<LabelId>,
        /// Its properties.
        properties: Properties,
        /// Where it stands.
        span: Span,
    },
    /// A relationship between two nodes that are there by then.
    Rel {
        /// Where it goes.
        slot: Slot,
        /// Its type.
        kind: TypeId,
        /// Where it starts.
        start: Slot,
        /// Where it ends.
        end: Slot,
        /// Its properties.
        properties: Properties,
        /// Where it stands.
        span: Span,
    },
    /// A path over what was made.
    Path(PathSlots),
}

/// A path as slots of nodes and relationships.
#[derive(Clone, Debug)]
pub struct PathSlots {
    /// Where the path goes.
    pub slot: Slot,
    /// Its nodes in order.
    pub nodes: Vec<Slot>,
    /// Its relationships in order; a slot may hold a list of them.
    pub rels: Vec<Slot>,
}

/// The properties given to something new.
#[derive(Clone, Debug)]
pub enum Properties {
    /// Key by key.
    Keys(Vec<(KeyId, Expr)>),
    /// Those of a map.
    Map(Expr),
}

/// One change of `SET`.
#[derive(Clone, Debug)]
pub enum SetItem {
    /// One property.
    Property {
        /// What to change.
        entity: Expr,
        /// The key.
        key: KeyId,
        /// The new value.
        value: Expr,
        /// Where it stands.
        span: Span,
    },
    /// The properties of a map or of another entity.
    Properties {
        /// What to change.
        slot: Slot,
        /// Whether the other properties stay.
        add: bool,
        /// The map or entity.
        value: Expr,
        /// Where it stands.
        span: Span,
    },
    /// Further labels.
    Labels {
        /// What to change.
        slot: Slot,
        /// The labels.
        labels: Vec<LabelId>,
        /// Where it stands.
        span: Span,
    },
    /// Labels that go away.
    RemoveLabels {
        /// What to change.
        slot: Slot,
        /// The labels.
        labels: Vec<LabelId>,
        /// Where it stands.
        span: Span,
    },
}

/// `[DETACH] DELETE`
#[derive(Clone, Debug)]
pub struct Delete {
    /// Whether the relationships of a node go with it.
    pub detach: bool,
    /// The nodes, relationships and paths.
    pub entities: Vec<Expr>,
}

/// `CALL`
#[derive(Clone, Debug)]
pub struct Call {
    /// The procedure.
    pub procedure: Procedure,
    /// Its arguments.
    pub args: Vec<Expr>,
    /// The outputs that are taken, by their place, each with where it goes.
    pub outputs: Vec<(usize, Slot)>,
    /// Where the clause stands.
    pub span: Span,
}
