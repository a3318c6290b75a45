//! From the plan of a count to sums that are ready to be asked, and the sums of its terms.

use super::super::{Frame, Result, Run, set};
use super::bits::Bits;
use super::search::{Close, From, Search, Stage, State};
use super::sum::{Member, Sum, Sums, lists};
use super::tally::Tally;
use crate::plan::count::{Level, NodeSum, Part, Source, Term, Test};
use crate::value::{NodeId, Value};
use rayon::prelude::*;

/// A part that takes fewer steps is not worth the start of threads.
const WORTH_THREADS: f64 = 20_000.0;

impl Run<'_> {
    /// The sums of a term; none when a condition failed.
    pub(super) fn term(&self, term: &Term, groups: usize, frame: &mut Frame) -> Result<Option<Tally>> {
        let (mut scale, mut grouped) = (1i128, None);
        for part in &term.parts {
            let Some(tally) = self.part(part, groups, frame)? else { return Ok(None) };
            if part.groups.is_empty() {
                scale = scale.saturating_mul(tally.at(&[]).unwrap_or(0));
            } else {
                grouped = Some(tally);
            }
        }
        let tally = grouped.unwrap_or(Tally::All(1));
        Ok(Some(Tally::new(groups).plus(tally, scale)))
    }

    fn part(&self, part: &Part, groups: usize, frame: &mut Frame) -> Result<Option<Tally>> {
        let Some(stages) = self.stages(&part.levels, frame) else { return Ok(None) };
        let mut places = part.groups.clone();
        places.sort_unstable();
        let levels: Vec<usize> = places.iter().map(|(level, _)| *level).collect();
        // The level of each group, in the order of the groups.
        let mut named = part.groups.clone();
        named.sort_unstable_by_key(|(_, group)| *group);
        let named: Vec<usize> = named.into_iter().map(|(level, _)| level).collect();
        let nodes = self.view.node_end();
        let search = Search { stages: &stages, nodes, stop: self.input.stop, groups: &levels };
        let roots = self.roots(&part.levels[0].node);
        let width = if levels.is_empty() { 0 } else { groups };
        let run = |tally: &mut Tally, state: &mut State, node: NodeId| {
            search.begin(node, state, &mut |state, number| {
                let mut names = [NodeId(0); 2];
                for (name, level) in names.iter_mut().zip(&named) {
                    *name = state.bound(*level);
                }
                tally.add(&names[..named.len()], i128::from(number));
            });
        };
        let each = |(mut tally, mut state): (Tally, State), node: NodeId| {
            run(&mut tally, &mut state, node);
            (tally, state)
        };
        let start = || (Tally::new(width), State::new(&search));
        if part.cost < WORTH_THREADS {
            return Ok(Some(roots.into_iter().fold(start(), each).0));
        }
        let pieces = roots.into_par_iter().fold(start, each).map(|(tally, _)| tally);
        Ok(Some(pieces.reduce(|| Tally::new(width), |a, b| a.plus(b, 1))))
    }

    fn stages(&self, levels: &[Level], frame: &mut Frame) -> Option<Vec<Stage<'_>>> {
        let mut marks = 0;
        let mut stages = Vec::new();
        for (at, level) in levels.iter().enumerate() {
            let from = match &level.source {
                Source::Scan => None,
                Source::Hop { from, hop, once } => {
                    Some(From { level: *from, lists: lists(self.view, hop), once: *once })
                }
            };
            let closings = level.closings.iter().map(|closing| {
                // Marks pay when this level is visited more than once for the other level's node.
                let marked = closing.level + 1 < at && (closing.hop.simple || closing.test != Test::Rows);
                marks += usize::from(marked);
                let lists = lists(self.view, &closing.hop);
                Close { level: closing.level, lists, test: closing.test, marks: marked.then(|| marks - 1) }
            });
            let closings = closings.collect();
            let sum = self.sum(&level.node, frame)?;
            stages.push(Stage { sum, from, closings, unequal: level.unequal.clone() });
        }
        Some(stages)
    }

    /// A variable with all that hangs on it; none when a condition failed.
    fn sum(&self, node: &NodeSum, frame: &mut Frame) -> Option<Sum<'_>> {
        let mut members: Vec<Member> = Vec::new();
        if node.conditions.is_empty() {
            members.extend(node.tests.iter().map(|label| Member::of_label(self.view, *label)));
        } else {
            members.push(Member::Set(self.fitting(node, frame)?));
        }
        let mut branches = Vec::new();
        for branch in &node.branches {
            let sums = self.sum(&branch.node, frame)?;
            branches.push(Sums { lists: lists(self.view, &branch.hop), reduce: branch.reduce, node: sums });
        }
        let mut sum = Sum { members, branches, table: None };
        if node.table {
            let (first, end) = match node.label {
                Some(label) => {
                    let nodes = self.view.nodes_with(label);
                    (nodes.first().map_or(0, |node| node.0), nodes.last().map_or(0, |node| node.0 + 1))
                }
                None => (0, self.view.node_end()),
            };
            sum.fill(first, end);
        }
        Some(sum)
    }

    /// The nodes that carry the labels and fulfil the conditions.
    fn fitting(&self, node: &NodeSum, frame: &mut Frame) -> Option<Bits> {
        let candidates = self.roots(node);
        let (first, last) =
            (candidates.first().copied().unwrap_or(NodeId(0)), candidates.last().map_or(0, |node| node.0 + 1));
        let mut bits = Bits::new(first.0, last);
        for id in candidates {
            if !node.tests.iter().all(|label| self.view.has_label(id, *label)) {
                continue;
            }
            for slot in &node.slots {
                set(frame, *slot, Value::Node(id));
            }
            let mut fits = true;
            for condition in &node.conditions {
                fits = fits && self.truth(condition, frame).ok()? == Some(true);
            }
            if fits {
                bits.put(id);
            }
        }
        Some(bits)
    }

    /// The nodes that a variable is looked for at.
    fn roots(&self, node: &NodeSum) -> Vec<NodeId> {
        match node.label {
            Some(label) => self.view.nodes_with(label).to_vec(),
            None => self.view.nodes().collect(),
        }
    }
}
