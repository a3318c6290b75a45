//! What a statement has changed, so that a failed one leaves the graph as it was.

use super::{KeyId, LabelId};
use crate::graph::{Entity, Graph};
use crate::value::{NodeId, RelId, Value, free};
use std::sync::Arc;

/// To take so many changes back one by one takes longer than to make anew what was derived from the bulk.
const MANY: usize = 10_000;

/// One change, as what takes it back.
#[derive(Clone, Debug)]
pub(super) enum Change {
    NodeAdded(NodeId),
    RelAdded(RelId),
    PropertySet { entity: Entity, key: KeyId, old: Value },
    LabelsSet { node: NodeId, old: Arc<[LabelId]> },
    NodeDeleted(NodeId),
    RelDeleted { rel: RelId, start: NodeId, end: NodeId },
}

impl Graph {
    /// Starts to remember changes. Statements do not nest: a second call forgets what the first remembered.
    pub fn begin(&mut self) {
        self.undo = Some(Vec::new());
        self.untouched = self.is_untouched();
        self.counters = super::Counters::default();
    }

    /// Keeps the changes since [`Graph::begin`] and tells what they were.
    pub fn commit(&mut self) -> super::Counters {
        self.undo = None;
        std::mem::take(&mut self.counters)
    }

    /// Whether there is nothing but the bulk.
    fn is_untouched(&self) -> bool {
        self.nodes.is_empty()
            && self.rels.is_empty()
            && self.changed_nodes.is_empty()
            && self.changed_rels.is_empty()
            && self.base.node_end > 0
    }

    /// Takes back every change since [`Graph::begin`]: the last first, in O(changes), or many of a graph that was as it had
    /// been loaded in bulk by going back to that, at once.
    pub fn rollback(&mut self) {
        let changes = self.undo.take().unwrap_or_default();
        if self.untouched && changes.len() >= MANY {
            // Indexes and lists of what was changed go too, and are made again when they are asked for.
            let names = std::mem::take(&mut self.names);
            let before = Self::over(Arc::clone(&self.schema), names, Arc::clone(&self.base));
            free((std::mem::replace(self, before), changes));
            return;
        }
        for change in changes.into_iter().rev() {
            match change {
                Change::NodeAdded(node) => {
                    self.detach_node(node);
                    self.origins.set(Entity::Node(node), None);
                }
                Change::RelAdded(rel) => {
                    self.detach_rel(rel);
                    self.origins.set(Entity::Rel(rel), None);
                }
                Change::NodeDeleted(node) => self.attach_node(node),
                Change::RelDeleted { rel, start, end } => self.attach_rel(rel, start, end),
                Change::PropertySet { entity, key, old } => {
                    self.put_property(entity, key, old);
                }
                Change::LabelsSet { node, old } => {
                    self.put_labels(node, old);
                }
            }
        }
        self.counters = super::Counters::default();
    }

    pub(super) fn remember(&mut self, change: Change) {
        if let Some(undo) = &mut self.undo {
            undo.push(change);
        }
    }
}
