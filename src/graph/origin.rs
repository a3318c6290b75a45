//! Where a node or a relationship comes from.

use super::Entity;
use std::sync::Arc;

/// The reason why something is in the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was written in a file.
    Written {
        /// The file, as the user names it.
        file: Arc<str>,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// A rule of the data made it.
    Derived {
        /// The rule's name.
        rule: Arc<str>,
        /// The nodes and relationships that the rule had matched.
        facts: Arc<[Entity]>,
    },
}
