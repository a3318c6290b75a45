//! What holds of all relationships of a type or of all nodes of a label, found once and kept until something is written.
//!
//! A planner that knows that a type has no loop, or that each node has just one relationship of it, can leave out work
//! that would never find anything. The facts are exact, and depend on the graph alone.

use super::{Direction, Entity, Graph, KeyId, LabelId, TypeId, View};
use crate::value::{Cell, NodeId, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// What holds of the relationships of one type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypeFacts {
    /// Some relationship starts where it ends.
    pub loops: bool,
    /// Some two relationships have the same start and the same end.
    pub parallel: bool,
    /// Some two nodes are related both ways.
    pub mutual: bool,
}

/// What holds of the nodes at one end of the relationships of one type, seen from a label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndFacts {
    /// The fewest relationships that a node with the label has.
    pub least: u32,
    /// The most.
    pub most: u32,
    /// How many nodes with the label have none.
    pub without: u32,
    /// How many relationships the nodes with the label have together.
    pub total: u64,
    /// Every relationship of the type has a node with the label at this end.
    pub only: bool,
}

/// The facts found so far. A copy of a graph finds its own.
#[derive(Debug, Default)]
pub(super) struct Facts {
    types: Known<TypeId, TypeFacts>,
    ends: Known<(LabelId, TypeId, Direction), EndFacts>,
    /// See [`View::related`].
    related: Known<(TypeId, Direction), u32>,
    /// See [`View::leads_to`].
    leads: Known<(LabelId, TypeId, Direction, LabelId), bool>,
    /// See [`View::share`].
    pub(super) shares: Known<(Option<LabelId>, KeyId), f64>,
    /// See [`View::tells_apart`].
    keys: Known<(LabelId, KeyId), bool>,
    /// See [`View::ascends`].
    ascending: Known<(LabelId, KeyId), bool>,
}

impl Clone for Facts {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Facts {
    /// Forgets everything, since the graph was changed.
    pub(super) fn forget(&mut self) {
        self.types.forget();
        self.ends.forget();
        self.related.forget();
        self.leads.forget();
        self.shares.forget();
        self.forget_values();
    }

    /// Forgets what depends on the values of properties, since one was written.
    pub(super) fn forget_values(&mut self) {
        self.keys.forget();
        self.ascending.forget();
    }
}

/// Answers that were computed once.
#[derive(Debug)]
pub(super) struct Known<K, V>(RwLock<FxHashMap<K, V>>);

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash + Copy, V: Copy> Known<K, V> {
    pub(super) fn get(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let found = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        found.unwrap_or_else(|| {
            let value = compute();
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, value);
            value
        })
    }

    fn forget(&mut self) {
        let map = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !map.is_empty() {
            map.clear();
        }
    }
}

impl Graph {
    /// The facts of a type. O(relationships × log degree) the first time, then O(1).
    pub(super) fn type_facts(&self, kind: TypeId) -> TypeFacts {
        self.facts.types.get(kind, || type_facts(self.view(), kind))
    }

    /// How many nodes have relationships of a type at this end. O(nodes) the first time, then O(1).
    pub(super) fn related(&self, kind: TypeId, direction: Direction) -> u32 {
        self.facts.related.get((kind, direction), || {
            let (view, lists) = (self.view(), self.view().lists(kind, direction));
            view.nodes().filter(|node| !lists.of(*node).is_empty()).count() as u32
        })
    }

    /// Whether every neighbor of the nodes of a label carries another label. O(neighbors) the first time, then O(1).
    pub(super) fn leads_to(&self, from: LabelId, kind: TypeId, direction: Direction, to: LabelId) -> bool {
        self.facts.leads.get((from, kind, direction, to), || leads_to(self.view(), from, kind, direction, to))
    }

    /// Whether all nodes of a label have the property, all of them a text or all a whole number, and no two the same.
    pub(super) fn tells_apart(&self, label: LabelId, key: KeyId) -> bool {
        self.facts.keys.get((label, key), || tells_apart(self.view(), label, key))
    }

    /// Whether all nodes of a label have a whole number as the property, which grows from id to id.
    pub(super) fn ascends(&self, label: LabelId, key: KeyId) -> bool {
        self.facts.ascending.get((label, key), || {
            let (mut reader, mut last) = (self.view().reader(key), None);
            self.view().nodes_with(label).iter().all(|node| match reader.cell(*node) {
                Cell::Int(number) => last.replace(number).is_none_or(|last| last < number),
                _ => false,
            })
        })
    }

    /// The facts of the starts (`Out`) or the ends (`In`) of a type. O(nodes) the first time, then O(1).
    pub(super) fn end_facts(&self, label: LabelId, kind: TypeId, direction: Direction) -> EndFacts {
        self.facts.ends.get((label, kind, direction), || end_facts(self.view(), label, kind, direction))
    }
}

fn type_facts(view: View<'_>, kind: TypeId) -> TypeFacts {
    let mut facts = TypeFacts::default();
    let (out, into) = (view.lists(kind, Direction::Out), view.lists(kind, Direction::In));
    for node in view.nodes() {
        let (ends, starts) = (out.of(node), into.of(node));
        facts.loops |= ends.binary_search(&node).is_ok();
        facts.parallel |= ends.windows(2).any(|pair| pair[0] == pair[1]);
        let (few, many) = if ends.len() < starts.len() { (ends, starts) } else { (starts, ends) };
        facts.mutual |= few.iter().any(|each| *each != node && many.binary_search(each).is_ok());
    }
    facts
}

fn end_facts(view: View<'_>, label: LabelId, kind: TypeId, direction: Direction) -> EndFacts {
    let mut facts = EndFacts { least: u32::MAX, ..EndFacts::default() };
    let lists = view.lists(kind, direction);
    for node in view.nodes_with(label) {
        let degree = lists.of(*node).len() as u32;
        facts.least = facts.least.min(degree);
        facts.most = facts.most.max(degree);
        facts.without += u32::from(degree == 0);
        facts.total += u64::from(degree);
    }
    facts.only = facts.total == view.rel_count(Some(kind));
    facts
}

fn leads_to(view: View<'_>, from: LabelId, kind: TypeId, direction: Direction, to: LabelId) -> bool {
    let back = if direction == Direction::Out { Direction::In } else { Direction::Out };
    if view.end_facts(to, kind, back).only {
        return true;
    }
    let lists = view.lists(kind, direction);
    let targets = view.nodes_with(to);
    let (Some(first), Some(last)) = (targets.first(), targets.last()) else {
        return view.nodes_with(from).iter().all(|node| lists.of(*node).is_empty());
    };
    let gapless = (last.0 - first.0) as usize + 1 == targets.len();
    let fits = |node: &NodeId| if gapless { first <= node && node <= last } else { view.has_label(*node, to) };
    view.nodes_with(from).iter().all(|node| lists.of(*node).iter().all(fits))
}

fn tells_apart(view: View<'_>, label: LabelId, key: KeyId) -> bool {
    let (mut texts, mut numbers) = (FxHashSet::default(), FxHashSet::default());
    let fresh = view.nodes_with(label).iter().all(|node| match view.property(Entity::Node(*node), key) {
        Value::Str(text) => texts.insert(text),
        Value::Int(number) => numbers.insert(number),
        _ => false,
    });
    fresh && (texts.is_empty() || numbers.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Schema;
    use std::sync::Arc;

    #[test]
    fn facts_follow_the_graph() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let (a, r) = (graph.names_mut().labels.intern("A"), graph.names_mut().types.intern("R"));
        let (x, y, z) = (graph.add_node(&[a]), graph.add_node(&[a]), graph.add_node(&[]));
        graph.add_rel(x, r, y);
        assert_eq!(graph.view().type_facts(r), TypeFacts::default());
        let ends = EndFacts { least: 0, most: 1, without: 1, total: 1, only: true };
        assert_eq!(graph.view().end_facts(a, r, Direction::Out), ends);
        assert_eq!(graph.view().related(r, Direction::Out), 1);
        graph.add_rel(x, r, y);
        graph.add_rel(y, r, x);
        graph.add_rel(z, r, z);
        assert_eq!(graph.view().type_facts(r), TypeFacts { loops: true, parallel: true, mutual: true });
        assert_eq!([Direction::Out, Direction::In].map(|end| graph.view().related(r, end)), [3, 3]);
        let ends = EndFacts { least: 1, most: 2, without: 0, total: 3, only: false };
        assert_eq!(graph.view().end_facts(a, r, Direction::Out), ends);
    }

    #[test]
    fn neighbors_have_a_label_when_all_have() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let [a, b, c] = ["A", "B", "C"].map(|name| graph.names_mut().labels.intern(name));
        let r = graph.names_mut().types.intern("R");
        let (x, y, z) = (graph.add_node(&[a]), graph.add_node(&[b]), graph.add_node(&[c]));
        let leads = |graph: &Graph, from, to| graph.view().leads_to(from, r, Direction::Out, to);
        assert!(leads(&graph, a, b), "there is no neighbor");
        graph.add_rel(x, r, y);
        graph.add_rel(z, r, x);
        assert!(leads(&graph, a, b) && leads(&graph, c, a));
        assert!(!leads(&graph, c, b));
        graph.add_rel(x, r, z);
        assert!(!leads(&graph, a, b));
    }

    #[test]
    fn a_key_tells_apart_what_has_different_values() {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let (a, k) = (graph.names_mut().labels.intern("A"), graph.names_mut().keys.intern("k"));
        let (x, y) = (graph.add_node(&[a]), graph.add_node(&[a]));
        let mut put = |node, value| {
            graph.set_property(Entity::Node(node), k, value);
            (graph.view().tells_apart(a, k), graph.view().ascends(a, k))
        };
        assert_eq!(put(x, Value::Int(1)), (false, false), "one has none");
        assert_eq!(put(y, Value::Int(2)), (true, true));
        assert_eq!(put(y, Value::Int(1)), (false, false), "both have the same");
        assert_eq!(put(y, Value::Int(0)), (true, false), "they go down");
        assert!(!put(y, Value::Str("1".into())).0, "a text and a number can't be compared");
        assert_eq!(put(x, Value::Str("2".into())), (true, false));
    }
}
