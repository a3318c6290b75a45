//! The typed property graph: names, schema, store, and the one way to read it.
//!
//! Written data live in petgraph's stable directed graph under ids that are never used twice; properties live in typed
//! columns, a table for each set of labels and each relationship type; adjacency is indexed lazily as sorted slices.
//!
//! **Invariant:** petgraph is named only here, and everybody else reads through [`View`].

mod adjacency;
pub mod algorithms;
mod column;
mod facts;
mod names;
mod origin;
mod projection;
pub mod schema;
mod store;
mod undo;
mod view;
mod visit;

pub use adjacency::{Hops, Lists};
pub use facts::{EndFacts, TypeFacts};
pub use names::{Interner, KeyId, LabelId, Names, TypeId};
pub use origin::Origin;
pub use projection::{Hop, Projection, Selection};
pub use schema::Schema;
pub use store::{Counters, Graph};
pub use view::View;

use crate::value::{NodeId, RelId};

/// A node or a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// A node.
    Node(NodeId),
    /// A relationship.
    Rel(RelId),
}

/// Which way a relationship is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From its start to its end.
    Out,
    /// From its end to its start.
    In,
}
