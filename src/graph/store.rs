//! The graph that is written to.

use super::adjacency::Adjacency;
use super::column::Table;
use super::facts::Facts;
use super::undo::Change;
use super::{Direction, Entity, KeyId, LabelId, Names, Origin, Schema, TypeId, View};
use crate::value::{NodeId, RelId, Value};
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// How much a statement changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Nodes added.
    pub nodes_created: u64,
    /// Relationships added.
    pub relationships_created: u64,
    /// Labels given to nodes.
    pub labels_added: u64,
    /// Properties set or taken away.
    pub properties_set: u64,
    /// Nodes deleted.
    pub nodes_deleted: u64,
    /// Relationships deleted.
    pub relationships_deleted: u64,
    /// Labels taken from nodes.
    pub labels_removed: u64,
}

impl Counters {
    /// Whether nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What is kept of a node; of a deleted one too, since its row may come back when a statement is taken back.
#[derive(Clone, Copy, Debug)]
struct NodeSlot {
    alive: bool,
    index: NodeIndex,
    table: u32,
    row: u32,
}

/// What is kept of a relationship; of a deleted one too, which still knows its type.
#[derive(Clone, Copy, Debug)]
struct RelSlot {
    alive: bool,
    index: EdgeIndex,
    kind: TypeId,
    row: u32,
}

/// Adjacency by direction, made on first use.
type Lazy = [OnceLock<Adjacency>; 2];

/// A typed property graph in memory.
#[derive(Clone, Debug)]
pub struct Graph {
    pub(super) schema: Arc<Schema>,
    pub(super) names: Names,
    pub(super) topology: StableDiGraph<NodeId, RelId>,
    nodes: Vec<NodeSlot>,
    rels: Vec<RelSlot>,
    node_tables: Vec<Table>,
    tables_by_labels: FxHashMap<Arc<[LabelId]>, u32>,
    rel_tables: Vec<Table>,
    by_label: Vec<Vec<NodeId>>,
    rel_counts: Vec<u64>,
    adjacency: Vec<Lazy>,
    all_adjacency: Lazy,
    pub(super) facts: Facts,
    pub(super) origins: FxHashMap<Entity, Origin>,
    pub(super) undo: Option<Vec<Change>>,
    pub(super) counters: Counters,
}

impl Graph {
    /// An empty graph; the names of the schema get their ids in its order.
    #[must_use]
    pub fn new(schema: Arc<Schema>) -> Self {
        let mut names = Names::default();
        for node in &schema.nodes {
            names.labels.intern(&node.name);
        }
        for rel in &schema.rels {
            names.types.intern(&rel.name);
        }
        let properties =
            schema.nodes.iter().map(|node| &node.properties).chain(schema.rels.iter().map(|rel| &rel.properties));
        for property in properties.flatten() {
            names.keys.intern(&property.name);
        }
        Self {
            schema,
            names,
            topology: StableDiGraph::new(),
            nodes: Vec::new(),
            rels: Vec::new(),
            node_tables: Vec::new(),
            tables_by_labels: FxHashMap::default(),
            rel_tables: Vec::new(),
            by_label: Vec::new(),
            rel_counts: Vec::new(),
            adjacency: Vec::new(),
            all_adjacency: Lazy::default(),
            facts: Facts::default(),
            origins: FxHashMap::default(),
            undo: None,
            counters: Counters::default(),
        }
    }

    /// The way to read.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View::new(self)
    }

    /// The names, to give ids to new ones.
    pub fn names_mut(&mut self) -> &mut Names {
        &mut self.names
    }

    /// Schema and names together, which checking a query needs at once.
    pub fn schema_and_names(&mut self) -> (&Schema, &mut Names) {
        (&self.schema, &mut self.names)
    }

    /// Adds a node with these labels, in any order, and no property.
    pub fn add_node(&mut self, labels: &[LabelId]) -> NodeId {
        self.facts.forget();
        let node = NodeId(self.nodes.len() as u32);
        let index = self.topology.add_node(node);
        let table = self.table_for(labels);
        let row = self.node_tables[table as usize].add_row();
        self.nodes.push(NodeSlot { alive: true, index, table, row });
        let labels = Arc::clone(&self.node_tables[table as usize].labels);
        for label in labels.iter() {
            self.list_under(*label, node);
        }
        self.remember(Change::NodeAdded(node));
        self.counters.nodes_created += 1;
        self.counters.labels_added += labels.len() as u64;
        node
    }

    /// Adds a relationship without properties.
    ///
    /// # Panics
    /// When an end is not a node of this graph.
    pub fn add_rel(&mut self, start: NodeId, kind: TypeId, end: NodeId) -> RelId {
        self.facts.forget();
        let rel = RelId(self.rels.len() as u32);
        let (from, to) = (self.node_slot(start).index, self.node_slot(end).index);
        let index = self.topology.add_edge(from, to, rel);
        let at = kind.0 as usize;
        if self.rel_tables.len() <= at {
            self.rel_tables.resize_with(at + 1, Table::default);
            self.rel_counts.resize(at + 1, 0);
        }
        let row = self.rel_tables[at].add_row();
        self.rel_counts[at] += 1;
        self.rels.push(RelSlot { alive: true, index, kind, row });
        self.patch_adjacency(kind, |adjacency, direction| match direction {
            Direction::Out => adjacency.insert(start, end, rel),
            Direction::In => adjacency.insert(end, start, rel),
        });
        self.remember(Change::RelAdded(rel));
        self.counters.relationships_created += 1;
        rel
    }

    /// Sets a property; null takes it away.
    ///
    /// # Panics
    /// When the entity is not in this graph.
    pub fn set_property(&mut self, entity: Entity, key: KeyId, value: Value) {
        let old = self.put_property(entity, key, value.clone());
        if !(old.is_null() && value.is_null()) {
            self.counters.properties_set += 1;
            self.remember(Change::PropertySet { entity, key, old });
        }
    }

    /// Gives a node further labels.
    ///
    /// # Panics
    /// When the node is not in this graph.
    pub fn add_labels(&mut self, node: NodeId, labels: &[LabelId]) {
        let old = Arc::clone(&self.node_tables[self.node_slot(node).table as usize].labels);
        let new: Vec<LabelId> = labels.iter().copied().filter(|label| !old.contains(label)).collect();
        if new.is_empty() {
            return;
        }
        self.counters.labels_added += new.len() as u64;
        let all: Vec<LabelId> = old.iter().copied().chain(new).collect();
        self.put_labels(node, all.into());
        self.remember(Change::LabelsSet { node, old });
    }

    /// Takes labels from a node; those it has not are left alone.
    ///
    /// # Panics
    /// When the node is not in this graph.
    pub fn remove_labels(&mut self, node: NodeId, labels: &[LabelId]) {
        let old = Arc::clone(self.labels(node));
        let rest: Vec<LabelId> = old.iter().copied().filter(|label| !labels.contains(label)).collect();
        if rest.len() == old.len() {
            return;
        }
        self.counters.labels_removed += (old.len() - rest.len()) as u64;
        self.put_labels(node, rest.into());
        self.remember(Change::LabelsSet { node, old });
    }

    /// Deletes a relationship; one that is deleted already is left alone.
    pub fn delete_rel(&mut self, rel: RelId) {
        if self.rel_exists(rel) {
            let (start, end) = self.ends(rel);
            self.detach_rel(rel);
            self.remember(Change::RelDeleted { rel, start, end });
            self.counters.relationships_deleted += 1;
        }
    }

    /// Deletes a node; one that is deleted already is left alone.
    ///
    /// # Panics
    /// When the node still has relationships.
    pub fn delete_node(&mut self, node: NodeId) {
        if self.node_exists(node) {
            let index = self.node_slot(node).index;
            assert!(self.topology.neighbors_undirected(index).next().is_none(), "a deleted node has no relationship");
            self.detach_node(node);
            self.remember(Change::NodeDeleted(node));
            self.counters.nodes_deleted += 1;
        }
    }

    /// Remembers where an entity comes from.
    pub fn set_origin(&mut self, entity: Entity, origin: Origin) {
        self.origins.insert(entity, origin);
    }

    pub(super) fn node_exists(&self, node: NodeId) -> bool {
        self.nodes.get(node.0 as usize).is_some_and(|slot| slot.alive)
    }

    pub(super) fn rel_exists(&self, rel: RelId) -> bool {
        self.rels.get(rel.0 as usize).is_some_and(|slot| slot.alive)
    }

    pub(super) fn node_ids(&self) -> impl Iterator<Item = NodeId> {
        let slots = self.nodes.iter().enumerate();
        slots.filter(|(_, slot)| slot.alive).map(|(at, _)| NodeId(at as u32))
    }

    pub(super) fn node_end(&self) -> u32 {
        self.nodes.len() as u32
    }

    pub(super) fn rel_ids(&self) -> impl Iterator<Item = RelId> {
        let slots = self.rels.iter().enumerate();
        slots.filter(|(_, slot)| slot.alive).map(|(at, _)| RelId(at as u32))
    }

    pub(super) fn nodes_with(&self, label: LabelId) -> &[NodeId] {
        self.by_label.get(label.0 as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn labels(&self, node: NodeId) -> &Arc<[LabelId]> {
        &self.node_tables[self.node_slot(node).table as usize].labels
    }

    pub(super) fn rel_kind(&self, rel: RelId) -> TypeId {
        self.rel_slot(rel).kind
    }

    pub(super) fn rel_count(&self, kind: TypeId) -> u64 {
        self.rel_counts.get(kind.0 as usize).copied().unwrap_or(0)
    }

    pub(super) fn ends(&self, rel: RelId) -> (NodeId, NodeId) {
        let ends = self.topology.edge_endpoints(self.rel_slot(rel).index);
        let (from, to) = ends.expect("a slot's edge is in the topology");
        (self.topology[from], self.topology[to])
    }

    pub(super) fn property(&self, entity: Entity, key: KeyId) -> Value {
        let (table, row) = self.row_of(entity);
        table.get(row, key)
    }

    pub(super) fn properties(&self, entity: Entity) -> impl Iterator<Item = (KeyId, Value)> {
        let (table, row) = self.row_of(entity);
        table.row(row)
    }

    /// The relationships that start or end at a node, by id, each once.
    pub(super) fn rels_at(&self, node: NodeId) -> Vec<RelId> {
        let index = self.node_slot(node).index;
        let out = self.topology.edges_directed(index, petgraph::Direction::Outgoing);
        let into = self.topology.edges_directed(index, petgraph::Direction::Incoming);
        let mut rels: Vec<RelId> = out.chain(into).map(|edge| *edge.weight()).collect();
        rels.sort_unstable();
        rels.dedup();
        rels
    }

    /// The adjacency of one type, or of all, built on first use.
    pub(super) fn adjacency(&self, kind: Option<TypeId>, direction: Direction) -> Option<&Adjacency> {
        let lazy = match kind {
            Some(kind) if self.rel_count(kind) == 0 => return None,
            Some(kind) => self.adjacency.get(kind.0 as usize)?,
            None => &self.all_adjacency,
        };
        Some(lazy[direction as usize].get_or_init(|| self.build_adjacency(kind, direction)))
    }

    fn build_adjacency(&self, kind: Option<TypeId>, direction: Direction) -> Adjacency {
        let wanted = |rel: &RelId| kind.is_none_or(|kind| self.rel_kind(*rel) == kind);
        let hops = self.rel_ids().filter(wanted).map(|rel| match (self.ends(rel), direction) {
            ((start, end), Direction::Out) => (start, end, rel),
            ((start, end), Direction::In) => (end, start, rel),
        });
        Adjacency::build(self.nodes.len(), hops.collect())
    }

    /// Brings the built adjacencies of a type up to date, and drops those that carry too many patches.
    fn patch_adjacency(&mut self, kind: TypeId, change: impl Fn(&mut Adjacency, Direction)) {
        let at = kind.0 as usize;
        if self.adjacency.len() <= at {
            self.adjacency.resize_with(at + 1, Lazy::default);
        }
        for lazy in [&mut self.adjacency[at], &mut self.all_adjacency] {
            for direction in [Direction::Out, Direction::In] {
                let cell = &mut lazy[direction as usize];
                if let Some(adjacency) = cell.get_mut() {
                    change(adjacency, direction);
                    if adjacency.is_worn() {
                        cell.take();
                    }
                }
            }
        }
    }

    fn table_for(&mut self, labels: &[LabelId]) -> u32 {
        let mut sorted = labels.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let labels: Arc<[LabelId]> = sorted.into();
        if let Some(table) = self.tables_by_labels.get(&labels) {
            return *table;
        }
        let table = self.node_tables.len() as u32;
        self.node_tables.push(Table::with_labels(Arc::clone(&labels)));
        self.tables_by_labels.insert(labels, table);
        table
    }

    fn list_under(&mut self, label: LabelId, node: NodeId) {
        let at = label.0 as usize;
        if self.by_label.len() <= at {
            self.by_label.resize_with(at + 1, Vec::new);
        }
        let nodes = &mut self.by_label[at];
        let place = nodes.partition_point(|each| *each < node);
        nodes.insert(place, node);
    }

    fn unlist(&mut self, label: LabelId, node: NodeId) {
        let nodes = &mut self.by_label[label.0 as usize];
        if let Ok(place) = nodes.binary_search(&node) {
            nodes.remove(place);
        }
    }

    pub(super) fn put_property(&mut self, entity: Entity, key: KeyId, value: Value) -> Value {
        match entity {
            Entity::Node(node) => {
                let slot = self.node_slot(node);
                self.node_tables[slot.table as usize].set(slot.row, key, value)
            }
            Entity::Rel(rel) => {
                let slot = self.rel_slot(rel);
                self.rel_tables[slot.kind.0 as usize].set(slot.row, key, value)
            }
        }
    }

    /// Moves a node into the table of another set of labels, with its properties.
    pub(super) fn put_labels(&mut self, node: NodeId, labels: Arc<[LabelId]>) {
        self.facts.forget();
        let slot = self.node_slot(node);
        let old = Arc::clone(&self.node_tables[slot.table as usize].labels);
        let cells: Vec<(KeyId, Value)> = self.node_tables[slot.table as usize].row(slot.row).collect();
        let table = self.table_for(&labels);
        let row = self.node_tables[table as usize].add_row();
        for (key, value) in cells {
            self.node_tables[slot.table as usize].set(slot.row, key, Value::Null);
            self.node_tables[table as usize].set(row, key, value);
        }
        for label in old.iter().filter(|label| !labels.contains(label)) {
            self.unlist(*label, node);
        }
        for label in labels.iter().filter(|label| !old.contains(label)) {
            self.list_under(*label, node);
        }
        self.nodes[node.0 as usize] = NodeSlot { table, row, ..slot };
    }

    /// Takes a relationship out of the topology and the indexes.
    pub(super) fn detach_rel(&mut self, rel: RelId) {
        self.facts.forget();
        let (start, end) = self.ends(rel);
        let slot = self.rel_slot(rel);
        self.rel_counts[slot.kind.0 as usize] -= 1;
        self.patch_adjacency(slot.kind, |adjacency, direction| match direction {
            Direction::Out => adjacency.remove(start, end, rel),
            Direction::In => adjacency.remove(end, start, rel),
        });
        self.topology.remove_edge(slot.index);
        self.rels[rel.0 as usize].alive = false;
    }

    /// Puts a relationship that was taken out back in.
    pub(super) fn attach_rel(&mut self, rel: RelId, start: NodeId, end: NodeId) {
        self.facts.forget();
        let slot = self.rel_slot(rel);
        let index = self.topology.add_edge(self.node_slot(start).index, self.node_slot(end).index, rel);
        self.rels[rel.0 as usize] = RelSlot { alive: true, index, ..slot };
        self.rel_counts[slot.kind.0 as usize] += 1;
        self.patch_adjacency(slot.kind, |adjacency, direction| match direction {
            Direction::Out => adjacency.insert(start, end, rel),
            Direction::In => adjacency.insert(end, start, rel),
        });
    }

    /// Takes a node without relationships out of the topology and the lists of its labels.
    pub(super) fn detach_node(&mut self, node: NodeId) {
        self.facts.forget();
        let labels = Arc::clone(self.labels(node));
        for label in labels.iter() {
            self.unlist(*label, node);
        }
        self.topology.remove_node(self.node_slot(node).index);
        self.nodes[node.0 as usize].alive = false;
    }

    /// Puts a node that was taken out back in.
    pub(super) fn attach_node(&mut self, node: NodeId) {
        self.facts.forget();
        let index = self.topology.add_node(node);
        self.nodes[node.0 as usize] = NodeSlot { alive: true, index, ..self.node_slot(node) };
        let labels = Arc::clone(self.labels(node));
        for label in labels.iter() {
            self.list_under(*label, node);
        }
    }

    fn node_slot(&self, node: NodeId) -> NodeSlot {
        self.nodes[node.0 as usize]
    }

    fn rel_slot(&self, rel: RelId) -> RelSlot {
        self.rels[rel.0 as usize]
    }

    fn row_of(&self, entity: Entity) -> (&Table, u32) {
        match entity {
            Entity::Node(node) => {
                let slot = self.node_slot(node);
                (&self.node_tables[slot.table as usize], slot.row)
            }
            Entity::Rel(rel) => {
                let slot = self.rel_slot(rel);
                (&self.rel_tables[slot.kind.0 as usize], slot.row)
            }
        }
    }
}
