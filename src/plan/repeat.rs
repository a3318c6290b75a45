//! Repeated paths and selected paths as steps.

use super::build::Builder;
use super::order::{Pending, place};
use super::{Link, NodeTest, Repeat, Select, Step, Walk};
use crate::ir::{self, PathSlots, Slot};

impl Pending<'_> {
    /// The step that repeats a path.
    pub(super) fn repeat(
        &self,
        rel: &ir::RelVar,
        from: Slot,
        to: NodeTest,
        reversed: bool,
        distinct: Vec<Slot>,
    ) -> Repeat {
        let group = rel.group.as_ref().expect("only a relationship with a group is repeated");
        let (begin, end) = if reversed { (group.last, group.first) } else { (group.first, group.last) };
        let mut pattern = group.pattern.clone();
        pattern.nodes[begin].bound = true;
        // What is repeated has no walks in it, so it takes no slots.
        let Self { view, optimize, lasting, subqueries, .. } = *self;
        let mut builder = Builder { view, optimize, lasting, steady: false, first: false, subqueries, slots: 0 };
        let once = place(Pending::new(&mut builder, &pattern, &group.conditions));
        Repeat {
            rels: rel.slot,
            from,
            to,
            once,
            ends: (pattern.nodes[begin].slot, pattern.nodes[end].slot),
            links: pattern.rels.iter().map(|rel| rel.slot).collect(),
            lists: group.lists.clone(),
            length: rel.length.unwrap_or(ir::Length { min: 1, max: Some(1) }),
            reversed,
            distinct,
        }
    }

    /// The next selected path to search: one whose first node is known. Its last node is found on the way, unless it is
    /// known so well that looking for it first is cheaper.
    pub(super) fn next_selection(&self) -> Option<usize> {
        self.selections.iter().copied().find(|index| {
            let selection = &self.pattern.selections[*index];
            let rare = self.optimize && self.equalities(self.pattern.nodes[selection.right].slot).next().is_some();
            self.nodes_bound[selection.left] && (self.nodes_bound[selection.right] || !rare)
        })
    }

    /// The step that searches a selected path.
    pub(super) fn select(&mut self, index: usize) -> Step {
        self.selections.retain(|each| *each != index);
        let selection = &self.pattern.selections[index];
        let from = self.pattern.nodes[selection.left].slot;
        let last = self.bind(selection.right);
        let path = &selection.path;
        let mut links = Vec::new();
        for (at, rel) in path.rels.iter().enumerate() {
            let node = &path.nodes[rel.right];
            let to = if at + 1 == path.rels.len() {
                last.clone()
            } else {
                NodeTest { slot: node.slot, bound: false, labels: node.labels.clone(), span: node.span }
            };
            links.push((self.link(rel, path.nodes[rel.left].slot, to.clone()), to));
        }
        for slot in selection.own_slots() {
            self.unfilled.remove(&slot);
        }
        let nodes = std::iter::once(from).chain(links.iter().map(|(_, node)| node.slot)).collect();
        let rels = path.rels.iter().map(|rel| rel.slot).collect();
        Step::Select(Box::new(Select {
            selector: selection.selector,
            closed: selection.closed,
            from,
            links,
            conditions: selection.conditions.clone(),
            path: selection.slot.map(|slot| PathSlots { slot, nodes, rels }),
        }))
    }

    fn link(&self, rel: &ir::RelVar, from: Slot, to: NodeTest) -> Link {
        let distinct = Vec::new();
        if rel.group.is_some() {
            return Link::Repeat(self.repeat(rel, from, to, false, distinct));
        }
        let walk = Walk {
            rels: rel.slot,
            types: rel.types.clone(),
            properties: Vec::new(),
            step: rel.step.clone(),
            from,
            to,
            arrow: rel.arrow,
            length: rel.length.unwrap_or(ir::Length { min: 1, max: Some(1) }),
            reversed: false,
            distinct,
        };
        if rel.length.is_some() { Link::Walk(walk) } else { Link::Once(walk) }
    }
}
