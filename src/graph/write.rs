//! Changing a graph.

use super::adjacency::Adjacency;
use super::column::Table;
use super::listing::Listing;
use super::store::{Lazy, NodeSlot, RelSlot};
use super::undo::Change;
use super::{Direction, Entity, Graph, KeyId, LabelId, Origin, TypeId};
use crate::value::{Cell, NodeId, RelId, Value};
use petgraph::stable_graph::{EdgeIndex, NodeIndex};
use std::sync::Arc;

impl Graph {
    /// Adds a node with these labels, in any order, and no property.
    pub fn add_node(&mut self, labels: &[LabelId]) -> NodeId {
        self.facts.forget();
        let node = NodeId(self.base.node_end + self.nodes.len() as u32);
        let index = self.topology.add_node(node);
        let table = self.table_for(labels);
        let row = self.node_tables[table as usize].add_row();
        self.nodes.push(NodeSlot { alive: true, index, table, row });
        let labels = Arc::clone(&self.node_tables[table as usize].labels);
        for label in labels.iter() {
            self.listing(*label).add(node);
        }
        self.node_count += 1;
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
        let rel = RelId(self.base.rel_end + self.rels.len() as u32);
        let (from, to) = (self.anchor(start), self.anchor(end));
        let index = self.topology.add_edge(from, to, rel);
        let row = self.rel_table(kind).add_row();
        self.rels.push(RelSlot { alive: true, index, kind, row });
        self.count_rel(kind, 1);
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

    /// Says which properties come first, and in which order, where nodes of these labels show theirs. It is for the time
    /// before there are any.
    pub fn order_node_keys(&mut self, labels: &[LabelId], keys: &[KeyId]) {
        let table = self.table_for(labels);
        let table = &mut self.node_tables[table as usize];
        if table.rows == 0 {
            *table = Table::new(Arc::clone(&table.labels), keys);
        }
    }

    /// The same for the relationships of a type.
    pub fn order_rel_keys(&mut self, kind: TypeId, keys: &[KeyId]) {
        let table = self.rel_table(kind);
        if table.rows == 0 {
            *table = Table::new(Arc::default(), keys);
        }
    }

    /// Sets properties of an entity that has none yet and was added in the same transaction, so that no note is taken of
    /// each; where null is given there is none. O(values).
    ///
    /// # Panics
    /// When the entity is not in this graph.
    ///
    /// ```
    /// use casegraph::graph::{Entity, Graph, Schema};
    /// use casegraph::value::Value;
    /// let mut graph = Graph::new(Schema::open().into());
    /// let (name, year) = (graph.names_mut().keys.intern("name"), graph.names_mut().keys.intern("year"));
    /// let node = Entity::Node(graph.add_node(&[]));
    /// graph.fill(node, [(name, Value::Str("Kafka".into())), (year, Value::Int(2011))].into_iter());
    /// assert_eq!(graph.view().property(node, year).to_literal(), "2011");
    /// ```
    pub fn fill(&mut self, entity: Entity, values: impl Iterator<Item = (KeyId, Value)>) {
        self.facts.forget_values();
        let (table, row) = match entity {
            Entity::Node(node) => {
                let slot = *self.node_mut(node);
                (&mut self.node_tables[slot.table as usize], slot.row)
            }
            Entity::Rel(rel) => {
                let slot = *self.rel_mut(rel);
                (&mut self.rel_tables[slot.kind.0 as usize], slot.row)
            }
        };
        for (key, value) in values.filter(|(_, value)| !value.is_null()) {
            if let Entity::Node(node) = entity {
                self.indexes.add(node, &table.labels, key, Cell::from(&value));
            }
            table.set(row, key, value);
            self.counters.properties_set += 1;
        }
    }

    /// Gives a node further labels.
    ///
    /// # Panics
    /// When the node is not in this graph.
    pub fn add_labels(&mut self, node: NodeId, labels: &[LabelId]) {
        let old = Arc::clone(self.labels(node));
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
            assert!(self.rels_at(node).is_empty(), "a deleted node has no relationship");
            self.detach_node(node);
            self.remember(Change::NodeDeleted(node));
            self.counters.nodes_deleted += 1;
        }
    }

    /// Remembers where an entity comes from.
    pub fn set_origin(&mut self, entity: Entity, origin: Origin) {
        self.origins.set(entity, Some(origin));
    }

    pub(super) fn put_property(&mut self, entity: Entity, key: KeyId, value: Value) -> Value {
        self.facts.forget_values();
        match entity {
            Entity::Node(node) => {
                let slot = *self.node_mut(node);
                self.indexes.add(node, &self.node_tables[slot.table as usize].labels, key, Cell::from(&value));
                self.node_tables[slot.table as usize].set(slot.row, key, value)
            }
            Entity::Rel(rel) => {
                let slot = *self.rel_mut(rel);
                self.rel_tables[slot.kind.0 as usize].set(slot.row, key, value)
            }
        }
    }

    /// Moves a node into the table of another set of labels, with its properties.
    pub(super) fn put_labels(&mut self, node: NodeId, labels: Arc<[LabelId]>) {
        self.facts.forget();
        let old = Arc::clone(self.labels(node));
        let slot = *self.node_mut(node);
        let cells: Vec<(KeyId, Value)> = self.node_tables[slot.table as usize].row(slot.row).collect();
        let table = self.table_for(&labels);
        let row = self.node_tables[table as usize].add_row();
        for (key, value) in cells {
            self.node_tables[slot.table as usize].set(slot.row, key, Value::Null);
            self.node_tables[table as usize].set(row, key, value);
        }
        for label in old.iter().filter(|label| !labels.contains(label)) {
            self.listing(*label).remove(node);
        }
        for label in labels.iter().filter(|label| !old.contains(label)) {
            self.listing(*label).add(node);
        }
        *self.node_mut(node) = NodeSlot { table, row, ..slot };
        self.index_anew(node);
    }

    /// Takes a relationship out of the topology and the indexes.
    pub(super) fn detach_rel(&mut self, rel: RelId) {
        self.facts.forget();
        let (start, end) = self.ends(rel);
        let slot = self.rel_mut(rel);
        slot.alive = false;
        let RelSlot { kind, index, .. } = *slot;
        self.topology.remove_edge(index);
        self.count_rel(kind, -1);
        self.patch_adjacency(kind, |adjacency, direction| match direction {
            Direction::Out => adjacency.remove(start, end, rel),
            Direction::In => adjacency.remove(end, start, rel),
        });
    }

    /// Puts a relationship that was taken out back in.
    pub(super) fn attach_rel(&mut self, rel: RelId, start: NodeId, end: NodeId) {
        self.facts.forget();
        if rel.0 >= self.base.rel_end {
            let (from, to) = (self.anchor(start), self.anchor(end));
            self.rel_mut(rel).index = self.topology.add_edge(from, to, rel);
        }
        let slot = self.rel_mut(rel);
        slot.alive = true;
        let kind = slot.kind;
        self.count_rel(kind, 1);
        self.patch_adjacency(kind, |adjacency, direction| match direction {
            Direction::Out => adjacency.insert(start, end, rel),
            Direction::In => adjacency.insert(end, start, rel),
        });
    }

    /// Takes a node without relationships out of the topology and the lists of its labels.
    pub(super) fn detach_node(&mut self, node: NodeId) {
        self.facts.forget();
        let labels = Arc::clone(self.labels(node));
        for label in labels.iter() {
            self.listing(*label).remove(node);
        }
        let slot = self.node_mut(node);
        slot.alive = false;
        let index = std::mem::replace(&mut slot.index, NodeIndex::end());
        self.topology.remove_node(index);
        self.node_count -= 1;
    }

    /// Puts a node that was taken out back in.
    pub(super) fn attach_node(&mut self, node: NodeId) {
        self.facts.forget();
        let index = self.topology.add_node(node);
        let slot = self.node_mut(node);
        (slot.alive, slot.index) = (true, index);
        self.node_count += 1;
        let labels = Arc::clone(self.labels(node));
        for label in labels.iter() {
            self.listing(*label).add(node);
        }
        self.index_anew(node);
    }

    /// Enters a node into the indexes once more, since its labels changed or it came back.
    fn index_anew(&mut self, node: NodeId) {
        let slot = *self.node_mut(node);
        let table = &self.node_tables[slot.table as usize];
        for (key, value) in table.row(slot.row) {
            self.indexes.add(node, &table.labels, key, Cell::from(&value));
        }
    }

    /// The slot of a node, which one of the bulk gets when it is first written to, with a copy of its row.
    fn node_mut(&mut self, node: NodeId) -> &mut NodeSlot {
        if let Some(at) = node.0.checked_sub(self.base.node_end) {
            return &mut self.nodes[at as usize];
        }
        if !self.changed_nodes.contains_key(&node) {
            let (labels, cells) = (Arc::clone(self.labels(node)), self.properties(Entity::Node(node)).collect());
            let table = self.table_for(&labels);
            let row = copy_row(&mut self.node_tables[table as usize], cells);
            self.changed_nodes.insert(node, NodeSlot { alive: true, index: NodeIndex::end(), table, row });
        }
        self.changed_nodes.get_mut(&node).expect("it was put there")
    }

    /// The slot of a relationship, which one of the bulk gets when it is first written to, with a copy of its row.
    fn rel_mut(&mut self, rel: RelId) -> &mut RelSlot {
        if let Some(at) = rel.0.checked_sub(self.base.rel_end) {
            return &mut self.rels[at as usize];
        }
        if !self.changed_rels.contains_key(&rel) {
            let (kind, cells) = (self.base.place(rel).0, self.properties(Entity::Rel(rel)).collect());
            let row = copy_row(self.rel_table(kind), cells);
            self.changed_rels.insert(rel, RelSlot { alive: true, index: EdgeIndex::end(), kind, row });
        }
        self.changed_rels.get_mut(&rel).expect("it was put there")
    }

    /// The place of a node in the topology, into which one of the bulk comes with its first written relationship.
    fn anchor(&mut self, node: NodeId) -> NodeIndex {
        let index = self.node_mut(node).index;
        if index != NodeIndex::end() {
            return index;
        }
        let index = self.topology.add_node(node);
        self.node_mut(node).index = index;
        index
    }

    fn count_rel(&mut self, kind: TypeId, change: i64) {
        let at = kind.0 as usize;
        if self.rel_counts.len() <= at {
            self.rel_counts.resize(at + 1, 0);
        }
        self.rel_counts[at] = self.rel_counts[at].wrapping_add_signed(change);
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

    /// The table for written nodes of a set of labels. Its keys begin with those that the bulk has for that set, so that
    /// a row keeps its order when it is copied.
    fn table_for(&mut self, labels: &[LabelId]) -> u32 {
        if let Some(table) = self.tables_by_labels.get(labels) {
            return *table;
        }
        let mut sorted = labels.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let labels: Arc<[LabelId]> = sorted.into();
        if let Some(table) = self.tables_by_labels.get(&labels) {
            return *table;
        }
        let table = self.node_tables.len() as u32;
        let bulk = self.base.tables.iter().find(|table| table.labels == labels);
        let keys = bulk.map_or(&[][..], |table| &table.keys);
        self.node_tables.push(Table::new(Arc::clone(&labels), keys));
        self.tables_by_labels.insert(labels, table);
        table
    }

    /// The table for written relationships of a type.
    fn rel_table(&mut self, kind: TypeId) -> &mut Table {
        for at in self.rel_tables.len()..=kind.0 as usize {
            let bulk = self.base.block(TypeId(at as u32));
            let keys = bulk.map_or(&[][..], |block| &block.table.keys);
            self.rel_tables.push(Table::new(Arc::default(), keys));
        }
        &mut self.rel_tables[kind.0 as usize]
    }

    fn listing(&mut self, label: LabelId) -> &mut Listing {
        let at = label.0 as usize;
        if self.by_label.len() <= at {
            self.by_label.resize_with(at + 1, Listing::default);
        }
        &mut self.by_label[at]
    }
}

fn copy_row(table: &mut Table, cells: Vec<(KeyId, Value)>) -> u32 {
    let row = table.add_row();
    for (key, value) in cells {
        table.set(row, key, value);
    }
    row
}
