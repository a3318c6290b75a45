//! Rows → what of the graph is in them.

use super::Subgraph;
use crate::graph::{Direction, Entity, TypeId, View};
use crate::value::{NodeId, RelId, Rows, Stop, Value, Why};
use rustc_hash::FxHashSet;

impl Subgraph {
    /// Collects every node, relationship and path of the rows, also those within lists and maps.
    ///
    /// A relationship brings its ends along. What the query has deleted is left out. O(size of the rows + relationships
    /// of the nodes).
    #[must_use]
    pub fn of(rows: &Rows, view: View<'_>, connect: Connect<'_>) -> Self {
        // Nobody knows this flag, so nobody can ask for an end.
        Self::until(&Stop::default(), rows, view, connect).unwrap_or_default()
    }

    /// The same, unless somebody asks for an end before it is done.
    ///
    /// # Errors
    /// Why it is asked for.
    pub fn until(stop: &Stop, rows: &Rows, view: View<'_>, connect: Connect<'_>) -> Result<Self, Why> {
        let mut collector =
            Collector { view, subgraph: Self::default(), nodes: FxHashSet::default(), rels: FxHashSet::default() };
        for row in &rows.rows {
            stop.look()?;
            row.iter().for_each(|value| collector.add(value));
        }
        match connect {
            Connect::Returned => {}
            Connect::Types(types) => collector.connect(stop, |kind| types.contains(&kind))?,
            Connect::Induced => collector.connect(stop, |_| true)?,
        }
        Ok(collector.subgraph)
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

/// Which relationships are drawn besides those of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connect<'a> {
    /// None.
    Returned,
    /// Those of these types between nodes of the answer.
    Types(&'a [TypeId]),
    /// All between nodes of the answer.
    Induced,
}

struct Collector<'g> {
    view: View<'g>,
    subgraph: Subgraph,
    nodes: FxHashSet<NodeId>,
    rels: FxHashSet<RelId>,
}

impl Collector<'_> {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Node(node) => self.add_node(*node),
            Value::Rel(rel) => {
                self.add_rel(*rel);
            }
            Value::Path(path) => {
                path.nodes().for_each(|node| self.add_node(node));
                for (from, rel) in path.nodes().zip(path.rels()) {
                    // The path that walks it first decides.
                    if self.add_rel(rel) && self.view.ends(rel).0 != from {
                        self.subgraph.backward.insert(rel);
                    }
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.add(item)),
            Value::Map(map) => map.values().for_each(|item| self.add(item)),
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) | Value::Temporal(_) => {}
        }
    }

    fn add_node(&mut self, node: NodeId) {
        if self.view.exists(Entity::Node(node)) && self.nodes.insert(node) {
            self.subgraph.nodes.push(node);
        }
    }

    /// Adds every relationship between the nodes that is of a wanted type.
    fn connect(&mut self, stop: &Stop, wanted: impl Fn(TypeId) -> bool) -> Result<(), Why> {
        for node in self.subgraph.nodes.clone() {
            stop.look()?;
            for (other, rel) in self.view.neighbors(node, None, Direction::Out).iter() {
                if self.nodes.contains(&other) && wanted(self.view.rel_type(rel)) {
                    self.add_rel(rel);
                }
            }
        }
        Ok(())
    }

    /// Whether a relationship is there and was not yet among those that are drawn.
    fn add_rel(&mut self, rel: RelId) -> bool {
        let new = self.view.exists(Entity::Rel(rel)) && self.rels.insert(rel);
        if new {
            let (start, end) = self.view.ends(rel);
            self.add_node(start);
            self.add_node(end);
            self.subgraph.rels.push(rel);
        }
        new
    }
}
