//! The typed property graph: names, schema, store, and the one way to read it.
//!
//! What is loaded in bulk is compressed adjacency and packed columns that never change. What is written lives in petgraph's
//! stable directed graph under ids that follow those of the bulk and are never used twice; its properties live in typed
//! columns, a table for each set of labels and each relationship type; adjacency is indexed lazily as sorted slices.
//!
//! **Invariant:** petgraph is named only here, and everybody else reads through [`View`].

mod adjacency;
pub mod algorithms;
mod base;
pub mod bulk;
mod column;
mod facts;
mod index;
mod later;
mod listing;
mod names;
mod origin;
mod pairs;
mod projection;
mod reader;
pub mod schema;
pub mod snapshot;
mod storage;
mod store;
mod undo;
mod view;
mod visit;
mod write;

pub use adjacency::{AdjacencyRows, Hops, Lists};
pub use base::{Bits, Cells, Packed, Texts};
pub use facts::{EndFacts, TypeFacts};
pub use names::{Interner, KeyId, LabelId, Names, TypeId};
pub use origin::Origin;
pub use pairs::{Entry, Pairs};
pub use projection::{Hop, Projection, Selection};
pub use reader::{Ints, PropertyReader};
pub use schema::Schema;
pub use storage::Storage;
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
