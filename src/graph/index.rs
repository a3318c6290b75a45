//! Nodes by the value of a property: built when first asked for, from the graph alone, and followed up by what is written.
//!
//! An index only proposes: what it finds is looked up in the graph before it is believed. So an entry never has to be
//! taken away, and a rolled back statement leaves nothing behind that would do harm.

use super::{Entity, Graph, KeyId, LabelId};
use crate::value::{Cell, NodeId, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// So many nodes are looked at to learn how often a value repeats.
const SAMPLE: usize = 256;

/// What an index is of: the nodes of a label, or all, and a property.
type Subject = (Option<LabelId>, KeyId);

/// All indexes. A copy of a graph builds its own.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    built: RwLock<FxHashMap<Subject, Arc<Index>>>,
}

impl Clone for Indexes {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// The nodes of a label, or all, by a property.
#[derive(Debug, Default)]
struct Index {
    /// The digest of each value, and below it the node; in order.
    entries: Vec<u64>,
    /// What was written since.
    added: FxHashMap<u32, Vec<NodeId>>,
    /// How many entries were added.
    count: usize,
}

impl Index {
    fn candidates(&self, digest: u32) -> Vec<NodeId> {
        let first = u64::from(digest) << 32;
        let start = self.entries.partition_point(|entry| *entry < first);
        let entries = self.entries[start..].iter().take_while(|entry| (**entry >> 32) as u32 == digest);
        let mut found: Vec<NodeId> = entries.map(|entry| NodeId(*entry as u32)).collect();
        if let Some(added) = self.added.get(&digest) {
            found.extend(added);
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    fn add(&mut self, digest: u32, node: NodeId) {
        self.added.entry(digest).or_default().push(node);
        self.count += 1;
    }

    /// Whether so much was added that building anew is cheaper than carrying it.
    fn is_worn(&self) -> bool {
        self.count > 4096 + 2 * self.entries.len()
    }
}

impl Indexes {
    /// Notes that a node with these labels has a value.
    pub(super) fn add(&mut self, node: NodeId, labels: &[LabelId], key: KeyId, value: Cell<'_>) {
        let built = self.built.get_mut().unwrap_or_else(PoisonError::into_inner);
        if built.is_empty() || value.is_null() {
            return;
        }
        let digest = value.digest();
        for at in labels.iter().copied().map(Some).chain([None]) {
            let Some(index) = built.get_mut(&(at, key)) else { continue };
            match Arc::get_mut(index).filter(|index| !index.is_worn()) {
                Some(index) => index.add(digest, node),
                None => _ = built.remove(&(at, key)),
            }
        }
    }
}

impl Graph {
    /// The nodes, all or those of a label, whose property equals a value, by id.
    pub(super) fn nodes_where(&self, label: Option<LabelId>, key: KeyId, value: &Value) -> Vec<NodeId> {
        let wanted = Cell::from(value);
        if wanted.is_null() {
            return Vec::new();
        }
        let mut found = self.index(label, key).candidates(wanted.digest());
        found.retain(|node| {
            self.node_exists(*node)
                && label.is_none_or(|label| self.labels(*node).contains(&label))
                && self.cell(Entity::Node(*node), key).equals(wanted) == Some(true)
        });
        found
    }

    fn index(&self, label: Option<LabelId>, key: KeyId) -> Arc<Index> {
        if let Some(index) = self.indexes.built.read().unwrap_or_else(PoisonError::into_inner).get(&(label, key)) {
            return Arc::clone(index);
        }
        let entry = |node: NodeId| match self.cell(Entity::Node(node), key) {
            Cell::Null => None,
            cell => Some(u64::from(cell.digest()) << 32 | u64::from(node.0)),
        };
        let mut entries: Vec<u64> = match label {
            Some(label) => self.nodes_with(label).iter().copied().filter_map(entry).collect(),
            None => self.node_ids().filter_map(entry).collect(),
        };
        entries.sort_unstable();
        let index = Arc::new(Index { entries, ..Index::default() });
        let mut built = self.indexes.built.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(built.entry((label, key)).or_insert(index))
    }

    /// The share of the nodes of a label, or of all, that has one value of a property on the average.
    pub(super) fn share(&self, label: Option<LabelId>, key: KeyId) -> f64 {
        self.facts.shares.get((label, key), || {
            let (all, sample): (usize, Vec<NodeId>) = match label {
                Some(label) => {
                    let nodes = self.nodes_with(label);
                    let step = nodes.len().div_ceil(SAMPLE).max(1);
                    (nodes.len(), nodes.iter().copied().step_by(step).collect())
                }
                None => {
                    let step = (self.node_count as usize).div_ceil(SAMPLE).max(1);
                    (self.node_count as usize, self.node_ids().step_by(step).collect())
                }
            };
            let mut digests: Vec<u32> =
                sample.iter().map(|node| self.cell(Entity::Node(*node), key).digest()).collect();
            digests.sort_unstable();
            // Two nodes taken by chance have the same value as often as a node has a value taken from another one.
            let pairs = |count: usize| (count * count.saturating_sub(1)) as f64;
            let same: f64 = digests.chunk_by(|a, b| a == b).map(|run| pairs(run.len())).sum();
            (same / pairs(digests.len()).max(1.0)).max(1.0 / all.max(1) as f64)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Schema;

    #[test]
    fn an_index_follows_what_is_written() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let (a, b) = (graph.names_mut().labels.intern("A"), graph.names_mut().labels.intern("B"));
        let key = graph.names_mut().keys.intern("k");
        let nodes: Vec<NodeId> = (0..10).map(|_| graph.add_node(&[a])).collect();
        for (at, node) in nodes.iter().enumerate() {
            graph.set_property(Entity::Node(*node), key, Value::Int(at as i64 % 3));
        }
        let find = |graph: &Graph, label, number| -> Vec<u32> {
            graph.view().nodes_where(label, key, &Value::Float(number)).into_iter().map(|node| node.0).collect()
        };
        assert_eq!(find(&graph, Some(a), 1.0), [1, 4, 7]);
        assert_eq!(find(&graph, None, 2.0), [2, 5, 8]);
        assert!(find(&graph, Some(b), 1.0).is_empty());
        assert!(graph.view().nodes_where(Some(a), key, &Value::Null).is_empty());
        graph.begin();
        graph.set_property(Entity::Node(nodes[4]), key, Value::Int(2));
        graph.add_labels(nodes[7], &[b]);
        graph.delete_node(nodes[1]);
        assert_eq!(find(&graph, Some(a), 1.0), [7]);
        assert_eq!(find(&graph, Some(b), 1.0), [7]);
        assert_eq!(find(&graph, None, 2.0), [2, 4, 5, 8]);
        graph.rollback();
        assert_eq!(find(&graph, Some(a), 1.0), [1, 4, 7]);
        assert!(find(&graph, Some(b), 1.0).is_empty());
        assert_eq!(find(&graph.clone(), None, 2.0), [2, 5, 8]);
        for round in 0..20_000 {
            graph.set_property(Entity::Node(nodes[0]), key, Value::Int(round));
        }
        assert_eq!(find(&graph, Some(a), 19_999.0), [0]);
    }

    #[test]
    fn a_sample_tells_how_often_a_value_repeats() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let (a, key) = (graph.names_mut().labels.intern("A"), graph.names_mut().keys.intern("k"));
        let other = graph.names_mut().keys.intern("other");
        for at in 0..1000 {
            let node = graph.add_node(&[a]);
            graph.set_property(Entity::Node(node), key, Value::Int(at));
            graph.set_property(Entity::Node(node), other, Value::Int(at / 100));
        }
        assert!((graph.view().share(Some(a), key) - 0.001).abs() < 1e-9);
        assert!((graph.view().share(None, other) - 0.1).abs() < 0.01);
    }
}
