//! From the plan of a count to sums that are ready to be asked, and the sums of its terms.

use super::super::held::Held;
use super::super::{Frame, Result, Run, without_place};
use super::bits::Bits;
use super::block::ROWS;
use super::fitting::Fitting;
use super::search::{Search, State};
use super::stage::{Close, From, Marks, PairTest, Stage};
use super::sum::{Member, Sum, Sums, Table};
use super::tally::{Tally, Wanted};
use super::way::Way;
use crate::ir::Arrow;
use crate::plan::count::{Hop, Look, NodeSum, Part, Reduce, Source, Step, Term};
use crate::value::{Bounds, Counted, NodeId, Room};
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A part that takes fewer steps is not worth the start of threads.
pub(super) const WORTH_THREADS: f64 = 20_000.0;

/// A part whose sums are ready to be asked.
pub(super) struct Ready<'g> {
    stages: Vec<Stage<'g>>,
    /// The levels whose nodes name the group, in the order of the groups.
    levels: Vec<usize>,
    /// In how many orders the nodes of each row may be bound.
    orders: u64,
    roots: Cow<'g, [NodeId]>,
    cost: f64,
    /// The ids that may name a group first.
    named: Range<u32>,
    _room: Room<'g>,
}

impl<'g> Ready<'g> {
    pub(super) fn search<'s>(&'s self, bounds: &'s Bounds) -> Search<'s, 'g> {
        Search { stages: &self.stages, groups: &self.levels, bounds, orders: self.orders }
    }

    /// The nodes that rows begin with.
    pub(super) fn roots(&self) -> &[NodeId] {
        match &self.stages[0] {
            Stage { sum: Sum { few: Some(few), .. }, odd: None, .. } => few,
            _ => &self.roots,
        }
    }

    /// About how many steps it takes.
    pub(super) fn cost(&self) -> f64 {
        self.cost * self.roots().len() as f64 / self.roots.len().max(1) as f64
    }

    /// Nothing so far; `many` tells whether there may be much to add.
    pub(super) fn tally<'b>(&self, wanted: Wanted, many: bool, bounds: &'b Bounds) -> Tally<'b> {
        match self.levels.as_slice() {
            [0, _] if many => Tally::clustered(wanted, true, bounds),
            [_, 0] if many => Tally::clustered(wanted, false, bounds),
            _ => Tally::with_room(wanted, &self.named, bounds),
        }
    }
}

impl<'a> Run<'a> {
    /// The sums of a term; none when a condition failed.
    pub(super) fn term(
        &self,
        term: &Term,
        wanted: Wanted,
        known: &mut Fitting<'a>,
        frame: &mut Frame,
    ) -> Result<Option<Tally<'a>>> {
        let (mut scale, mut grouped) = (1i128, None);
        for part in &term.parts {
            let Some(ready) = self.ready(part, known, frame)? else { return Ok(None) };
            let tally = self.sums(&ready, wanted)?;
            if part.groups.is_empty() {
                scale = scale.saturating_mul(tally.at(&[]).unwrap_or(0));
            } else {
                grouped = Some(tally);
            }
        }
        let tally = grouped.unwrap_or(Tally::All(1));
        Ok(Some(Tally::new(wanted, self.input.bounds).plus(tally, scale)))
    }

    /// A part whose sums are ready to be asked; none when a condition failed.
    pub(super) fn ready(&self, part: &Part, known: &mut Fitting<'a>, frame: &mut Frame) -> Result<Option<Ready<'_>>> {
        let bounds = self.input.bounds;
        let stages = self.stages(part, known, frame);
        bounds.check_memory().map_err(without_place)?;
        let Some(stages) = stages else { return Ok(None) };
        // The level of each group, in the order of the groups.
        let mut named = part.groups.clone();
        named.sort_unstable_by_key(|(_, group)| *group);
        let levels: Vec<usize> = named.into_iter().map(|(level, _)| level).collect();
        let orders = if stages.iter().any(|stage| stage.odd.is_some()) { part.exchanged - 1 } else { part.exchanged };
        let roots = self.roots(&part.levels[0].node);
        let own = if let Cow::Owned(all) = &roots { size_of_val(all.as_slice()) as u64 } else { 0 };
        let room = bounds.room(own).map_err(without_place)?;
        let named = levels.first().map_or(0..0, |level| self.ids(&part.levels[*level].node));
        let orders = (1..=orders as u64).product();
        Ok(Some(Ready { stages, levels, orders, roots, cost: part.cost, named, _room: room }))
    }

    /// The sums of a part.
    pub(super) fn sums(&self, ready: &Ready<'_>, wanted: Wanted) -> Result<Tally<'a>> {
        let bounds = self.input.bounds;
        let (search, roots) = (ready.search(bounds), ready.roots());
        let worth = ready.cost() >= WORTH_THREADS;
        let groups = if ready.levels.is_empty() { 0 } else { wanted.groups };
        let wanted = Wanted { groups, ..wanted };
        let start = || State::new(&search, ready.tally(wanted, worth, bounds), bounds);
        let tally = if worth {
            // Some nodes take far longer than others, so that there have to be many pieces, while what a thread has counted
            // may take much room.
            let piece = (roots.len() / 64).clamp(16, 8 * ROWS);
            let counted = shared(roots, piece, |pieces| {
                let mut state = start();
                pieces.for_each(|nodes| search.run(nodes, &mut state));
                (state.tally.gathered(), state.held)
            });
            let join = |(a, held): (Tally<'a>, Held<'a>), (b, more): (Tally<'a>, Held<'a>)| {
                let tally = a.plus(b, 1);
                held.absorb(more);
                let _ = held.total(tally.bytes());
                (tally, held)
            };
            counted.reduce_with(join).map_or_else(|| Tally::new(wanted, bounds), |(tally, _held)| tally)
        } else {
            let mut state = start();
            search.run(roots, &mut state);
            state.tally
        };
        bounds.check_memory().map_err(without_place)?;
        Ok(tally)
    }

    fn stages(&self, part: &Part, known: &mut Fitting<'a>, frame: &mut Frame) -> Option<Vec<Stage<'_>>> {
        let (mut marks, mut stages) = (0, Vec::new());
        for (at, level) in part.levels.iter().enumerate() {
            let from = match &level.source {
                Source::Scan => None,
                Source::Hop { from, hop, once } => Some(From {
                    level: *from,
                    way: Way::new(self.view, hop, self.input.bounds),
                    once: *once,
                    simple: hop.simple,
                }),
            };
            let mut closings = Vec::new();
            for closing in &level.closings {
                let way = Way::new(self.view, &closing.hop, self.input.bounds);
                let asked = if closing.turned { Look::Search } else { closing.look };
                let marked = asked == Look::Marks && matches!(way, Way::Spread(_));
                marks += usize::from(marked);
                let marks = marked.then(|| Marks { place: marks - 1, ids: self.ids(&level.node) });
                let pairs = if asked == Look::Pairs { self.pairs(&closing.hop) } else { None };
                let (level, simple) = (closing.level, closing.hop.simple);
                closings.push(Close { level, way, turned: closing.turned, test: closing.test, marks, pairs, simple });
            }
            let sum = self.sum(&level.node, known, frame)?;
            let odd = match &level.odd {
                Some(odd) => Some(self.sum(odd, known, frame)?),
                None => None,
            };
            let (unequal, above, carried) = (level.unequal.clone(), level.above, carried(part, at));
            stages.push(Stage { sum, odd, from, closings, unequal, above, carried });
        }
        Some(stages)
    }

    /// The pairs that a hop of one step leads between; none when there is no such set any more.
    fn pairs(&self, hop: &Hop) -> Option<PairTest<'_>> {
        let [Step { types, arrow, .. }] = hop.steps.as_slice() else { return None };
        let pairs = self.view.pairs(*types.first()?, *arrow == Arrow::Both)?;
        Some(PairTest { pairs, turned: *arrow == Arrow::Left })
    }

    /// The range of ids of the nodes that a variable may stand for.
    pub(super) fn ids(&self, node: &NodeSum) -> Range<u32> {
        match node.label {
            Some(label) => {
                let nodes = self.view.nodes_with(label);
                nodes.first().map_or(0, |node| node.0)..nodes.last().map_or(0, |node| node.0 + 1)
            }
            None => 0..self.view.node_end(),
        }
    }

    /// A variable with all that hangs on it, ready to be asked; none when a condition failed.
    fn sum(&self, node: &NodeSum, known: &mut Fitting<'a>, frame: &mut Frame) -> Option<Sum<'_>> {
        let mut sum = self.hanging(node, known, frame)?;
        self.fill(node, &mut sum);
        Some(sum)
    }

    /// Computes the numbers of all nodes beforehand where they are asked for often.
    fn fill<'s>(&'s self, node: &NodeSum, sum: &mut Sum<'s>) {
        if node.table {
            sum.fill(self.ids(node), self.input.bounds);
        }
    }

    /// A list that is kept; none where there is no room for it, of which the run fails.
    fn kept(&self, nodes: Vec<NodeId>) -> Option<Counted<'_, NodeId>> {
        self.input.bounds.counted(nodes).inspect_err(|_| self.input.bounds.fall_short()).ok()
    }

    fn hanging(&self, node: &NodeSum, known: &mut Fitting<'a>, frame: &mut Frame) -> Option<Sum<'_>> {
        let mut members: Vec<Member> = Vec::new();
        let (mut few, mut weights) = (None, None);
        if node.conditions.is_empty() {
            members.extend(node.tests.iter().map(|label| Member::of_label(self.view, *label, self.input.bounds)));
        } else {
            let fitting = self.fitting(node, known, frame)?;
            let mut bits = Bits::new(self.ids(node), self.input.bounds);
            fitting.nodes.iter().for_each(|id| bits.put(*id));
            members.push(Member::Set(bits));
            few = self.kept(fitting.nodes.clone());
            weights = node.weight.as_ref().map(|_| {
                let mut table = Table::new(self.ids(node), 0, self.input.bounds);
                fitting.nodes.iter().zip(&fitting.weights).for_each(|(id, weight)| table.add(*id, *weight));
                table
            });
        }
        let mut branches = Vec::new();
        for branch in &node.branches {
            let mut below = self.hanging(&branch.node, known, frame)?;
            let pushed = self.pushed(branch, &below, node).map(|(table, mut reached)| {
                let needed = matches!(branch.reduce, Reduce::Sum | Reduce::SumDistinct | Reduce::Exists);
                if needed && few.as_ref().is_none_or(|few| reached.len() < few.len()) {
                    let labels = node.label.iter().chain(&node.tests);
                    labels.for_each(|label| reached.retain(|id| self.view.has_label(*id, *label)));
                    few = self.kept(reached);
                }
                table
            });
            let pushed = pushed.or_else(|| self.scattered(branch, &below, node));
            if pushed.is_none() {
                self.fill(&branch.node, &mut below);
            }
            let way = Way::new(self.view, &branch.hop, self.input.bounds);
            branches.push(Sums { way, reduce: branch.reduce, node: below, pushed });
        }
        Some(Sum { members, weights, branches, table: None, few })
    }

    /// The nodes that a variable is looked for at.
    pub(super) fn roots(&self, node: &NodeSum) -> Cow<'_, [NodeId]> {
        match node.label {
            Some(label) => Cow::Borrowed(self.view.nodes_with(label)),
            None => Cow::Owned(self.view.nodes().collect()),
        }
    }
}

/// Each thread works on the pieces that it takes one after the other, and gives one result.
pub(super) fn shared<'n, T: Send>(
    nodes: &'n [NodeId],
    piece: usize,
    work: impl Fn(&mut dyn Iterator<Item = &'n [NodeId]>) -> T + Send + Sync,
) -> impl ParallelIterator<Item = T> {
    let (next, count) = (AtomicUsize::new(0), nodes.len().div_ceil(piece));
    (0..rayon::current_num_threads().min(count)).into_par_iter().with_max_len(1).map(move |_| {
        let taken = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)).take_while(|at| *at < count);
        work(&mut taken.map(|at| &nodes[at * piece..nodes.len().min((at + 1) * piece)]))
    })
}

/// The levels before one that are asked for after it.
fn carried(part: &Part, at: usize) -> Vec<usize> {
    let mut levels: Vec<usize> = part.groups.iter().map(|(level, _)| *level).collect();
    for level in &part.levels[at + 1..] {
        if let Source::Hop { from, .. } = &level.source {
            levels.push(*from);
        }
        levels.extend(level.closings.iter().map(|closing| closing.level));
        levels.extend(level.unequal.iter().copied().chain(level.above));
    }
    levels.retain(|level| *level < at);
    levels.sort_unstable();
    levels.dedup();
    levels
}
