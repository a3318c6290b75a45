//! The pattern operator: depth-first expansion over sorted adjacency.
//!
//! Each step binds or tests one part of the pattern in the frame and goes on to the next step; coming back, it tries its
//! next candidate. Nothing is copied but the ids that are bound.

use super::{Flow, Frame, Result, Run, Sink, get, set};
use crate::graph::{Entity, Hops, TypeId};
use crate::ir::{Arrow, CompareOp, PathSlots, Slot};
use crate::plan::{Expand, Given, Lookup, NodeTest, Order, Scan, Step};
use crate::value::{NodeId, Path, RelId, Value};
use std::ops::Range;
use std::sync::Arc;

impl Run<'_> {
    /// Sends every way to do these steps to the sink.
    pub(super) fn find(&self, steps: &[Step], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        // Also before a row: what becomes of it may be costly, and the last step may give millions.
        self.check_stop()?;
        let Some((step, rest)) = steps.split_first() else {
            return sink(frame);
        };
        match self.input.meter {
            None => self.step(step, rest, frame, sink),
            Some(meter) => self.measured_step(meter, step, || self.step(step, rest, frame, sink)),
        }
    }

    /// Does one step and goes on with the rest.
    #[inline]
    fn step(&self, step: &Step, rest: &[Step], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        match step {
            Step::Node { node, from } => self.scan(node, from, rest, frame, sink),
            Step::Expand(expand) => self.expand(expand, rest, frame, sink),
            Step::Given(given) => self.given(given, rest, frame, sink),
            Step::Walk(walk) => self.walk(walk, rest, frame, sink),
            Step::Reach(reach) => self.reach(reach, rest, frame, sink),
            Step::Repeat(repeat) => self.repeat(repeat, rest, frame, sink),
            Step::Select(select) => self.select(select, rest, frame, sink),
            Step::Filter(condition) => {
                if self.holds(condition, frame)? {
                    return self.find(rest, frame, sink);
                }
                Ok(Flow::Continue)
            }
            Step::Path(path) => {
                if self.put_path(path, frame) {
                    return self.find(rest, frame, sink);
                }
                Ok(Flow::Continue)
            }
        }
    }

    fn scan(
        &self,
        node: &NodeTest,
        from: &Scan,
        rest: &[Step],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        match from {
            Scan::Slot => match self.known_node(node, frame)? {
                Some(id) if self.has_labels(id, node) => self.find(rest, frame, sink),
                _ => Ok(Flow::Continue),
            },
            Scan::All => self.scan_ids(self.view.nodes(), node, rest, frame, sink),
            Scan::Label(label) => {
                let ids = self.view.nodes_with(*label).iter().copied();
                self.scan_ids(ids, node, rest, frame, sink)
            }
            Scan::Lookup(lookup) => {
                let ids = self.look_up(lookup, frame)?;
                self.scan_ids(ids.into_iter(), node, rest, frame, sink)
            }
        }
    }

    /// The nodes with a property, by id.
    pub(super) fn look_up(&self, lookup: &Lookup, frame: &mut Frame) -> Result<Vec<NodeId>> {
        let Lookup { label, key, ref value, any } = *lookup;
        // Where there is no node there is nothing that could fail.
        if label.is_some_and(|label| self.view.nodes_with(label).is_empty()) {
            return Ok(Vec::new());
        }
        if !any {
            return Ok(self.view.nodes_where(label, key, &self.eval(value, frame)?));
        }
        let items = self.list(value, frame)?;
        let mut found: Vec<NodeId> = items
            .iter()
            .flat_map(|items| items.iter())
            .flat_map(|item| self.view.nodes_where(label, key, item))
            .collect();
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn expand(&self, expand: &Expand, rest: &[Step], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let Value::Node(from) = *get(frame, expand.from) else {
            return Ok(Flow::Continue);
        };
        let target = if expand.to.bound { self.known_node(&expand.to, frame)? } else { None };
        if expand.to.bound && target.is_none() {
            return Ok(Flow::Continue);
        }
        let than = match &expand.order {
            Some(order) => match *get(frame, order.than) {
                Value::Node(than) => Some((order, than)),
                _ => return Ok(Flow::Continue),
            },
            None => None,
        };
        let (mut sieve, rest) =
            if target.is_some() { (None, rest) } else { self.sieve(expand.to.slot, Some(expand.rel), rest, frame) };
        let mut flow = Flow::Continue;
        self.hops(from, &expand.types, expand.arrow, &mut |hops, back| {
            let hops = target.map_or(hops, |target| hops.to(target));
            let hops = than.map_or(hops, |(order, than)| hops.range(within(order, hops.nodes, than)));
            self.count_work(hops.len());
            for (to, rel) in hops.iter() {
                // A loop stands in both directions and is one relationship.
                if (back && to == from) || is_among(frame, &expand.distinct, rel) || !self.has_labels(to, &expand.to) {
                    continue;
                }
                if sieve.as_mut().is_some_and(|sieve| !sieve.passes(to)) {
                    continue;
                }
                set(frame, expand.rel, Value::Rel(rel));
                if target.is_none() {
                    set(frame, expand.to.slot, Value::Node(to));
                }
                flow = self.find(rest, frame, sink)?;
                if flow == Flow::Stop {
                    return Ok(flow);
                }
            }
            Ok(Flow::Continue)
        })?;
        Ok(flow)
    }

    /// The neighbors by each type and direction in turn. The flag says that an undirected walk goes its second way, in
    /// which loops would be met again.
    pub(super) fn hops(
        &self,
        from: NodeId,
        types: &[TypeId],
        arrow: Arrow,
        visit: &mut dyn FnMut(Hops<'_>, bool) -> Result<Flow>,
    ) -> Result<Flow> {
        let directions = arrow.directions();
        for (turn, direction) in directions.iter().enumerate() {
            if types.is_empty() {
                for hops in self.view.all_neighbors(from, *direction) {
                    if visit(hops, turn > 0)? == Flow::Stop {
                        return Ok(Flow::Stop);
                    }
                }
            }
            for kind in types {
                if visit(self.view.neighbors(from, Some(*kind), *direction), turn > 0)? == Flow::Stop {
                    return Ok(Flow::Stop);
                }
            }
        }
        Ok(Flow::Continue)
    }

    fn given(&self, given: &Given, rest: &[Step], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let rel = match *get(frame, given.rel) {
            Value::Null => return Ok(Flow::Continue),
            Value::Rel(rel) => rel,
            ref other => {
                let message = format!("a relationship is needed here, and this is {}", other.kind());
                return Err(self.type_fault(message, given.span));
            }
        };
        let fits = given.types.is_empty() || given.types.contains(&self.view.rel_type(rel));
        if !fits || is_among(frame, &given.distinct, rel) {
            return Ok(Flow::Continue);
        }
        let (start, end) = self.view.ends(rel);
        let ways: &[(NodeId, NodeId)] = match given.arrow {
            Arrow::Right => &[(start, end)],
            Arrow::Left => &[(end, start)],
            Arrow::Both if start == end => &[(start, end)],
            Arrow::Both => &[(start, end), (end, start)],
        };
        for (left, right) in ways {
            if self.settle(&given.left, *left, frame)?
                && self.settle(&given.right, *right, frame)?
                && self.find(rest, frame, sink)? == Flow::Stop
            {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// Binds a node or tests that it is this one.
    pub(super) fn settle(&self, node: &NodeTest, id: NodeId, frame: &mut Frame) -> Result<bool> {
        if node.bound && self.known_node(node, frame)? != Some(id) {
            return Ok(false);
        }
        set(frame, node.slot, Value::Node(id));
        Ok(self.has_labels(id, node))
    }

    /// The node in a slot that is filled; none for null.
    pub(super) fn known_node(&self, node: &NodeTest, frame: &Frame) -> Result<Option<NodeId>> {
        match get(frame, node.slot) {
            Value::Node(id) => Ok(Some(*id)),
            Value::Null => Ok(None),
            other => {
                let message = format!("a node is needed here, and this is {}", other.kind());
                Err(self.type_fault(message, node.span))
            }
        }
    }

    pub(super) fn has_labels(&self, id: NodeId, node: &NodeTest) -> bool {
        node.labels.iter().all(|label| self.view.has_label(id, *label))
    }

    /// Puts a path together; false when a part of it is null.
    pub(super) fn put_path(&self, path: &PathSlots, frame: &mut Frame) -> bool {
        let built = self.build_path(path, frame);
        let complete = built.is_some();
        set(frame, path.slot, built.map_or(Value::Null, |path| Value::Path(Arc::new(path))));
        complete
    }

    fn build_path(&self, path: &PathSlots, frame: &Frame) -> Option<Path> {
        let node = |slot: Slot| match get(frame, slot) {
            Value::Node(id) => Some(*id),
            _ => None,
        };
        let mut at = node(path.nodes[0])?;
        let mut built = Path { start: at, steps: Vec::new() };
        for rel in &path.rels {
            let single;
            let rels: &[Value] = match get(frame, *rel) {
                value @ Value::Rel(_) => {
                    single = [value.clone()];
                    &single
                }
                Value::List(rels) => rels,
                _ => return None,
            };
            for rel in rels {
                let Value::Rel(rel) = rel else { return None };
                let (start, end) = self.view.ends(*rel);
                at = if start == at { end } else { start };
                built.steps.push((*rel, at));
            }
        }
        Some(built)
    }

    /// Whether an entity of the graph has this property value under equality.
    pub(super) fn property_is(&self, rel: RelId, key: crate::graph::KeyId, value: &Value) -> bool {
        crate::value::equals(&self.view.property(Entity::Rel(rel), key), value) == Some(true)
    }
}

/// The places of neighbors whose ids compare so with that of another node, in O(log neighbors).
pub(super) fn within(order: &Order, neighbors: &[NodeId], than: NodeId) -> Range<usize> {
    match order.op {
        CompareOp::Lt => 0..neighbors.partition_point(|node| *node < than),
        CompareOp::Le => 0..neighbors.partition_point(|node| *node <= than),
        CompareOp::Gt => neighbors.partition_point(|node| *node <= than)..neighbors.len(),
        CompareOp::Ge => neighbors.partition_point(|node| *node < than)..neighbors.len(),
        CompareOp::Eq | CompareOp::Ne => unreachable!("these are no orders"),
    }
}

/// Whether a relationship is one of those bound in these slots.
pub(super) fn is_among(frame: &Frame, slots: &[Slot], rel: RelId) -> bool {
    slots.iter().any(|slot| match get(frame, *slot) {
        Value::Rel(other) => *other == rel,
        Value::List(rels) => rels.iter().any(|each| matches!(each, Value::Rel(other) if *other == rel)),
        _ => false,
    })
}
