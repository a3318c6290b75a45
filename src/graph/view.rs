//! The one way to read a graph.

use super::{
    Direction, EndFacts, Entity, Graph, Hops, KeyId, LabelId, Lists, Names, Origin, Pairs, PropertyReader, Schema,
    TypeFacts, TypeId,
};
use crate::value::{Cell, NodeId, RelId, Value};
use std::ops::Range;
use std::sync::Arc;

/// A graph as planner, executor, functions and renderers see it. Copying it is free.
#[derive(Clone, Copy, Debug)]
pub struct View<'g> {
    graph: &'g Graph,
}

impl<'g> View<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        Self { graph }
    }

    /// Whether everything was loaded in bulk and nothing was written since.
    #[must_use]
    pub fn is_bulk(self) -> bool {
        let Graph { base, nodes, rels, changed_nodes, changed_rels, .. } = self.graph;
        let untouched = nodes.is_empty() && rels.is_empty() && changed_nodes.is_empty() && changed_rels.is_empty();
        untouched && base.node_end > 0
    }

    /// The schema; an open one when anything goes.
    #[must_use]
    pub fn schema(self) -> &'g Schema {
        &self.graph.schema
    }

    /// The names of labels, types and keys.
    #[must_use]
    pub fn names(self) -> &'g Names {
        &self.graph.names
    }

    /// Every node, by id.
    pub fn nodes(self) -> impl Iterator<Item = NodeId> + use<'g> {
        self.graph.node_ids()
    }

    /// Every relationship, by id.
    pub fn rels(self) -> impl Iterator<Item = RelId> + use<'g> {
        self.graph.rel_ids()
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(self) -> u64 {
        self.graph.node_count
    }

    /// An id above that of every node.
    #[must_use]
    pub fn node_end(self) -> u32 {
        self.graph.node_end()
    }

    /// How many relationships there are, of one type or of all.
    #[must_use]
    pub fn rel_count(self, kind: Option<TypeId>) -> u64 {
        kind.map_or_else(|| self.graph.rel_counts.iter().sum(), |kind| self.graph.rel_count(kind))
    }

    /// The nodes that carry a label, by id.
    #[must_use]
    pub fn nodes_with(self, label: LabelId) -> &'g [NodeId] {
        self.graph.nodes_with(label)
    }

    /// The ids of the nodes that carry a label, where there is no other between them. O(1).
    #[must_use]
    pub fn ids_with(self, label: LabelId) -> Option<Range<u32>> {
        let nodes = self.nodes_with(label);
        match (nodes.first(), nodes.last()) {
            (Some(first), Some(last)) => Some(first.0..last.0 + 1).filter(|ids| ids.len() == nodes.len()),
            _ => Some(0..0),
        }
    }

    /// Whether an entity (still) exists.
    #[must_use]
    pub fn exists(self, entity: Entity) -> bool {
        match entity {
            Entity::Node(node) => self.graph.node_exists(node),
            Entity::Rel(rel) => self.graph.rel_exists(rel),
        }
    }

    /// The labels of a node, by id.
    #[must_use]
    pub fn labels(self, node: NodeId) -> &'g [LabelId] {
        self.graph.labels(node)
    }

    /// Whether a node carries a label.
    #[must_use]
    pub fn has_label(self, node: NodeId, label: LabelId) -> bool {
        self.labels(node).contains(&label)
    }

    /// The type of a relationship.
    #[must_use]
    pub fn rel_type(self, rel: RelId) -> TypeId {
        self.graph.rel_kind(rel)
    }

    /// The start and the end of a relationship.
    #[must_use]
    pub fn ends(self, rel: RelId) -> (NodeId, NodeId) {
        self.graph.ends(rel)
    }

    /// Where a node's relationships of one type, or of all, lead, in O(1) once the index of that type is built.
    #[must_use]
    pub fn neighbors(self, node: NodeId, kind: Option<TypeId>, direction: Direction) -> Hops<'g> {
        self.graph.adjacency(kind, direction).map_or_else(Hops::default, |adjacency| adjacency.of(node))
    }

    /// Where a node's relationships of all types lead, in one run or in one for each type: what was loaded in bulk has
    /// many relationships, which are not listed once more for this.
    pub fn all_neighbors(self, node: NodeId, direction: Direction) -> impl Iterator<Item = Hops<'g>> + use<'g> {
        let split = self.graph.base.rel_end > 0;
        let types = (0..self.graph.adjacency.len() as u32).filter(move |_| split).map(|kind| Some(TypeId(kind)));
        let whole = (!split).then_some(None);
        types.chain(whole).map(move |kind| self.neighbors(node, kind, direction))
    }

    /// The neighbors of all nodes by one type, for loops over many nodes.
    #[must_use]
    pub fn lists(self, kind: TypeId, direction: Direction) -> Lists<'g> {
        Lists::new(self.graph.adjacency(Some(kind), direction))
    }

    /// The neighbors of a node in both directions by one type, but only those that come later in the order of nodes by how
    /// many relationships of the type they have, then by id. A neighbor that is reached by several relationships stands
    /// several times; no node is its own neighbor. O(relationships) the first time and after a change, then O(1).
    #[must_use]
    pub fn later(self, kind: TypeId) -> Lists<'g> {
        Lists::over(self.graph.later(kind))
    }

    /// Whether a type has a set of pairs: it has relationships, and not too many of them.
    #[must_use]
    pub fn has_pairs(self, kind: TypeId) -> bool {
        self.graph.has_pairs(kind)
    }

    /// The pairs of nodes that are related by a type, from start to end or in either direction; none when the type has no
    /// such set. O(relationships) the first time and after a change, then O(1).
    #[must_use]
    pub fn pairs(self, kind: TypeId, either: bool) -> Option<&'g Pairs> {
        self.graph.pairs(kind, either)
    }

    /// What holds of the relationships of a type. O(relationships × log degree) the first time.
    #[must_use]
    pub fn type_facts(self, kind: TypeId) -> TypeFacts {
        self.graph.type_facts(kind)
    }

    /// How many nodes have relationships of a type that they start (`Out`) or end (`In`). O(nodes) the first time, then
    /// O(1).
    #[must_use]
    pub fn related(self, kind: TypeId, direction: Direction) -> u32 {
        self.graph.related(kind, direction)
    }

    /// What holds of the starts (`Out`) or ends (`In`) of a type that carry a label. O(nodes) the first time.
    #[must_use]
    pub fn end_facts(self, label: LabelId, kind: TypeId, direction: Direction) -> EndFacts {
        self.graph.end_facts(label, kind, direction)
    }

    /// Whether every neighbor of the nodes of a label, by one type and direction, carries another label. O(neighbors) the
    /// first time, then O(1).
    #[must_use]
    pub fn leads_to(self, from: LabelId, kind: TypeId, direction: Direction, to: LabelId) -> bool {
        self.graph.leads_to(from, kind, direction, to)
    }

    /// Whether a property puts the nodes of a label in order: all have it, all as texts or all as whole numbers, and no
    /// two of them the same. O(nodes) the first time, then O(1).
    #[must_use]
    pub fn tells_apart(self, label: LabelId, key: KeyId) -> bool {
        self.graph.tells_apart(label, key)
    }

    /// Whether a property of the nodes of a label is a whole number that grows with their ids, as in tables that are in
    /// order. O(nodes) the first time, then O(1).
    #[must_use]
    pub fn ascends(self, label: LabelId, key: KeyId) -> bool {
        self.graph.ascends(label, key)
    }

    /// The ranges of ids that hold exactly the nodes of a label, in order; none when nodes were written since the graph was
    /// loaded in bulk. Most labels have one range.
    #[must_use]
    pub fn label_ranges(self, label: LabelId) -> Option<Vec<Range<u32>>> {
        let whole = self.graph.nodes.is_empty() && self.graph.changed_nodes.is_empty();
        whole.then(|| self.graph.base.ranges(label).collect())
    }

    /// The relationships that start or end at a node, by id, each once. O(degree).
    #[must_use]
    pub fn rels_at(self, node: NodeId) -> Vec<RelId> {
        self.graph.rels_at(node)
    }

    /// A property; null when it is not there.
    #[must_use]
    pub fn property(self, entity: Entity, key: KeyId) -> Value {
        self.cell(entity, key).value()
    }

    /// A property where it stands, without a copy; null when it is not there.
    #[must_use]
    pub fn cell(self, entity: Entity, key: KeyId) -> Cell<'g> {
        self.graph.cell(entity, key)
    }

    /// A property where it stands, of an entity that may have been deleted; none if it was.
    #[must_use]
    pub fn live_cell(self, entity: Entity, key: KeyId) -> Option<Cell<'g>> {
        self.graph.live_cell(entity, key)
    }

    /// The ids of a node and of those that stand together with it in the bulk and have the same labels; none when the bulk
    /// was written to.
    #[must_use]
    pub fn alike(self, node: NodeId) -> Option<Range<u32>> {
        self.graph.alike(node)
    }

    /// One property of many nodes.
    #[must_use]
    pub fn reader(self, key: KeyId) -> PropertyReader<'g> {
        PropertyReader::new(self.graph, key)
    }

    /// The nodes, all or those of a label, whose property equals a value, by id. An index is built on first use in
    /// O(n log n); afterwards it takes O(log n) and the nodes found, and follows what is written.
    #[must_use]
    pub fn nodes_where(self, label: Option<LabelId>, key: KeyId, value: &Value) -> Vec<NodeId> {
        self.graph.nodes_where(label, key, value)
    }

    /// Of the nodes of a label, or of all, the share that has one value of a property on the average, from a sample.
    #[must_use]
    pub fn share(self, label: Option<LabelId>, key: KeyId) -> f64 {
        self.graph.share(label, key)
    }

    /// A property by name; null when it is not there.
    #[must_use]
    pub fn property_named(self, entity: Entity, key: &str) -> Value {
        self.names().keys.get(key).map_or(Value::Null, |key| self.property(entity, key))
    }

    /// The properties that are there, in the order in which keys of this type were first used.
    pub fn properties(self, entity: Entity) -> impl Iterator<Item = (KeyId, Value)> + use<'g> {
        self.graph.properties(entity)
    }

    /// Where an entity comes from, when that is known.
    #[must_use]
    pub fn origin(self, entity: Entity) -> Option<&'g Origin> {
        self.graph.origins.get(entity)
    }

    /// What says so: the property `source`, or of what a rule derived that of the first of its facts with one; null when
    /// nothing does.
    #[must_use]
    pub fn source(self, entity: Entity) -> Value {
        let own = self.property_named(entity, "source");
        match self.origin(entity) {
            Some(Origin::Derived { facts, .. }) if own.is_null() => {
                let theirs = facts.iter().map(|fact| self.property_named(*fact, "source"));
                theirs.into_iter().find(|source| !source.is_null()).unwrap_or_default()
            }
            _ => own,
        }
    }

    /// The text that stands for a node on a screen or in a picture: its caption as the schema says, or its name, title or
    /// id; a node with none of these is shown as its label and number.
    #[must_use]
    pub fn caption(self, node: NodeId) -> Arc<str> {
        let labels = self.labels(node).iter().map(|label| self.names().labels.name(*label));
        let types = labels.clone().filter_map(|label| self.schema().node(label));
        let declared = types.filter_map(|each| each.caption.as_deref());
        for key in declared.chain(["name", "title", "id"]) {
            if let Value::Str(text) = self.property_named(Entity::Node(node), key) {
                return text;
            }
        }
        let label = labels.map(|label| &**label).next().unwrap_or("node");
        Arc::from(format!("{label} {}", node.0))
    }
}
