//! How many neighbors of a node fit, without a row for each.

use super::pattern::within;
use super::sieve::Sieves;
use super::{Flow, Frame, Result, Run, get};
use crate::graph::Direction;
use crate::plan::{Expand, Step};
use crate::value::{NodeId, Value};

impl Run<'_> {
    /// How many matches the last step of a pattern has, with the conditions behind it.
    pub(super) fn degree(&self, steps: &[Step], frame: &mut Frame) -> Result<i64> {
        self.check_stop()?;
        if let Some((Step::Expand(expand), tests)) = steps.split_first()
            && expand.to.labels.is_empty()
            && !expand.types.is_empty()
            && expand.distinct.iter().all(|slot| matches!(get(frame, *slot), Value::Rel(_)))
        {
            let Value::Node(from) = *get(frame, expand.from) else { return Ok(0) };
            if expand.order.as_ref().is_some_and(|order| !matches!(get(frame, order.than), Value::Node(_))) {
                return Ok(0);
            }
            let (mut sieves, rest) = self.sieves(expand.to.slot, Some(expand.rel), tests, frame);
            if rest.is_empty() {
                return Ok(self.fitting_neighbors(expand, from, &mut sieves, frame));
            }
        }
        let mut count = 0;
        self.find(steps, frame, &mut |_| {
            count += 1;
            Ok(Flow::Continue)
        })?;
        Ok(count)
    }

    fn fitting_neighbors(&self, expand: &Expand, from: NodeId, sieves: &mut Sieves<'_>, frame: &Frame) -> i64 {
        let than = expand.order.as_ref().and_then(|order| match *get(frame, order.than) {
            Value::Node(than) => Some((order, than)),
            _ => None,
        });
        let mut fitting = |nodes: &[NodeId]| {
            let nodes = than.map_or(nodes, |(order, than)| &nodes[within(order, nodes, than)]);
            if sieves.is_empty() {
                return nodes.len() as i64;
            }
            let mut nodes = nodes.to_vec();
            sieves.sift(&mut nodes);
            nodes.len() as i64
        };
        let mut count = 0;
        for (turn, direction) in expand.arrow.directions().iter().enumerate() {
            for kind in &expand.types {
                let nodes = self.view.lists(*kind, *direction).of(from);
                count += fitting(nodes);
                if turn > 0 {
                    // A loop stands in both directions and is one relationship.
                    let start = nodes.partition_point(|node| *node < from);
                    let loops = nodes[start..].iter().take_while(|node| **node == from).count();
                    count -= fitting(&nodes[start..start + loops]);
                }
            }
        }
        for slot in &expand.distinct {
            let Value::Rel(rel) = *get(frame, *slot) else { continue };
            let (start, end) = self.view.ends(rel);
            let taken = expand.types.contains(&self.view.rel_type(rel));
            let way = |direction: &Direction| match direction {
                Direction::Out => (start == from).then_some(end),
                Direction::In => (end == from).then_some(start),
            };
            // A loop is met once, whichever way it is met first.
            if let Some(other) = expand.arrow.directions().iter().find_map(way).filter(|_| taken) {
                count -= fitting(&[other]);
            }
        }
        count
    }
}
