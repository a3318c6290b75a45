//! The graph in memory: what was loaded in bulk, and what was written on top of it.

use super::adjacency::Adjacency;
use super::base::{Base, Csr, PackedTable};
use super::column::Table;
use super::facts::Facts;
use super::index::Indexes;
use super::listing::Listing;
use super::origin::Origins;
use super::undo::Change;
use super::{Direction, Entity, KeyId, LabelId, Names, Schema, TypeId, View};
use crate::value::{Cell, NodeId, RelId, Value};
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

/// What is kept of a node that was written to; of a deleted one too, since its row may come back when a statement is
/// taken back.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeSlot {
    pub alive: bool,
    /// Its place in the topology; the end for a node of the bulk that has no written relationship.
    pub index: NodeIndex,
    pub table: u32,
    pub row: u32,
}

/// What is kept of a relationship that was written to; of a deleted one too, which still knows its type.
#[derive(Clone, Copy, Debug)]
pub(super) struct RelSlot {
    pub alive: bool,
    /// Its place in the topology; the end for one of the bulk.
    pub index: EdgeIndex,
    pub kind: TypeId,
    pub row: u32,
}

/// Adjacency by direction, made on first use.
pub(super) type Lazy = [OnceLock<Adjacency>; 2];

/// A typed property graph in memory.
///
/// What was loaded in bulk is never changed. A node or relationship of the bulk that is written to gets a slot, as a new
/// one has, and from then on its slot counts.
#[derive(Clone, Debug)]
pub struct Graph {
    pub(super) schema: Arc<Schema>,
    pub(super) names: Names,
    pub(super) base: Arc<Base>,
    pub(super) topology: StableDiGraph<NodeId, RelId>,
    /// The nodes behind the bulk's.
    pub(super) nodes: Vec<NodeSlot>,
    /// The relationships behind the bulk's.
    pub(super) rels: Vec<RelSlot>,
    /// The nodes of the bulk that were written to.
    pub(super) changed_nodes: FxHashMap<NodeId, NodeSlot>,
    /// The relationships of the bulk that were written to.
    pub(super) changed_rels: FxHashMap<RelId, RelSlot>,
    pub(super) node_tables: Vec<Table>,
    pub(super) tables_by_labels: FxHashMap<Arc<[LabelId]>, u32>,
    pub(super) rel_tables: Vec<Table>,
    /// The nodes of each label, listed when first asked for or written to.
    pub(super) by_label: Vec<Listing>,
    pub(super) node_count: u64,
    pub(super) rel_counts: Vec<u64>,
    pub(super) adjacency: Vec<Lazy>,
    pub(super) all_adjacency: Lazy,
    pub(super) facts: Facts,
    pub(super) indexes: Indexes,
    pub(super) origins: Origins,
    pub(super) undo: Option<Vec<Change>>,
    /// Whether nothing but the bulk was there when the statement began.
    pub(super) untouched: bool,
    pub(super) counters: Counters,
}

/// Where the properties of an entity are.
enum Row<'g> {
    Packed(&'g PackedTable, u32),
    Written(&'g Table, u32),
}

impl Graph {
    /// An empty graph; the names of the schema get their ids in its order.
    #[must_use]
    pub fn new(schema: Arc<Schema>) -> Self {
        let names = Names::of(&schema);
        Self::over(schema, names, Arc::default())
    }

    /// A graph of what was loaded in bulk.
    pub(super) fn over(schema: Arc<Schema>, names: Names, base: Arc<Base>) -> Self {
        let lazy = |rows: &Arc<Csr>| OnceLock::from(Adjacency::over(Arc::clone(rows)));
        Self {
            schema,
            topology: StableDiGraph::new(),
            nodes: Vec::new(),
            rels: Vec::new(),
            changed_nodes: FxHashMap::default(),
            changed_rels: FxHashMap::default(),
            node_tables: Vec::new(),
            tables_by_labels: FxHashMap::default(),
            rel_tables: Vec::new(),
            by_label: vec![Listing::default(); names.labels.len()],
            node_count: base.node_count(),
            rel_counts: base.blocks.iter().map(|block| block.out.nodes.len() as u64).collect(),
            adjacency: base.blocks.iter().map(|block| [lazy(&block.out), lazy(&block.into)]).collect(),
            all_adjacency: Lazy::default(),
            facts: Facts::default(),
            indexes: Indexes::default(),
            origins: Origins::default(),
            undo: None,
            untouched: false,
            counters: Counters::default(),
            names,
            base,
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

    pub(super) fn node_slot(&self, node: NodeId) -> Option<NodeSlot> {
        match node.0.checked_sub(self.base.node_end) {
            Some(at) => self.nodes.get(at as usize).copied(),
            None if self.changed_nodes.is_empty() => None,
            None => self.changed_nodes.get(&node).copied(),
        }
    }

    pub(super) fn rel_slot(&self, rel: RelId) -> Option<RelSlot> {
        match rel.0.checked_sub(self.base.rel_end) {
            Some(at) => self.rels.get(at as usize).copied(),
            None if self.changed_rels.is_empty() => None,
            None => self.changed_rels.get(&rel).copied(),
        }
    }

    pub(super) fn node_exists(&self, node: NodeId) -> bool {
        self.node_slot(node).map_or_else(|| self.base.row(node).is_some(), |slot| slot.alive)
    }

    pub(super) fn rel_exists(&self, rel: RelId) -> bool {
        self.rel_slot(rel).map_or(rel.0 < self.base.rel_end, |slot| slot.alive)
    }

    pub(super) fn node_ids(&self) -> impl Iterator<Item = NodeId> {
        let written = (self.base.node_end..).zip(&self.nodes).filter(|(_, slot)| slot.alive);
        let untouched = self.changed_nodes.is_empty();
        let bulk = self.base.nodes().filter(move |node| untouched || self.node_exists(*node));
        bulk.chain(written.map(|(at, _)| NodeId(at)))
    }

    pub(super) fn node_end(&self) -> u32 {
        self.base.node_end + self.nodes.len() as u32
    }

    pub(super) fn rel_ids(&self) -> impl Iterator<Item = RelId> {
        let written = (self.base.rel_end..).zip(&self.rels).filter(|(_, slot)| slot.alive);
        let untouched = self.changed_rels.is_empty();
        let bulk = (0..self.base.rel_end).map(RelId).filter(move |rel| untouched || self.rel_exists(*rel));
        bulk.chain(written.map(|(at, _)| RelId(at)))
    }

    pub(super) fn nodes_with(&self, label: LabelId) -> &[NodeId] {
        let carries = |node| self.node_exists(node) && self.labels(node).contains(&label);
        self.by_label.get(label.0 as usize).map_or(&[], |listing| listing.get(|| self.base.list(label), carries))
    }

    pub(super) fn labels(&self, node: NodeId) -> &Arc<[LabelId]> {
        match self.node_row(node) {
            Row::Packed(table, _) => &table.labels,
            Row::Written(table, _) => &table.labels,
        }
    }

    pub(super) fn rel_kind(&self, rel: RelId) -> TypeId {
        self.rel_slot(rel).map_or_else(|| self.base.place(rel).0, |slot| slot.kind)
    }

    pub(super) fn rel_count(&self, kind: TypeId) -> u64 {
        self.rel_counts.get(kind.0 as usize).copied().unwrap_or(0)
    }

    pub(super) fn ends(&self, rel: RelId) -> (NodeId, NodeId) {
        let Some(at) = rel.0.checked_sub(self.base.rel_end) else { return self.base.ends(rel) };
        let ends = self.topology.edge_endpoints(self.rels[at as usize].index);
        let (from, to) = ends.expect("a slot's edge is in the topology");
        (self.topology[from], self.topology[to])
    }

    /// A property of an entity that may have been deleted; none if it was.
    pub(super) fn live_cell(&self, entity: Entity, key: KeyId) -> Option<Cell<'_>> {
        if let Entity::Node(node) = entity
            && self.node_slot(node).is_none()
        {
            // The usual case: its row is looked for once, not twice.
            let (table, row) = self.base.row(node)?;
            return Some(self.base.tables[table as usize].cell(row, key));
        }
        self.view().exists(entity).then(|| self.cell(entity, key))
    }

    pub(super) fn cell(&self, entity: Entity, key: KeyId) -> Cell<'_> {
        match self.row_of(entity) {
            Row::Packed(table, row) => table.cell(row, key),
            Row::Written(table, row) => table.cell(row, key),
        }
    }

    pub(super) fn properties(&self, entity: Entity) -> impl Iterator<Item = (KeyId, Value)> {
        let (packed, written) = match self.row_of(entity) {
            Row::Packed(table, row) => (Some(table.row(row)), None),
            Row::Written(table, row) => (None, Some(table.row(row))),
        };
        packed.into_iter().flatten().chain(written.into_iter().flatten())
    }

    /// The relationships that start or end at a node, by id, each once.
    pub(super) fn rels_at(&self, node: NodeId) -> Vec<RelId> {
        let mut rels = Vec::new();
        if node.0 < self.base.node_end {
            let rows = self.base.blocks.iter().flat_map(|block| [&block.out, &block.into]);
            let bulk = rows.flat_map(|rows| rows.hops(node).iter().map(|(_, rel)| rel));
            rels.extend(bulk.filter(|rel| self.rel_exists(*rel)));
        }
        if let Some(slot) = self.node_slot(node) {
            for direction in [petgraph::Direction::Outgoing, petgraph::Direction::Incoming] {
                rels.extend(self.topology.edges_directed(slot.index, direction).map(|edge| *edge.weight()));
            }
        }
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
        Adjacency::over(Arc::new(Csr::from_hops(hops.collect())))
    }

    fn row_of(&self, entity: Entity) -> Row<'_> {
        match entity {
            Entity::Node(node) => self.node_row(node),
            Entity::Rel(rel) => match self.rel_slot(rel) {
                Some(slot) => Row::Written(&self.rel_tables[slot.kind.0 as usize], slot.row),
                None => {
                    let (kind, place) = self.base.place(rel);
                    Row::Packed(&self.base.blocks[kind.0 as usize].table, place)
                }
            },
        }
    }

    fn node_row(&self, node: NodeId) -> Row<'_> {
        match self.node_slot(node) {
            Some(slot) => Row::Written(&self.node_tables[slot.table as usize], slot.row),
            None => {
                let (table, row) = self.base.row(node).expect("the node is in this graph");
                Row::Packed(&self.base.tables[table as usize], row)
            }
        }
    }
}
