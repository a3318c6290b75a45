//! From a set of nodes to the set of those that a chain leads to: breadth first, each node once.

use super::marks::Marks;
use super::{Flow, Frame, Result, Run, Sink, set, without_place};
use crate::ir::Expr;
use crate::plan::{NodeTest, Reach, Scan, Step, Walk};
use crate::value::{Counted, NodeId, Value};

/// The bytes of a list of nodes.
fn bytes_of(nodes: &Vec<NodeId>) -> u64 {
    (nodes.capacity() * size_of::<NodeId>()) as u64
}

impl<'a> Run<'a> {
    /// Binds the last node of a chain once for each node that it can be, in the order in which they are reached.
    pub(super) fn reach(&self, reach: &Reach, rest: &[Step], frame: &mut Frame, sink: &mut Sink<'_>) -> Result<Flow> {
        let end = reach.end();
        for node in self.reached(reach, frame)?.iter() {
            set(frame, end, Value::Node(*node));
            if self.find(rest, frame, sink)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// The nodes that the last one of a chain can be.
    pub(super) fn reached(&self, reach: &Reach, frame: &mut Frame) -> Result<Counted<'a, NodeId>> {
        let first = match &reach.scan {
            Scan::Slot => self.known_node(&reach.start, frame)?.into_iter().collect(),
            Scan::All => self.view.nodes().collect(),
            Scan::Label(label) => self.view.nodes_with(*label).to_vec(),
            Scan::Lookup(lookup) => self.look_up(lookup, frame)?,
        };
        self.count_work(first.len());
        let held = self.hold();
        held.bytes(bytes_of(&first))?;
        let mut at = self.keep_fitting(first, &reach.start, &reach.tests, frame)?;
        for hop in &reach.hops {
            if at.is_empty() {
                break;
            }
            let next = self.walk_on(&hop.walk, at, frame)?;
            held.total(bytes_of(&next))?;
            at = self.keep_fitting(next, &hop.walk.to, &hop.tests, frame)?;
        }
        self.input.bounds.counted(at).map_err(without_place)
    }

    /// Those of some nodes that have the labels and pass the tests.
    fn keep_fitting(
        &self,
        mut nodes: Vec<NodeId>,
        test: &NodeTest,
        tests: &[Expr],
        frame: &mut Frame,
    ) -> Result<Vec<NodeId>> {
        if !test.labels.is_empty() {
            nodes.retain(|node| self.has_labels(*node, test));
        }
        if tests.is_empty() {
            return Ok(nodes);
        }
        let mut kept = Vec::new();
        for node in nodes {
            self.check_stop()?;
            set(frame, test.slot, Value::Node(node));
            let mut fits = true;
            for test in tests {
                fits = fits && self.holds(test, frame)?;
            }
            if fits {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    /// The nodes that a walk leads to from any of these.
    fn walk_on(&self, walk: &Walk, from: Vec<NodeId>, frame: &mut Frame) -> Result<Vec<NodeId>> {
        let wanted = self.wanted_properties(walk, frame)?;
        let spare = self.marks.borrow_mut().pop();
        let mut marks = match spare {
            Some(marks) => marks,
            None => Marks::new(self.view.node_end(), self.input.bounds).map_err(without_place)?,
        };
        let held = self.hold();
        let (mut depth, mut layer) = (0, from);
        // Back and forth is no way back to where a walk began, which then is one node.
        let alone = if let ([start], true) = (layer.as_slice(), walk.returns()) { Some(*start) } else { None };
        if walk.length.min == 0 || alone.is_some() {
            layer.iter().for_each(|node| marks.add(*node));
        }
        while walk.length.max.is_none_or(|max| depth < max) && !layer.is_empty() {
            let before = marks.nodes.len();
            for node in layer {
                self.neighbors(walk, node, &wanted, frame, &mut |nodes| nodes.iter().for_each(|to| marks.add(*to)))?;
            }
            depth += 1;
            let last = walk.length.max == Some(depth);
            layer = if last { Vec::new() } else { marks.nodes[before..].to_vec() };
            held.total(bytes_of(&marks.nodes) + bytes_of(&layer))?;
        }
        let mut reached = marks.take();
        self.marks.borrow_mut().push(marks);
        if let Some(start) = alone
            && !self.returns(walk, start, &wanted, frame)?
        {
            // It was the first to be marked.
            reached.remove(0);
        }
        Ok(reached)
    }
}
