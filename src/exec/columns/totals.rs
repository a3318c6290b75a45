//! The states of one aggregate in all groups.

use super::block::{Block, Column, ROWS};
use super::different::Different;
use super::members::Members;
use super::unsuited;
use crate::exec::groups::State;
use crate::exec::held::Held;
use crate::exec::{Result, Run, without_place};
use crate::ir::AggregateCall;
use crate::value::{Pile, Value, footprint};
use std::borrow::Cow;
use std::ops::Range;

/// The states of an aggregate, by group.
pub(super) enum Totals {
    /// How many rows or values there are.
    Count(Vec<i64>),
    /// How many different values there are.
    Different(Box<Different>),
    /// The sum of whole numbers, and how many they are.
    Sum { sums: Vec<(i128, u64)>, mean: bool },
    /// The least or the largest whole number.
    Extreme { best: Vec<Option<i64>>, least: bool },
    /// All values but null, and whether all of them are nodes or whole numbers.
    Lists(Vec<Pile<Value>>, bool),
    /// Whatever the function keeps.
    Any(Vec<State>),
    /// Nothing was seen so far in so many groups.
    None(usize),
}

impl Totals {
    pub(super) fn new() -> Self {
        Self::None(0)
    }

    /// Makes room for more groups.
    pub(super) fn grow(&mut self, call: &AggregateCall, groups: usize) {
        match self {
            Self::Count(counts) => counts.resize(groups, 0),
            Self::Different(different) => different.counts.resize(groups, 0),
            Self::Sum { sums, .. } => sums.resize(groups, (0, 0)),
            Self::Extreme { best, .. } => best.resize(groups, None),
            Self::Lists(lists, _) => lists.resize_with(groups, Pile::default),
            Self::Any(states) => states.resize_with(groups, || State::new(call)),
            Self::None(count) => *count = groups,
        }
    }

    /// Chooses how to keep states when the first values are seen.
    fn begin(&mut self, call: &AggregateCall, column: Option<&Column>) {
        let Self::None(groups) = *self else { return };
        let name = call.function.map(|function| function.name);
        let whole = match column {
            Some(Column::Ints(_) | Column::Same(Value::Int(_))) => true,
            Some(Column::Values(values)) => values.iter().all(|value| matches!(value, Value::Int(_) | Value::Null)),
            _ => false,
        };
        *self = match name {
            None => Self::Count(Vec::new()),
            Some("count") if !call.distinct => Self::Count(Vec::new()),
            Some("count") => Self::Different(Box::new(Different::new(&call.args[0]))),
            Some("sum" | "avg") if whole && !call.distinct => Self::Sum { sums: Vec::new(), mean: name == Some("avg") },
            Some("min" | "max") if whole => Self::Extreme { best: Vec::new(), least: name == Some("min") },
            Some("collect") if !call.distinct => Self::Lists(Vec::new(), true),
            Some(_) => Self::Any(Vec::new()),
        };
        self.grow(call, groups);
    }

    /// Takes in rows of which nothing is asked but how many they are.
    pub(super) fn add_rows(&mut self, call: &AggregateCall, block: &Block, members: &Members<'_>) {
        self.begin(call, None);
        let Self::Count(counts) = self else { unreachable!("rows are counted") };
        match (&block.times, members) {
            (None, Members::One(group)) => counts[*group] += block.len as i64,
            (Some(times), Members::One(group)) => counts[*group] += times.iter().sum::<i64>(),
            (None, members) => members.each(block.len, |_, group| counts[group] += 1),
            (Some(times), members) => members.each(block.len, |at, group| counts[group] += times[at]),
        }
    }

    /// Takes in the arguments of rows, for functions with several.
    pub(super) fn add_tuples(
        &mut self,
        run: &Run<'_>,
        call: &AggregateCall,
        columns: &[Cow<'_, Column>],
        len: usize,
        members: &Members<'_>,
        held: &Held<'_>,
    ) -> Result<()> {
        self.begin(call, None);
        let Self::Any(states) = self else { unreachable!("only general states have several arguments") };
        members.try_each(len, |at, group| {
            let args: Vec<Value> = columns.iter().map(|column| column.value(at)).collect();
            states[group].take(run, call, &args, held)
        })
    }

    /// Takes in an argument of each row.
    pub(super) fn add_column(
        &mut self,
        run: &Run<'_>,
        call: &AggregateCall,
        column: &Column,
        len: usize,
        members: &Members<'_>,
        held: &Held<'_>,
    ) -> Result<()> {
        self.begin(call, Some(column));
        if let Self::Different(different) = self {
            return different.add(column, len, members, held);
        }
        match (self, column) {
            (Self::Count(counts), Column::Values(values)) => {
                members.each(len, |at, group| counts[group] += i64::from(!values[at].is_null()));
            }
            (Self::Count(counts), Column::Coded(words, codes)) => {
                members.each(len, |at, group| counts[group] += i64::from(!words[codes[at] as usize].is_null()));
            }
            (Self::Count(_), Column::Same(Value::Null)) => {}
            (Self::Count(counts), _) => match members {
                Members::One(group) => counts[*group] += len as i64,
                members => members.each(len, |_, group| counts[group] += 1),
            },
            (Self::Sum { sums, .. }, Column::Ints(ints)) => match members {
                Members::One(group) => add_to(&mut sums[*group], sum_of(ints), len),
                members => members.each(len, |at, group| add_to(&mut sums[group], ints[at].into(), 1)),
            },
            (Self::Sum { sums, .. }, column) => {
                members.try_each(len, |at, group| {
                    if let Some(int) = whole(&column.value(at))? {
                        add_to(&mut sums[group], int.into(), 1);
                    }
                    Ok(())
                })?;
            }
            (Self::Extreme { best, least }, Column::Ints(ints)) => {
                let better = |best: &mut Option<i64>, int: i64| *best = Some(better(*best, int, *least));
                match members {
                    Members::One(group) => {
                        let extreme = if *least { ints.iter().min() } else { ints.iter().max() };
                        extreme.into_iter().for_each(|int| better(&mut best[*group], *int));
                    }
                    members => members.each(len, |at, group| better(&mut best[group], ints[at])),
                }
            }
            (Self::Extreme { best, least }, column) => {
                members.try_each(len, |at, group| {
                    if let Some(int) = whole(&column.value(at))? {
                        best[group] = Some(better(best[group], int, *least));
                    }
                    Ok(())
                })?;
            }
            (Self::Lists(lists, _), Column::Nodes(nodes)) => {
                held.bytes((len * size_of::<Value>()) as u64)?;
                members.runs(len, |rows, group| {
                    lists[group].extend(nodes[rows].iter().map(|node| Value::Node(*node)));
                });
            }
            (Self::Lists(lists, _), Column::Ints(ints)) => {
                held.bytes((len * size_of::<Value>()) as u64)?;
                members.runs(len, |rows, group| lists[group].extend(ints[rows].iter().map(|int| Value::Int(*int))));
            }
            (Self::Lists(lists, plain), column) => {
                *plain = false;
                members.try_each(len, |at, group| {
                    let value = column.value(at);
                    if !value.is_null() {
                        held.bytes(footprint(&value))?;
                        lists[group].push(value);
                    }
                    Ok(())
                })?;
            }
            (Self::Any(states), column) => {
                members.try_each(len, |at, group| states[group].take(run, call, &[column.value(at)], held))?;
            }
            (Self::Different(_) | Self::None(_), _) => {
                unreachable!("states have begun, and different values were taken in")
            }
        }
        Ok(())
    }

    /// Takes in the states of rows that come later; `groups` tells for each of their groups which it is here.
    pub(super) fn append(&mut self, run: &Run<'_>, call: &AggregateCall, later: Self, groups: &[u32]) -> Result<()> {
        if matches!(later, Self::None(_)) {
            return Ok(());
        }
        if let Self::None(count) = *self {
            *self = match &later {
                Self::Count(_) => Self::Count(Vec::new()),
                Self::Different(_) => Self::Different(Box::new(Different::new(&call.args[0]))),
                Self::Sum { mean, .. } => Self::Sum { sums: Vec::new(), mean: *mean },
                Self::Extreme { least, .. } => Self::Extreme { best: Vec::new(), least: *least },
                Self::Lists(..) => Self::Lists(Vec::new(), true),
                Self::Any(_) | Self::None(_) => Self::Any(Vec::new()),
            };
            self.grow(call, count);
        }
        match (self, later) {
            (Self::Count(counts), Self::Count(later)) => {
                for (group, count) in groups.iter().zip(later) {
                    counts[*group as usize] += count;
                }
            }
            (Self::Different(different), Self::Different(later)) => different.append(&later, groups),
            (Self::Sum { sums, .. }, Self::Sum { sums: later, .. }) => {
                for (group, (sum, count)) in groups.iter().zip(later) {
                    add_to(&mut sums[*group as usize], sum, count as usize);
                }
            }
            (Self::Extreme { best, least }, Self::Extreme { best: later, .. }) => {
                for (group, int) in groups.iter().zip(later) {
                    let best = &mut best[*group as usize];
                    *best = int.map(|int| better(*best, int, *least)).or(*best);
                }
            }
            (Self::Lists(lists, plain), Self::Lists(later, also)) => {
                *plain &= also;
                for (group, list) in groups.iter().zip(later) {
                    lists[*group as usize].append(list);
                }
            }
            (Self::Any(states), Self::Any(later)) => {
                for (group, state) in groups.iter().zip(later) {
                    states[*group as usize].append(state).map_err(|fault| run.fail(fault, call.span))?;
                }
            }
            _ => return Err(unsuited()),
        }
        Ok(())
    }

    /// The values of some groups, each of which is asked for once.
    pub(super) fn finish(&mut self, run: &Run<'_>, call: &AggregateCall, groups: Range<usize>) -> Result<Column> {
        Ok(match self {
            Self::Count(counts) => Column::Ints(counts[groups].to_vec()),
            Self::Different(different) => Column::Ints(different.counts[groups].to_vec()),
            Self::Sum { sums, mean: true } => {
                let mean = |(sum, count): &(i128, u64)| match count {
                    0 => Value::Null,
                    count => Value::Float(*sum as f64 / *count as f64),
                };
                Column::Values(sums[groups].iter().map(mean).collect())
            }
            Self::Sum { sums, mean: false } => {
                let sum = |(sum, _): &(i128, u64)| i64::try_from(*sum).map_err(|_| unsuited());
                Column::Ints(sums[groups].iter().map(sum).collect::<Result<_>>()?)
            }
            Self::Extreme { best, .. } => {
                Column::of(best[groups].iter().map(|best| best.map_or(Value::Null, Value::Int)).collect())
            }
            Self::Lists(lists, plain) => {
                let list = |list: &mut Pile<Value>| {
                    let items = std::mem::take(list).gathered(run.input.bounds).map_err(without_place)?;
                    let (few, list) = (items.len() <= ROWS, Value::list(items));
                    // What is as plain and small as that is within every limit.
                    if *plain && few { Ok(list) } else { run.bounded(list, call.span) }
                };
                Column::Values(lists[groups].iter_mut().map(list).collect::<Result<_>>()?)
            }
            Self::Any(states) => {
                let finish = |state: &mut State| finish(run, call, std::mem::replace(state, State::Count(0)));
                Column::of(states[groups].iter_mut().map(finish).collect::<Result<_>>()?)
            }
            Self::None(_) => Column::of(groups.map(|_| finish(run, call, State::new(call))).collect::<Result<_>>()?),
        })
    }

    /// Lets go of what is only needed while rows come; gives how many bytes that is.
    pub(super) fn close(&mut self) -> u64 {
        match self {
            Self::Different(different) => {
                let lists = different.coder.lists();
                different.coder.close();
                lists
            }
            _ => 0,
        }
    }

    /// Forgets the first groups, whose values were asked for.
    pub(super) fn forget(&mut self, groups: usize) {
        match self {
            Self::Count(counts) => _ = counts.drain(..groups),
            Self::Different(different) => different.forget(groups),
            Self::Sum { sums, .. } => _ = sums.drain(..groups),
            Self::Extreme { best, .. } => _ = best.drain(..groups),
            Self::Lists(lists, _) => _ = lists.drain(..groups),
            Self::Any(states) => _ = states.drain(..groups),
            Self::None(count) => *count -= groups,
        }
    }

    /// The bytes of a state.
    pub(super) fn width(&self) -> u64 {
        match self {
            Self::Count(_) | Self::Different(_) | Self::None(_) => 8,
            Self::Sum { .. } => 32,
            Self::Extreme { .. } => 16,
            Self::Lists(..) | Self::Any(_) => 64,
        }
    }
}

fn finish(run: &Run<'_>, call: &AggregateCall, state: State) -> Result<Value> {
    let value = state.finish(run.input.bounds).map_err(|fault| run.fail(fault, call.span))?;
    run.bounded(value, call.span)
}

fn add_to(total: &mut (i128, u64), sum: i128, count: usize) {
    total.0 += sum;
    total.1 += count as u64;
}

fn better(best: Option<i64>, int: i64, least: bool) -> i64 {
    match best {
        Some(best) if least => best.min(int),
        Some(best) => best.max(int),
        None => int,
    }
}

/// The sum of whole numbers. Its halves are added up apart, which the processor does for several at once.
fn sum_of(ints: &[i64]) -> i128 {
    let piece = |ints: &[i64]| {
        let low: u64 = ints.iter().map(|int| *int as u64 & 0xffff_ffff).sum();
        let high: i64 = ints.iter().map(|int| int >> 32).sum();
        (i128::from(high) << 32) + i128::from(low)
    };
    ints.chunks(1 << 20).map(piece).sum()
}

/// A whole number, or none for null.
fn whole(value: &Value) -> Result<Option<i64>> {
    match value {
        Value::Int(int) => Ok(Some(*int)),
        Value::Null => Ok(None),
        _ => Err(unsuited()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_halves_are_sums() {
        let ints = [i64::MIN, -1, 0, 1, i64::MAX, i64::MAX, -4_294_967_296, 4_294_967_295];
        for end in 0..=ints.len() {
            let sum: i128 = ints[..end].iter().map(|int| i128::from(*int)).sum();
            assert_eq!(sum_of(&ints[..end]), sum);
        }
    }
}
