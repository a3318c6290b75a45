//! Nodes → the groups they stand in.
//!
//! Input: the nodes and relationships of a picture, and up to two names, each of a property or of a relationship type. A
//! property groups by its value. A relationship type groups by the node at its other end, whose caption is the title; a
//! node that would then only repeat the title is left out, with the lines that the border now stands for.

use super::Subgraph;
use crate::graph::{Direction, Entity, TypeId, View};
use crate::value::{NodeId, Stop, Value, Why, literal};
use rustc_hash::{FxHashMap, FxHashSet};

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// What stands above it.
    pub title: String,
    /// The group around it, as a position among the groups.
    pub within: Option<usize>,
}

/// The groups of a picture.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// In the order of their first nodes, each after the one around it.
    pub groups: Vec<Group>,
    /// The group of each node.
    pub of: FxHashMap<NodeId, usize>,
    /// The nodes for which a border and its title stand.
    pub replaced: FxHashSet<NodeId>,
    /// The relationships for which a border stands.
    pub lines: FxHashSet<crate::value::RelId>,
}

impl Groups {
    /// Sorts nodes into groups. O(nodes + their relationships).
    pub(super) fn of(subgraph: &Subgraph, view: View<'_>, names: &[String], stop: &Stop) -> Result<Self, Why> {
        let mut groups = Self::default();
        let levels: Vec<FxHashMap<NodeId, String>> =
            stop.collect(names.iter().map(|name| groups.level(subgraph, view, name)))?;
        let mut places: FxHashMap<(Option<usize>, String), usize> = FxHashMap::default();
        for node in &subgraph.nodes {
            stop.look()?;
            let mut within = None;
            for title in levels.iter().filter_map(|level| level.get(node)) {
                let place = *places.entry((within, title.clone())).or_insert(groups.groups.len());
                if place == groups.groups.len() {
                    groups.groups.push(Group { title: title.clone(), within });
                }
                within = Some(place);
            }
            if let Some(place) = within.filter(|_| !groups.replaced.contains(node)) {
                groups.of.insert(*node, place);
            }
        }
        Ok(groups)
    }

    /// The title that each node gets by a name.
    fn level(&mut self, subgraph: &Subgraph, view: View<'_>, name: &str) -> FxHashMap<NodeId, String> {
        match view.names().types.get(name) {
            Some(kind) => self.by_type(subgraph, view, kind),
            None => by_property(subgraph, view, name),
        }
    }

    fn by_type(&mut self, subgraph: &Subgraph, view: View<'_>, kind: TypeId) -> FxHashMap<NodeId, String> {
        let shown: FxHashSet<NodeId> = subgraph.nodes.iter().copied().collect();
        let around = |direction: Direction| -> Vec<(NodeId, NodeId)> {
            let pairs = subgraph.nodes.iter().filter_map(|node| {
                let others: Vec<NodeId> =
                    view.neighbors(*node, Some(kind), direction).iter().map(|(other, _)| other).collect();
                // A container that is in the picture comes before one that is not.
                let best = others.iter().find(|other| shown.contains(other)).or_else(|| others.first());
                best.map(|other| (*node, *other))
            });
            pairs.collect()
        };
        let (out, into) = (around(Direction::Out), around(Direction::In));
        let distinct = |pairs: &[(NodeId, NodeId)]| pairs.iter().map(|pair| pair.1).collect::<FxHashSet<_>>().len();
        // Fewer nodes hold more.
        let pairs = if into.is_empty() || !out.is_empty() && distinct(&out) <= distinct(&into) { out } else { into };
        let of: FxHashMap<NodeId, NodeId> = pairs.iter().copied().collect();
        let mut other_lines: FxHashSet<NodeId> = FxHashSet::default();
        for rel in &subgraph.rels {
            let (start, end) = view.ends(*rel);
            if view.rel_type(*rel) == kind && (of.get(&start) == Some(&end) || of.get(&end) == Some(&start)) {
                self.lines.insert(*rel);
            } else {
                other_lines.extend([start, end]);
            }
        }
        let held = pairs.iter().map(|(_, container)| *container);
        self.replaced.extend(held.filter(|container| shown.contains(container) && !other_lines.contains(container)));
        of.into_iter().map(|(node, container)| (node, view.caption(container).to_string())).collect()
    }
}

fn by_property(subgraph: &Subgraph, view: View<'_>, key: &str) -> FxHashMap<NodeId, String> {
    let Some(key) = view.names().keys.get(key) else { return FxHashMap::default() };
    let title = |node: &NodeId| {
        let title = match view.property(Entity::Node(*node), key) {
            Value::Null => return None,
            Value::Str(text) => text.to_string(),
            other => literal(&other, &|_| String::new()),
        };
        Some((*node, title))
    };
    subgraph.nodes.iter().filter_map(title).collect()
}
