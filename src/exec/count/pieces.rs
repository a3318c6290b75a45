//! Counts by pieces: the groups of some of the nodes that everything begins with go on as blocks, before those of others are
//! counted. So what is counted stays in a near cache, and threads share what is done with the groups too.

use super::super::columns::{Block, ROWS, unsuited};
use super::super::{Frame, Result, Run, without_place};
use super::fitting::Fitting;
use super::prepare::{Ready, WORTH_THREADS};
use super::search::State;
use super::tally::{Tally, Wanted};
use super::{Asked, asked};
use crate::ir::Grouping;
use crate::plan::count::Count;
use crate::value::NodeId;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// About so many steps are done before groups go on.
const STEPS: f64 = 200_000.0;

/// A count that is ready to be done by pieces.
pub(in crate::exec) struct Counting<'s, 'a> {
    grouping: &'s Grouping,
    count: &'s Count,
    /// In the order in which they are asked for.
    terms: Vec<ReadyTerm<'s>>,
    /// The term that begins with the most nodes.
    leader: usize,
    /// What threads that are done with a piece leave to the next one: lists that need not be made again.
    states: Mutex<Vec<Vec<State<'a>>>>,
}

/// A term, one part of which names groups.
struct ReadyTerm<'s> {
    part: Ready<'s>,
    /// What the other parts count.
    scale: i128,
    wanted: Wanted,
}

impl Counting<'_, '_> {
    /// How many nodes there are to begin with.
    pub(in crate::exec) fn len(&self) -> usize {
        self.roots().len()
    }

    /// Whether it takes long enough for several threads.
    pub(in crate::exec) fn is_long(&self) -> bool {
        self.cost() >= WORTH_THREADS
    }

    fn cost(&self) -> f64 {
        self.terms.iter().map(|term| term.part.cost()).sum()
    }

    fn roots(&self) -> &[NodeId] {
        self.terms.get(self.leader).map_or(&[], |term| term.part.roots())
    }

    /// As many nodes as groups go on for together.
    fn step(&self) -> usize {
        let each = self.cost() / self.len().max(1) as f64;
        (STEPS / each.max(1.0)).clamp(16.0, ROWS as f64) as usize
    }

    /// The nodes that a term begins with, of those up to the ones in these places.
    fn some<'t>(&self, term: &'t ReadyTerm<'_>, places: &Range<usize>) -> &'t [NodeId] {
        let (all, roots) = (self.roots(), term.part.roots());
        let place = |at: usize| match all.get(at) {
            Some(_) if at == 0 => 0,
            Some(next) => roots.partition_point(|node| node < next),
            None => roots.len(),
        };
        &roots[place(places.start)..place(places.end)]
    }
}

impl<'a> Run<'a> {
    /// A count by pieces; none when a condition failed, which only rows can tell whether it matters.
    pub(in crate::exec) fn counting<'s>(
        &'s self,
        grouping: &'s Grouping,
        count: &'s Count,
        frame: &Frame,
    ) -> Result<Option<Counting<'s, 'a>>> {
        let (mut known, mut frame, mut terms) = (Fitting::default(), frame.clone(), Vec::new());
        let whole = Wanted { groups: 0, met: false, counted: false };
        for Asked { terms: all, wanted, .. } in count.asked().flat_map(|measure| asked(measure, count)) {
            for term in all {
                let (mut own, mut scale) = (None, 1i128);
                for part in &term.parts {
                    let Some(ready) = self.ready(part, &mut known, &mut frame)? else { return Ok(None) };
                    if part.groups.is_empty() {
                        scale = scale.saturating_mul(self.sums(&ready, whole)?.at(&[]).unwrap_or(0));
                    } else {
                        own = Some(ready);
                    }
                }
                terms.extend(own.map(|part| ReadyTerm { part, scale, wanted }));
            }
        }
        let leader = (0..terms.len()).max_by_key(|at| terms[*at].part.roots().len()).unwrap_or(0);
        Ok(Some(Counting { grouping, count, terms, leader, states: Mutex::default() }))
    }

    /// Sends on the groups of the nodes in these places of those that everything begins with.
    pub(in crate::exec) fn count_piece(
        &self,
        counting: &Counting<'_, 'a>,
        places: Range<usize>,
        frame: &mut Frame,
        send: &mut dyn FnMut(Block) -> Result<()>,
    ) -> Result<()> {
        let (bounds, held) = (self.input.bounds, self.hold());
        let left = counting.states.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let start = |term: &ReadyTerm<'_>| {
            let tally = term.part.tally(term.wanted, true, bounds);
            State::new(&term.part.search(bounds), tally, bounds)
        };
        let mut states: Vec<State<'a>> = left.unwrap_or_else(|| counting.terms.iter().map(start).collect());
        for from in places.clone().step_by(counting.step()) {
            let some = from..(from + counting.step()).min(places.end);
            let mut each = counting.terms.iter().zip(&mut states);
            let mut sums = |_: &_, wanted: Wanted| {
                let Some((term, state)) = each.next() else { return Ok(None) };
                term.part.search(bounds).run(counting.some(term, &some), state);
                bounds.check_memory().map_err(without_place)?;
                Ok(Some(Tally::new(wanted, bounds).plus(state.tally.take(), term.scale)))
            };
            let Some(tallies) = self.tallies_of(counting.count, &held, &mut sums)? else { return Err(unsuited()) };
            self.send_groups(counting.grouping, counting.count, &tallies, frame, send)?;
        }
        counting.states.lock().unwrap_or_else(PoisonError::into_inner).push(states);
        Ok(())
    }
}
