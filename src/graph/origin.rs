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

/// The origins of nodes and relationships, by their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    nodes: Vec<Option<Origin>>,
    rels: Vec<Option<Origin>>,
}

impl Origins {
    pub(super) fn get(&self, entity: Entity) -> Option<&Origin> {
        match entity {
            Entity::Node(node) => self.nodes.get(node.0 as usize)?.as_ref(),
            Entity::Rel(rel) => self.rels.get(rel.0 as usize)?.as_ref(),
        }
    }

    /// Makes room for the origins of so many nodes and relationships.
    pub(super) fn reserve(&mut self, nodes: usize, rels: usize) {
        self.nodes.reserve_exact(nodes);
        self.rels.reserve_exact(rels);
    }

    /// Remembers an origin, or forgets it.
    pub(super) fn set(&mut self, entity: Entity, origin: Option<Origin>) {
        let (list, at) = match entity {
            Entity::Node(node) => (&mut self.nodes, node.0 as usize),
            Entity::Rel(rel) => (&mut self.rels, rel.0 as usize),
        };
        if list.len() <= at {
            if origin.is_none() {
                return;
            }
            list.resize(at + 1, None);
        }
        list[at] = origin;
    }
}
