//! Two answers of one question, from two graphs → one picture of both, in which what differs is marked.
//!
//! Nodes are the same when their labels and their keys are, whatever their ids; relationships when their types and ends
//! are. Of several relationships of one type between two nodes, those with the same properties are paired first.

use super::Subgraph;
use crate::graph::{Entity, Graph, View};
use crate::value::{Key, Map, NodeId, RelId, Rows, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What happened to a node or a relationship from one graph to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is in the later alone.
    Added,
    /// It is in the earlier alone.
    Removed,
    /// It is in both, with other properties.
    Changed,
}

/// What happened, by node and relationship; what is the same in both is not in it.
pub type Changes = BTreeMap<Entity, Change>;

/// Two answers as one.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// What either holds.
    pub both: Subgraph,
    /// What differs.
    pub changes: Changes,
    /// The rows of the earlier answer with the nodes and relationships of the later graph in them; what is in neither
    /// subgraph is null, and so are paths.
    pub before: Rows,
}

/// Puts what only the earlier answer holds into the later graph, and tells what differs.
///
/// The later subgraph keeps its order; what was removed follows in the order of the earlier one. O(nodes + relationships of
/// both, with their properties, + rows).
///
/// ```
/// use casegraph::draw::{Change, Subgraph, diff};
/// use casegraph::graph::{Entity, Graph, Schema};
/// use casegraph::value::Rows;
///
/// let mut old = Graph::new(Schema::open().into());
/// let node = old.add_node(&[]);
/// let was = Subgraph { nodes: vec![node], ..Subgraph::default() };
/// let mut new = Graph::new(Schema::open().into());
/// let compared = diff((&was, &Rows::default(), old.view()), &Subgraph::default(), &mut new);
/// assert_eq!(compared.changes.get(&Entity::Node(compared.both.nodes[0])), Some(&Change::Removed));
/// ```
pub fn diff((old, rows, old_view): (&Subgraph, &Rows, View<'_>), new: &Subgraph, graph: &mut Graph) -> Comparison {
    let mut merge = Merge {
        old: old_view,
        graph,
        both: new.clone(),
        changes: Changes::new(),
        nodes: FxHashMap::default(),
        rels: FxHashMap::default(),
    };
    merge.nodes(old, new);
    merge.rels(old, new);
    let rows_now = rows.rows.iter().map(|row| row.iter().map(|value| merge.later(value)).collect()).collect();
    let before = Rows { columns: rows.columns.clone(), rows: rows_now };
    Comparison { both: merge.both, changes: merge.changes, before }
}

/// The labels and the key of a node.
type Identity = (Vec<Arc<str>>, Arc<str>);

/// The type and the ends of a relationship.
type RelPlace = (Arc<str>, NodeId, NodeId);

/// The properties of a node or a relationship by name.
type Properties = BTreeMap<Arc<str>, Key>;

struct Merge<'o, 'n> {
    old: View<'o>,
    graph: &'n mut Graph,
    both: Subgraph,
    changes: Changes,
    /// The nodes of the earlier graph, and what they are in the later.
    nodes: FxHashMap<NodeId, NodeId>,
    /// The relationships, likewise.
    rels: FxHashMap<RelId, RelId>,
}

impl Merge<'_, '_> {
    fn nodes(&mut self, old: &Subgraph, new: &Subgraph) {
        let mut known: FxHashMap<Identity, NodeId> = FxHashMap::default();
        for node in &new.nodes {
            known.insert(identity(*node, self.graph.view()), *node);
            self.changes.insert(Entity::Node(*node), Change::Added);
        }
        for node in &old.nodes {
            if let Some(same) = known.get(&identity(*node, self.old)) {
                self.nodes.insert(*node, *same);
                self.pair(Entity::Node(*node), Entity::Node(*same));
                continue;
            }
            let names: Vec<_> =
                self.old.labels(*node).iter().map(|label| self.old.names().labels.name(*label)).collect();
            let labels: Vec<_> = names.into_iter().map(|name| self.graph.names_mut().labels.intern(name)).collect();
            let copy = self.graph.add_node(&labels);
            self.copy(Entity::Node(*node), Entity::Node(copy));
            self.nodes.insert(*node, copy);
            self.both.nodes.push(copy);
        }
    }

    fn rels(&mut self, old: &Subgraph, new: &Subgraph) {
        let mut free: FxHashMap<RelPlace, Vec<RelId>> = FxHashMap::default();
        for rel in &new.rels {
            let view = self.graph.view();
            let (start, end) = view.ends(*rel);
            let kind = Arc::clone(view.names().types.name(view.rel_type(*rel)));
            free.entry((kind, start, end)).or_default().push(*rel);
            self.changes.insert(Entity::Rel(*rel), Change::Added);
        }
        // Those that are the same find each other before any is paired with one that has changed.
        let rest: Vec<RelId> = old.rels.iter().copied().filter(|rel| !self.found(*rel, &mut free, true)).collect();
        for rel in rest {
            if self.found(rel, &mut free, false) {
                continue;
            }
            let (kind, start, end) = self.place(rel);
            let kind = self.graph.names_mut().types.intern(&kind);
            let copy = self.graph.add_rel(start, kind, end);
            self.copy(Entity::Rel(rel), Entity::Rel(copy));
            self.rels.insert(rel, copy);
            self.both.rels.push(copy);
            if old.backward.contains(&rel) {
                self.both.backward.insert(copy);
            }
        }
    }

    /// Whether an earlier relationship finds its later self among those that are free: an equal one, or any.
    fn found(&mut self, rel: RelId, free: &mut FxHashMap<RelPlace, Vec<RelId>>, equal: bool) -> bool {
        let Some(candidates) = free.get_mut(&self.place(rel)) else { return false };
        let wanted = properties(Entity::Rel(rel), self.old);
        let fits = |other: &RelId| !equal || properties(Entity::Rel(*other), self.graph.view()) == wanted;
        let Some(at) = candidates.iter().position(fits) else { return false };
        let other = candidates.remove(at);
        self.pair(Entity::Rel(rel), Entity::Rel(other));
        self.rels.insert(rel, other);
        true
    }

    /// The type of an earlier relationship, and what its ends are in the later graph. Both ends of a relationship are in
    /// its subgraph.
    fn place(&self, rel: RelId) -> RelPlace {
        let (start, end) = self.old.ends(rel);
        (Arc::clone(self.old.names().types.name(self.old.rel_type(rel))), self.nodes[&start], self.nodes[&end])
    }

    /// Notes that both are one, which may have changed.
    fn pair(&mut self, old: Entity, new: Entity) {
        if properties(old, self.old) == properties(new, self.graph.view()) {
            self.changes.remove(&new);
        } else {
            self.changes.insert(new, Change::Changed);
        }
    }

    /// A value of the earlier answer in terms of the later graph.
    fn later(&self, value: &Value) -> Value {
        match value {
            Value::Node(node) => self.nodes.get(node).map_or(Value::Null, |node| Value::Node(*node)),
            Value::Rel(rel) => self.rels.get(rel).map_or(Value::Null, |rel| Value::Rel(*rel)),
            Value::List(items) => Value::List(Arc::new(items.iter().map(|item| self.later(item)).collect())),
            Value::Map(map) => {
                let entries = map.iter().map(|(key, value)| (Arc::clone(key), self.later(value)));
                Value::Map(Arc::new(entries.collect::<Map>()))
            }
            Value::Path(_) => Value::Null,
            other => other.clone(),
        }
    }

    /// Gives the copy of something removed its properties.
    fn copy(&mut self, old: Entity, copy: Entity) {
        for (key, value) in self.old.properties(old) {
            let key = self.graph.names_mut().keys.intern(self.old.names().keys.name(key));
            self.graph.set_property(copy, key, value);
        }
        self.changes.insert(copy, Change::Removed);
    }
}

/// A node without a key of the schema is known by its id, or else by its caption.
fn identity(node: NodeId, view: View<'_>) -> Identity {
    let mut labels: Vec<Arc<str>> =
        view.labels(node).iter().map(|label| Arc::clone(view.names().labels.name(*label))).collect();
    labels.sort();
    let declared = labels.iter().filter_map(|label| view.schema().node(label)?.key.clone());
    let keys: Vec<Arc<str>> = declared.chain([Arc::from("id")]).collect();
    let key = keys.iter().map(|key| view.property_named(Entity::Node(node), key)).find(|value| !value.is_null());
    let key = match key {
        Some(Value::Str(text)) => text,
        Some(other) => Arc::from(crate::value::literal(&other, &|_| String::new())),
        None => view.caption(node),
    };
    (labels, key)
}

fn properties(entity: Entity, view: View<'_>) -> Properties {
    view.properties(entity).map(|(key, value)| (Arc::clone(view.names().keys.name(key)), Key(value))).collect()
}
