//! Counts without rows: see [`crate::plan::count`].

mod bits;
mod block;
mod blocks;
mod clusters;
mod fitting;
mod last;
mod pairs;
mod prepare;
mod push;
mod search;
mod stage;
mod sum;
mod tally;
mod way;

use super::held::Held;
use super::{Flow, Frame, Result, Run, Sink, set};
use crate::diag::Diagnostic;
use crate::ir::{AggregateCall, Grouping, Slot};
use crate::plan::count::{Count, Measure, Term};
use crate::value::{Fault, FaultKind, Kept, Key, NodeId, Value};
use fitting::Fitting;
use rustc_hash::FxHashMap;
use tally::{Tally, Wanted};

/// A group: the values of its keys, and the number of each aggregate.
type Group = (Vec<Value>, Vec<i128>);

impl<'a> Run<'a> {
    /// Sends a row for each group to the sink; none when a condition failed, which only rows can tell whether it matters.
    pub(super) fn count_groups(
        &self,
        grouping: &Grouping,
        count: &Count,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Option<Flow>> {
        let held = self.hold();
        let Some(tallies) = self.tallies(count, &held, frame)? else { return Ok(None) };
        if !count.groups.is_empty() && count.apart {
            return self.send_assignments(grouping, count, &tallies, frame, sink).map(Some);
        }
        for (values, numbers) in self.groups(grouping, count, &tallies, &held, frame)?.iter_mut() {
            for ((_, slot), value) in grouping.keys.iter().zip(values.drain(..)) {
                set(frame, *slot, value);
            }
            if self.send_numbers(grouping, count, numbers.drain(..), frame, sink)? == Flow::Stop {
                return Ok(Some(Flow::Stop));
            }
        }
        Ok(Some(Flow::Continue))
    }

    /// Sends a row for each assignment of the groups' variables.
    fn send_assignments(
        &self,
        grouping: &Grouping,
        count: &Count,
        tallies: &[Tally<'_>],
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        let measures = tallies.get(1..).unwrap_or_default();
        let mut values = Vec::new();
        for entry in tallies[count.listing].entries() {
            if !self.is_group(count, entry.nodes(), frame)? {
                continue;
            }
            for (key, _) in &grouping.keys {
                values.push(self.eval(key, frame)?);
            }
            for ((_, slot), value) in grouping.keys.iter().zip(values.drain(..)) {
                set(frame, *slot, value);
            }
            let numbers = measures.iter().map(|tally| tally.at(entry.nodes()).unwrap_or(entry.number));
            if self.send_numbers(grouping, count, numbers, frame, sink)? == Flow::Stop {
                return Ok(Flow::Stop);
            }
        }
        Ok(Flow::Continue)
    }

    /// Binds the groups' variables to nodes; whether these may be a group.
    fn is_group(&self, count: &Count, nodes: &[NodeId], frame: &mut Frame) -> Result<bool> {
        self.check_stop()?;
        bind(&count.groups, nodes, frame);
        for condition in &count.conditions {
            if !self.holds(condition, frame)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn send_numbers(
        &self,
        grouping: &Grouping,
        count: &Count,
        mut numbers: impl Iterator<Item = i128>,
        frame: &mut Frame,
        sink: &mut Sink<'_>,
    ) -> Result<Flow> {
        for ((call, slot), measure) in grouping.aggregates.iter().zip(&count.measures) {
            let number = numbers.next().unwrap_or(0);
            let value = match measure {
                Measure::Mean(..) => match numbers.next() {
                    None | Some(0) => Value::Null,
                    Some(count) => Value::Float(number as f64 / count as f64),
                },
                _ => Value::Int(i64::try_from(number).map_err(|_| self.too_many(call))?),
            };
            set(frame, *slot, value);
        }
        sink(frame)
    }

    fn too_many(&self, call: &AggregateCall) -> Box<Diagnostic> {
        let message = match call.function {
            Some(function) if function.name == "sum" => "sum() leaves the range of integers, which have 64 bits",
            _ => "the count is more than a whole number of 64 bits can hold",
        };
        self.fail(Fault::new(FaultKind::Overflow, message), call.span)
    }

    /// The number of rows for each group, and then that of each aggregate; a mean has two.
    fn tallies(&self, count: &Count, held: &Held<'_>, frame: &mut Frame) -> Result<Option<Vec<Tally<'_>>>> {
        let (mut tallies, mut known) = (Vec::new(), Fitting::default());
        for measure in std::iter::once(&count.rows).chain(&count.measures) {
            let distinct = matches!(measure, Measure::Distinct(_));
            let groups = count.groups.len() + usize::from(distinct);
            let positive = |terms: &[Term]| matches!(terms, [Term { factor: 1.., .. }]);
            let (terms, weighed, number) = match measure {
                Measure::Rows => {
                    tallies.push(Tally::Rows);
                    continue;
                }
                Measure::Sum(terms) | Measure::Distinct(terms) => (terms, false, None),
                Measure::Total(terms) => (terms, true, None),
                Measure::Mean(terms, number) => (terms, true, Some(number)),
            };
            for (terms, weighed) in std::iter::once((terms, weighed)).chain(number.map(|terms| (terms, false))) {
                // Groups without an aggregate are only met too.
                let met = (distinct || count.measures.is_empty()) && positive(terms);
                let wanted = Wanted { groups, met, counted: met && distinct };
                let Some(tally) = self.tally(terms, wanted, weighed, &mut known, frame)? else { return Ok(None) };
                let tally = if distinct { tally.counted(count.groups.len()) } else { tally };
                tallies.push(tally.divided(count.times).settled());
                self.check_stop()?;
                held.total(tallies.iter().map(Tally::bytes).sum())?;
            }
        }
        Ok(Some(tallies))
    }

    /// The sum of terms. Numbers stick at the largest one, which counts never reach, but weights may: then only rows can tell.
    fn tally(
        &self,
        terms: &[Term],
        wanted: Wanted,
        weighed: bool,
        known: &mut Fitting<'a>,
        frame: &mut Frame,
    ) -> Result<Option<Tally<'_>>> {
        let mut tally = Tally::new(wanted, self.input.bounds);
        for term in terms {
            let Some(sums) = self.term(term, wanted, known, frame)? else { return Ok(None) };
            self.check_stop()?;
            if weighed && sums.most() >= i128::from(u64::MAX) {
                return Ok(None);
            }
            tally = tally.plus(sums, i128::from(term.factor));
        }
        Ok(Some(tally.settled()))
    }

    fn groups(
        &self,
        grouping: &Grouping,
        count: &Count,
        tallies: &[Tally<'_>],
        held: &Held<'_>,
        frame: &mut Frame,
    ) -> Result<Kept<'_, Vec<Group>>> {
        let (measures, listing) = (tallies.get(1..).unwrap_or_default(), &tallies[count.listing]);
        let width = measures.len();
        let numbers = |nodes: &[NodeId], all: i128| -> Vec<i128> {
            measures.iter().map(|tally| tally.at(nodes).unwrap_or(all)).collect()
        };
        if grouping.keys.is_empty() {
            let all = (Vec::new(), numbers(&[], listing.at(&[]).unwrap_or(0)));
            return Ok(Kept::new(vec![all], self.input.bounds));
        }
        let mut groups = Kept::new(Vec::<Group>::new(), self.input.bounds);
        let mut places = Kept::new(FxHashMap::<Vec<Key>, usize>::default(), self.input.bounds);
        for entry in listing.entries() {
            if !self.is_group(count, entry.nodes(), frame)? {
                continue;
            }
            let values: Result<Vec<Value>> = grouping.keys.iter().map(|(key, _)| self.eval(key, frame)).collect();
            let values = values?;
            let place = *places.entry(super::keys(&values)).or_insert(groups.len());
            if place == groups.len() {
                held.keep(&values)?;
                held.bytes(16 * width as u64)?;
                groups.push((values, vec![0; width]));
            }
            for (total, number) in groups[place].1.iter_mut().zip(numbers(entry.nodes(), entry.number)) {
                *total += number;
            }
        }
        Ok(groups)
    }
}

fn bind(slots: &[Slot], nodes: &[NodeId], frame: &mut Frame) {
    for (slot, node) in slots.iter().zip(nodes) {
        set(frame, *slot, Value::Node(*node));
    }
}
