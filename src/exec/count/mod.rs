//! Counts without rows: see [`crate::plan::count`].

mod bits;
mod block;
mod blocks;
mod clusters;
mod fitting;
mod last;
mod pairs;
mod pieces;
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
pub(super) use pieces::Counting;
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
    fn tallies(&self, count: &Count, held: &Held<'_>, frame: &mut Frame) -> Result<Option<Vec<Tally<'a>>>> {
        let mut known = Fitting::default();
        self.tallies_of(count, held, &mut |term, wanted| self.term(term, wanted, &mut known, frame))
    }

    /// The same, given the sums of terms, which are asked for in the order of the measures.
    fn tallies_of(
        &self,
        count: &Count,
        held: &Held<'_>,
        sums: &mut impl FnMut(&Term, Wanted) -> Result<Option<Tally<'a>>>,
    ) -> Result<Option<Vec<Tally<'a>>>> {
        let mut tallies = Vec::new();
        for measure in count.asked() {
            if matches!(measure, Measure::Rows) {
                tallies.push(Tally::Rows);
            }
            for asked in asked(measure, count) {
                let mut tally = Tally::new(asked.wanted, self.input.bounds);
                for term in asked.terms {
                    let Some(sums) = sums(term, asked.wanted)? else { return Ok(None) };
                    self.check_stop()?;
                    // Numbers stick at the largest one, which counts never reach, but weights may: then only rows can tell.
                    if asked.weighed && sums.most() >= i128::from(u64::MAX) {
                        return Ok(None);
                    }
                    tally = tally.plus(sums, i128::from(term.factor));
                }
                let tally = tally.settled();
                let tally = if asked.distinct { tally.counted(count.groups.len()) } else { tally };
                tallies.push(tally.divided(count.times).settled());
                self.check_stop()?;
                held.total(tallies.iter().map(Tally::bytes).sum())?;
            }
        }
        Ok(Some(tallies))
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

/// Terms whose sum is asked for.
struct Asked<'p> {
    terms: &'p [Term],
    wanted: Wanted,
    /// For how many nodes the sum is not zero is asked, instead of the sum.
    distinct: bool,
    weighed: bool,
}

/// What is asked for a measure.
fn asked<'p>(measure: &'p Measure, count: &Count) -> impl Iterator<Item = Asked<'p>> {
    let distinct = matches!(measure, Measure::Distinct(_));
    let one = |terms: &'p [Term], weighed: bool| [Some((terms, weighed)), None];
    let all = match measure {
        Measure::Rows => [None, None],
        Measure::Sum(terms) | Measure::Distinct(terms) => one(terms, false),
        Measure::Total(terms) => one(terms, true),
        Measure::Mean(terms, number) => [Some((terms.as_slice(), true)), Some((number.as_slice(), false))],
    };
    let (groups, alone) = (count.groups.len() + usize::from(distinct), count.measures.is_empty());
    all.into_iter().flatten().map(move |(terms, weighed)| {
        // Groups without an aggregate are only met too.
        let met = (distinct || alone) && matches!(terms, [Term { factor: 1.., .. }]);
        let wanted = Wanted { groups, met, counted: met && distinct };
        Asked { terms, wanted, distinct, weighed }
    })
}

fn bind(slots: &[Slot], nodes: &[NodeId], frame: &mut Frame) {
    for (slot, node) in slots.iter().zip(nodes) {
        set(frame, *slot, Value::Node(*node));
    }
}
