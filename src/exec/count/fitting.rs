//! The nodes that fulfil the conditions on a variable.

use super::super::columns::{Block, Column, ROWS};
use super::super::{Frame, Run};
use crate::graph::LabelId;
use crate::plan::count::NodeSum;
use crate::value::{NodeId, Room, Value};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::Arc;

/// So many nodes are worth the start of threads.
const WORTH_THREADS: usize = 4_000;

/// Into so many pieces they are cut then.
const PIECES: usize = 16;

/// A greater number is not weighed exactly by every way of adding up.
const MOST_WEIGHT: i64 = 1 << 53;

/// What was found out during one count, whose terms have variables with the same conditions.
#[derive(Default)]
pub(super) struct Fitting<'b> {
    found: FxHashMap<Asked, Arc<Fit>>,
    rooms: Vec<Room<'b>>,
}

/// The labels of a variable, and its conditions and weight in the form of Debug, which tells all of them.
type Asked = (Option<LabelId>, Vec<LabelId>, String);

/// The nodes that carry the labels and fulfil the conditions, by id, and the weight of each where one is asked for.
#[derive(Default)]
pub(super) struct Fit {
    pub(super) nodes: Vec<NodeId>,
    pub(super) weights: Vec<u64>,
}

impl Fit {
    fn bytes(&self) -> u64 {
        (self.nodes.capacity() * size_of::<NodeId>() + self.weights.capacity() * size_of::<u64>()) as u64
    }
}

impl<'a> Run<'a> {
    /// The nodes that fit; none when a condition failed, a weight is no whole number from 0 on, or there is no room for
    /// them, of which the run fails.
    pub(super) fn fitting(&self, node: &NodeSum, known: &mut Fitting<'a>, frame: &mut Frame) -> Option<Arc<Fit>> {
        let asked = (node.label, node.tests.clone(), format!("{:?} {:?}", node.conditions, node.weight));
        if let Some(found) = known.found.get(&asked) {
            return Some(Arc::clone(found));
        }
        let candidates = match &node.lookup {
            Some((key, value)) => {
                let value = self.eval(value, frame).ok()?;
                Cow::Owned(self.view.nodes_where(node.label, *key, &value))
            }
            None => self.roots(node),
        };
        let found = if candidates.len() < WORTH_THREADS || !self.plan.shared {
            self.those_that_fit(node, &candidates, frame)?
        } else {
            let (plan, view, input, current, before) = (self.plan, self.view, self.input, self.current.get(), &*frame);
            let pieces = candidates.par_chunks(candidates.len().div_ceil(PIECES)).map(|ids| {
                let run = Run::new(plan, view, input);
                run.current.set(current);
                run.those_that_fit(node, ids, &mut before.clone())
            });
            pieces.collect::<Option<Vec<Fit>>>()?.into_iter().fold(Fit::default(), |mut all, piece| {
                all.nodes.extend(piece.nodes);
                all.weights.extend(piece.weights);
                all
            })
        };
        let Ok(room) = self.input.bounds.room(found.bytes()) else {
            self.input.bounds.fall_short();
            return None;
        };
        let found = Arc::new(found);
        known.rooms.push(room);
        known.found.insert(asked, Arc::clone(&found));
        Some(found)
    }

    fn those_that_fit(&self, node: &NodeSum, ids: &[NodeId], frame: &mut Frame) -> Option<Fit> {
        let mut found = Fit::default();
        for ids in ids.chunks(ROWS) {
            self.check_stop().ok()?;
            let labeled = |id: &&NodeId| node.tests.iter().all(|label| self.view.has_label(**id, *label));
            let mut nodes: Vec<NodeId> = ids.iter().filter(labeled).copied().collect();
            for condition in &node.conditions {
                let kept = self.passing(condition, &block(node, &nodes), frame).ok()?;
                nodes = kept.iter().map(|at| nodes[*at as usize]).collect();
            }
            if let Some(weight) = &node.weight {
                let block = block(node, &nodes);
                let weights = self.column(weight, &block, frame).ok()?;
                for at in 0..nodes.len() {
                    match weights.value(at) {
                        Value::Int(number @ 0..=MOST_WEIGHT) => found.weights.push(number as u64),
                        _ => return None,
                    }
                }
            }
            found.nodes.extend(nodes);
        }
        Some(found)
    }
}

/// Some nodes as what a variable stands for.
fn block(node: &NodeSum, nodes: &[NodeId]) -> Block {
    let mut block = Block::new(nodes.len());
    node.slots.iter().for_each(|slot| block.put(*slot, Column::Nodes(nodes.to_vec())));
    block
}
