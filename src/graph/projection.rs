//! The part of a graph that an algorithm runs on: some nodes and relationships, numbered without gaps.
//!
//! Input: a [`View`] and a [`Selection`]. Output: compressed adjacency both ways, in the order of the ids, so that an
//! algorithm meets everything in the same order on every machine. `visit` makes it a graph for petgraph.

use super::{Direction, Entity, KeyId, LabelId, TypeId, View};
use crate::value::{Bounds, Fault, FaultKind, Held, NodeId, RelId, Value};

/// What an algorithm is to look at.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Nodes with one of these labels; all when absent.
    pub labels: Option<Vec<LabelId>>,
    /// Relationships of one of these types; all when absent.
    pub types: Option<Vec<TypeId>>,
    /// Which way relationships lead; both ways when absent.
    pub direction: Option<Direction>,
    /// The property that weighs a relationship; without it each weighs 1.
    pub weight: Option<KeyId>,
    /// The weight of a relationship without the property; without it that is an error.
    pub default_weight: Option<f64>,
}

/// A relationship, seen from the node where it begins.
#[derive(Clone, Copy, Debug)]
pub struct Hop {
    /// The number of the node where it leads.
    pub to: usize,
    /// The relationship.
    pub rel: RelId,
    /// Its weight, which is finite and not negative.
    pub weight: f64,
}

/// The hops of every node, one node after the other.
#[derive(Debug)]
struct Side {
    offsets: Vec<usize>,
    hops: Vec<Hop>,
}

/// Nodes and relationships numbered from 0.
#[derive(Debug)]
pub struct Projection<'b> {
    nodes: Vec<NodeId>,
    out: Side,
    /// The same hops from their other ends; absent when they lead both ways anyway.
    back: Option<Side>,
    /// When these ask for an end, [`Projection::open_hops`] leads nowhere.
    bounds: &'b Bounds,
    /// The memory of all this.
    _held: Held<'b>,
}

impl<'b> Projection<'b> {
    /// Takes what is selected. O((nodes + relationships) log degree).
    ///
    /// # Errors
    /// When a weight is missing, no number, negative or not finite, or the bounds are met.
    pub fn new(view: View<'_>, selection: &Selection, bounds: &'b Bounds) -> Result<Self, Fault> {
        let mut nodes: Vec<NodeId> = match &selection.labels {
            None => view.nodes().collect(),
            Some(labels) => labels.iter().flat_map(|label| view.nodes_with(*label)).copied().collect(),
        };
        nodes.sort_unstable();
        nodes.dedup();
        let held = bounds.hold();
        held.keep((nodes.capacity() * size_of::<NodeId>()) as u64)?;
        let side = |direction| Side::new(view, selection, &nodes, direction, bounds, &held);
        let (out, back) = match selection.direction {
            None => (side(None)?, None),
            Some(Direction::Out) => (side(Some(Direction::Out))?, Some(side(Some(Direction::In))?)),
            Some(Direction::In) => (side(Some(Direction::In))?, Some(side(Some(Direction::Out))?)),
        };
        Ok(Self { nodes, out, back, bounds, _held: held })
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many hops there are from all nodes.
    #[must_use]
    pub fn hop_count(&self) -> usize {
        self.out.hops.len()
    }

    /// Whether relationships lead both ways.
    #[must_use]
    pub fn is_undirected(&self) -> bool {
        self.back.is_none()
    }

    /// The node behind a number.
    #[must_use]
    pub fn node(&self, index: usize) -> NodeId {
        self.nodes[index]
    }

    /// The number of a node, if it is selected. O(log nodes).
    #[must_use]
    pub fn index(&self, node: NodeId) -> Option<usize> {
        self.nodes.binary_search(&node).ok()
    }

    /// The hops from a node, ordered by where they lead and then by relationship.
    #[must_use]
    pub fn hops(&self, index: usize) -> &[Hop] {
        self.out.of(index)
    }

    /// The hops to a node, seen from it.
    #[must_use]
    pub fn hops_back(&self, index: usize) -> &[Hop] {
        self.back.as_ref().unwrap_or(&self.out).of(index)
    }

    /// The hops from a node, or backwards to it, until an end is asked for: from then on there are none. An algorithm that
    /// can't be told to end is at its end soon where nothing leads on; what it finds is then for nobody to use.
    pub(super) fn open_hops(&self, index: usize, back: bool) -> &[Hop] {
        match (self.bounds.is_stopped(), back) {
            (true, _) => &[],
            (false, false) => self.hops(index),
            (false, true) => self.hops_back(index),
        }
    }

    /// The nodes where hops from a node lead, each once, without the node itself.
    pub fn neighbors(&self, index: usize) -> impl Iterator<Item = usize> {
        let hops = self.hops(index);
        let first = move |at: usize| at == 0 || hops[at - 1].to != hops[at].to;
        (0..hops.len()).filter(move |at| hops[*at].to != index && first(*at)).map(|at| hops[at].to)
    }
}

impl Side {
    fn new(
        view: View<'_>,
        selection: &Selection,
        nodes: &[NodeId],
        direction: Option<Direction>,
        bounds: &Bounds,
        held: &Held<'_>,
    ) -> Result<Self, Fault> {
        let mut side = Self { offsets: Vec::with_capacity(nodes.len() + 1), hops: Vec::new() };
        held.keep((side.offsets.capacity() * size_of::<usize>()) as u64)?;
        side.offsets.push(0);
        for node in nodes {
            bounds.check()?;
            let (start, before) = (side.hops.len(), side.hops.capacity());
            for way in [Direction::Out, Direction::In] {
                if direction.is_some_and(|wanted| wanted != way) {
                    continue;
                }
                let types: Vec<Option<TypeId>> = match &selection.types {
                    None => vec![None],
                    Some(types) => types.iter().copied().map(Some).collect(),
                };
                for (to, rel) in types.into_iter().flat_map(|kind| view.neighbors(*node, kind, way).iter()) {
                    // A loop stands on both sides and is one relationship.
                    let again = direction.is_none() && way == Direction::In && to == *node;
                    if let (false, Ok(to)) = (again, nodes.binary_search(&to)) {
                        side.hops.push(Hop { to, rel, weight: weight(view, selection, rel)? });
                    }
                }
            }
            side.hops[start..].sort_unstable_by_key(|hop| (hop.to, hop.rel));
            side.offsets.push(side.hops.len());
            held.keep(((side.hops.capacity() - before) * size_of::<Hop>()) as u64)?;
        }
        Ok(side)
    }

    fn of(&self, index: usize) -> &[Hop] {
        &self.hops[self.offsets[index]..self.offsets[index + 1]]
    }
}

fn weight(view: View<'_>, selection: &Selection, rel: RelId) -> Result<f64, Fault> {
    let Some(key) = selection.weight else { return Ok(1.0) };
    let name = view.names().keys.name(key);
    let place = || {
        let (start, end) = view.ends(rel);
        let kind = view.names().types.name(view.rel_type(rel));
        format!("({})-[:{kind}]->({})", view.caption(start), view.caption(end))
    };
    let value = view.property(Entity::Rel(rel), key);
    let number = match value {
        Value::Int(number) => number as f64,
        Value::Float(number) => number,
        Value::Null => match selection.default_weight {
            Some(weight) => return Ok(weight),
            None => {
                let fault = Fault::new(FaultKind::Argument, format!("{} has no weight `{name}`", place()));
                return Err(
                    fault.hint("Give such relationships a weight with defaultWeight, as in {defaultWeight: 1}.")
                );
            }
        },
        _ => f64::NAN,
    };
    if number.is_finite() && number >= 0.0 {
        return Ok(number);
    }
    let message = format!("a weight is a number from 0 up, and `{name}` of {} is {}", place(), value.to_literal());
    Err(Fault::new(FaultKind::Argument, message))
}
