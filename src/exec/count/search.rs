//! The variables of circles, enumerated depth first.
//!
//! A level takes the neighbors of a node bound before, keeps those that close every circle, and multiplies what hangs on
//! them. Where a level is visited many times under one node of a level far above, the neighbors of that node are marked
//! once as bits, so that closing a circle is one look at a bit; this is the intersection of worst-case-optimal joins
//! (Ngo, Porat, Ré, Rudra: "Worst-case optimal join algorithms", 2012) with the sorted lists as one side.

use super::bits::Bits;
use super::sum::Sum;
use crate::graph::Lists;
use crate::plan::count::Test;
use crate::value::NodeId;
use std::sync::atomic::{AtomicBool, Ordering};

/// A variable of a circle.
#[derive(Debug)]
pub(super) struct Stage<'g> {
    pub(super) sum: Sum<'g>,
    pub(super) from: Option<From<'g>>,
    pub(super) closings: Vec<Close<'g>>,
    pub(super) unequal: Vec<usize>,
}

/// Where candidates come from.
#[derive(Debug)]
pub(super) struct From<'g> {
    pub(super) level: usize,
    pub(super) lists: Vec<Lists<'g>>,
    pub(super) once: bool,
}

/// What closes a circle.
#[derive(Debug)]
pub(super) struct Close<'g> {
    pub(super) level: usize,
    pub(super) lists: Vec<Lists<'g>>,
    pub(super) test: Test,
    /// The set of marks to look at; without one the lists are searched.
    pub(super) marks: Option<usize>,
}

/// All variables of a part.
#[derive(Debug)]
pub(super) struct Search<'a, 'g> {
    pub(super) stages: &'a [Stage<'g>],
    /// The nodes at which the first variable is looked for.
    pub(super) nodes: u32,
    pub(super) stop: Option<&'a AtomicBool>,
    /// The levels whose nodes name the group, the last of which is bound last.
    pub(super) groups: &'a [usize],
}

/// What is bound so far.
#[derive(Debug)]
pub(super) struct State {
    bound: Vec<NodeId>,
    marks: Vec<(Option<NodeId>, Bits)>,
}

impl State {
    pub(super) fn new(search: &Search<'_, '_>) -> Self {
        let marks = search.stages.iter().flat_map(|stage| &stage.closings).filter(|close| close.marks.is_some());
        let marks = marks.map(|_| (None, Bits::new(0, search.nodes))).collect();
        Self { bound: vec![NodeId(0); search.stages.len()], marks }
    }

    /// The node at a level.
    pub(super) fn bound(&self, level: usize) -> NodeId {
        self.bound[level]
    }
}

impl<'g> Search<'_, 'g> {
    /// The sum over everything that begins with this node, with each group's own sum given to `found`.
    pub(super) fn begin(&self, node: NodeId, state: &mut State, found: &mut impl FnMut(&State, u64)) {
        self.bind(0, node, 1, 1, state, found);
    }

    fn stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Binds a node and goes on; `times` says how often it is met, `before` is the product of the levels up to here.
    fn bind(
        &self,
        at: usize,
        node: NodeId,
        times: u64,
        before: u64,
        state: &mut State,
        found: &mut impl FnMut(&State, u64),
    ) {
        let weight = self.stages[at].sum.at(node);
        if weight == 0 {
            return;
        }
        state.bound[at] = node;
        let product = before.saturating_mul(weight).saturating_mul(times);
        let groups_end = self.groups.last().map_or(0, |last| last + 1);
        if at + 1 >= groups_end {
            let rest = self.rest(at + 1, state);
            if rest > 0 {
                found(state, product.saturating_mul(rest));
            }
        } else if !self.stopped() {
            self.prepare(at + 1, state);
            self.candidates(at + 1, state, &mut |state, node, times| {
                self.bind(at + 1, node, times, product, state, found)
            });
        }
    }

    /// The sum over all that the levels from here on can be bound to.
    fn rest(&self, at: usize, state: &mut State) -> u64 {
        let Some(stage) = self.stages.get(at) else { return 1 };
        self.prepare(at, state);
        if at + 1 == self.stages.len() {
            return self.last(stage, at, state);
        }
        if self.stopped() {
            return 0;
        }
        let mut sum = 0u64;
        self.candidates(at, state, &mut |state, node, times| {
            let weight = stage.sum.at(node);
            if weight > 0 {
                state.bound[at] = node;
                sum = sum.saturating_add(weight.saturating_mul(times).saturating_mul(self.rest(at + 1, state)));
            }
        });
        sum
    }

    /// The last level, in which nothing has to be bound.
    fn last(&self, stage: &Stage<'g>, at: usize, state: &mut State) -> u64 {
        let mut sum = 0u64;
        if let (Some(from), [close], []) = (&stage.from, stage.closings.as_slice(), stage.unequal.as_slice())
            && let (Some(marks), false, true) = (close.marks, from.once, close.test != Test::None)
        {
            let marked = &state.marks[marks].1;
            for list in &from.lists {
                let nodes = list.of(state.bound[from.level]).iter();
                sum = sum.saturating_add(if stage.sum.is_bare() {
                    nodes.map(|node| u64::from(marked.has(*node))).sum()
                } else {
                    let hits = nodes.filter(|node| marked.has(**node));
                    hits.fold(0, |sum: u64, node| sum.saturating_add(stage.sum.at(*node)))
                });
            }
            return sum;
        }
        self.candidates(at, state, &mut |_, node, times| {
            sum = sum.saturating_add(stage.sum.at(node).saturating_mul(times));
        });
        sum
    }

    /// Marks the neighbors that the closings of a level look for.
    fn prepare(&self, at: usize, state: &mut State) {
        for close in &self.stages[at].closings {
            let Some(marks) = close.marks else { continue };
            let node = state.bound[close.level];
            let (owner, bits) = &mut state.marks[marks];
            if *owner == Some(node) {
                continue;
            }
            for list in &close.lists {
                if let Some(owner) = *owner {
                    list.of(owner).iter().for_each(|each| bits.take(*each));
                }
            }
            for list in &close.lists {
                list.of(node).iter().for_each(|each| bits.put(*each));
            }
            *owner = Some(node);
        }
    }

    /// Calls `visit` with each candidate that closes the circles, and with how often it does.
    fn candidates(&self, at: usize, state: &mut State, visit: &mut impl FnMut(&mut State, NodeId, u64)) {
        let stage = &self.stages[at];
        let from = stage.from.as_ref().expect("a level after the first is reached from one before");
        for list in &from.lists {
            let nodes = list.of(state.bound[from.level]);
            if from.once {
                for same in nodes.chunk_by(|a, b| a == b) {
                    self.offer(stage, same[0], state, visit);
                }
            } else {
                for node in nodes {
                    self.offer(stage, *node, state, visit);
                }
            }
        }
    }

    fn offer(
        &self,
        stage: &Stage<'g>,
        node: NodeId,
        state: &mut State,
        visit: &mut impl FnMut(&mut State, NodeId, u64),
    ) {
        if stage.unequal.iter().any(|level| state.bound[*level] == node) {
            return;
        }
        let mut times = 1u64;
        for close in &stage.closings {
            let met = match close.marks {
                Some(marks) => u64::from(state.marks[marks].1.has(node)),
                None => close.count(state.bound[close.level], node),
            };
            times *= match close.test {
                Test::Rows => met,
                Test::Some => u64::from(met > 0),
                Test::None => u64::from(met == 0),
            };
            if times == 0 {
                return;
            }
        }
        visit(state, node, times);
    }
}

impl Close<'_> {
    /// How many relationships lead from one node to another.
    fn count(&self, from: NodeId, to: NodeId) -> u64 {
        let count = |nodes: &[NodeId]| {
            let start = nodes.partition_point(|each| *each < to);
            nodes[start..].iter().take_while(|each| **each == to).count() as u64
        };
        self.lists.iter().map(|list| count(list.of(from))).sum()
    }
}
