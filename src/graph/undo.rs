//! What a statement has changed, so that a failed one leaves the graph as it was.

use super::{KeyId, LabelId};
use crate::graph::{Entity, Graph};
use crate::value::{NodeId, RelId, Value};
use std::sync::Arc;

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
        self.counters = super::Counters::default();
    }

    /// Keeps the changes since [`Graph::begin`] and tells what they were.
    pub fn commit(&mut self) -> super::Counters {
        self.undo = None;
        std::mem::take(&mut self.counters)
    }

    /// Takes back every change since [`Graph::begin`], the last first, in O(changes).
    pub fn rollback(&mut self) {
        for change in self.undo.take().unwrap_or_default().into_iter().rev() {
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
