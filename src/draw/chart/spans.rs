//! An answer → the bars and lanes of a timeline.
//!
//! Times are years: a whole number is the beginning of that year, a date lies within one. A bar ends where its last year
//! is marked, since what follows it begins there; one that begins and ends in the same year is a year long.

use super::super::style::Styles;
use super::super::{Options, ended};
use super::things::{Thing, Things, each};
use super::{column, no_column, refusal};
use crate::diag::Diagnostic;
use crate::graph::{Entity, View};
use crate::library::Axes;
use crate::value::{Rows, Value};
use rustc_hash::FxHashSet;
use std::cmp::{Ordering, Reverse};

/// A timeline without places.
#[derive(Debug)]
pub(super) struct Spans {
    /// The lanes from top to bottom; one without a name when nothing makes lanes.
    pub lanes: Vec<Lane>,
    /// What tells bars apart, in order.
    pub values: Vec<String>,
    /// The first and the last year that is known.
    pub years: [f64; 2],
    /// How many things have no year at all.
    pub undated: usize,
    /// The columns of nodes that nobody said should play no part, and that play none.
    pub unplaced: Vec<String>,
}

/// The bars of a lane.
#[derive(Debug)]
pub(super) struct Lane {
    pub name: String,
    /// By beginning, end and name.
    pub bars: Vec<Bar>,
}

/// When something was.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    pub thing: Thing,
    /// When it began, if that is known.
    pub from: Option<f64>,
    /// When it ended, if it did.
    pub until: Option<f64>,
    /// Which of [`Spans::values`] it has.
    pub value: Option<usize>,
}

/// What columns and properties are called that say when something begins and ends, unless others are named.
const FROM: [&str; 3] = ["from", "since", "start"];
const UNTIL: [&str; 3] = ["until", "to", "end"];

/// What plays a part: a column, or the first property of several that the bar or a relationship of its row has.
enum Part<'a> {
    Column(usize),
    Properties(Vec<&'a str>),
}

impl<'a> Part<'a> {
    fn of(rows: &Rows, named: Option<&'a str>, usual: &[&'a str]) -> Self {
        let names = named.map_or_else(|| usual.to_vec(), |name| vec![name]);
        names.iter().find_map(|name| column(rows, name)).map_or(Self::Properties(names), Self::Column)
    }

    fn value(&self, row: &[Value], bar: &Value, view: View<'_>) -> Value {
        match self {
            Self::Column(at) => row[*at].clone(),
            Self::Properties(keys) => {
                let rels = row.iter().filter_map(|value| if let Value::Rel(rel) = value { Some(*rel) } else { None });
                let node = if let Value::Node(node) = bar { Some(Entity::Node(*node)) } else { None };
                let mut entities = node.into_iter().chain(rels.map(Entity::Rel));
                let known = |entity| keys.iter().map(move |key| view.property_named(entity, key));
                entities.find_map(|entity| known(entity).find(|value| !value.is_null())).unwrap_or_default()
            }
        }
    }

    /// Whether a node itself has it.
    fn is_own(&self, node: &Value, view: View<'_>) -> bool {
        let Self::Properties(keys) = self else { return false };
        let Value::Node(node) = node else { return false };
        keys.iter().any(|key| !view.property_named(Entity::Node(*node), key).is_null())
    }
}

impl Spans {
    pub(super) fn of(rows: &Rows, view: View<'_>, options: &Options) -> Result<Self, Box<Diagnostic>> {
        let axes = &options.picture.axes;
        let styles = Styles::of(view, options.theme.palette(), &options.style);
        let from = Part::of(rows, axes.from.as_deref(), &FROM);
        let until = Part::of(rows, axes.until.as_deref(), &UNTIL);
        let mut lane = Part::of(rows, axes.lanes.as_deref(), &["lane"]);
        let value = axes.value.as_deref().map(|name| Part::of(rows, Some(name), &[]));
        let (bars, mut others) = bars(rows, axes, &[&from, &until, &lane], view)?;
        // Of two types of nodes that relationships join for years, one makes the lanes of the other.
        if let (Part::Properties(_), [other], None) = (&lane, &others[..], &axes.lanes) {
            let own =
                |row: &Vec<Value>| each(&row[bars]).iter().any(|bar| from.is_own(bar, view) || until.is_own(bar, view));
            if !rows.rows.iter().any(own) {
                lane = Part::Column(*other);
                others.clear();
            }
        }
        let [mut things, mut lanes, mut values] = [Things::default(), Things::default(), Things::default()];
        let mut found: Vec<Found> = Vec::new();
        let mut dated = Vec::new();
        for row in &rows.rows {
            options.stop.look().map_err(ended)?;
            for bar in each(&row[bars]) {
                let Some(thing) = things.place(bar, view, &styles) else { continue };
                let lane = lanes.place(&lane_of(&lane.value(row, bar, view), bar, axes, &styles), view, &styles);
                let value = value.as_ref().and_then(|part| values.place(&part.value(row, bar, view), view, &styles));
                let times = [&from, &until].map(|part| year(&part.value(row, bar, view)));
                dated.resize(things.list.len(), false);
                if times != [None, None] {
                    dated[thing] = true;
                    found.push(Found { lane: lane.unwrap_or_default(), thing, value, times });
                }
            }
        }
        if found.is_empty() {
            return Err(Box::new(
                refusal("nothing in the answer has a year to begin or to end")
                    .hint("`from NAME` and `until NAME` say which columns or properties hold the years."),
            ));
        }
        let known = || found.iter().flat_map(|found| found.times.iter().copied().flatten());
        let years = [known().fold(f64::MAX, f64::min), known().fold(f64::MIN, f64::max)];
        let undated = dated.iter().filter(|dated| !**dated).count();
        let order = values.by_name(axes.as_returned);
        let unplaced = others.into_iter().map(|at| rows.columns[at].clone()).collect();
        let mut spans = Self { lanes: Vec::new(), values: Vec::new(), years, undated, unplaced };
        spans.values = order.iter().map(|at| values.list[*at].name.clone()).collect();
        let bars = joined(found, &things, &order);
        for place in lanes.by_name(axes.as_returned) {
            let bars: Vec<Bar> = bars.iter().filter(|(lane, _)| *lane == place).map(|(_, bar)| bar.clone()).collect();
            if !bars.is_empty() {
                spans.lanes.push(Lane { name: lanes.list[place].name.clone(), bars });
            }
        }
        if let ([one], None, Part::Properties(_)) = (&mut spans.lanes[..], &axes.lanes, &lane) {
            // A single lane that nobody asked for needs no name.
            one.name.clear();
        }
        Ok(spans)
    }
}

/// What a row says of a bar: places of its lane, its thing and its value, and its times.
struct Found {
    lane: usize,
    thing: usize,
    value: Option<usize>,
    times: [Option<f64>; 2],
}

/// The column of the bars, and the other columns of nodes that play no part.
///
/// It is the one that is named. Else it is the first column of nodes with years of their own that plays no other part; when
/// no node has any, the one with the most different nodes, since it is they that come and go; and without nodes the first
/// column that plays no part.
fn bars(
    rows: &Rows,
    axes: &Axes,
    [from, until, lane]: &[&Part<'_>; 3],
    view: View<'_>,
) -> Result<(usize, Vec<usize>), Box<Diagnostic>> {
    if let Some(name) = &axes.bars {
        return column(rows, name).map(|at| (at, Vec::new())).ok_or_else(|| no_column(rows, "bars", name));
    }
    let taken = |at: usize| {
        [from, until, lane].iter().any(|part| matches!(part, Part::Column(column) if *column == at))
            || axes.value.as_ref() == Some(&rows.columns[at])
    };
    let values = |at: usize| rows.rows.iter().flat_map(move |row| each(&row[at]));
    let is_nodes = |at: usize| {
        values(at).any(|value| matches!(value, Value::Node(_)))
            && values(at).all(|value| matches!(value, Value::Node(_) | Value::Null))
    };
    let free = || (0..rows.columns.len()).filter(|at| !taken(*at));
    let nodes: Vec<usize> = free().filter(|at| is_nodes(*at)).collect();
    let own = |at: &usize| values(*at).any(|value| from.is_own(value, view) || until.is_own(value, view));
    let different = |at: &usize| {
        let all = values(*at).filter_map(|value| if let Value::Node(node) = value { Some(*node) } else { None });
        (all.collect::<FxHashSet<_>>().len(), Reverse(*at))
    };
    let most = || nodes.iter().copied().max_by_key(different);
    let bars = nodes.iter().copied().find(own).or_else(most).or_else(|| free().next()).ok_or_else(|| {
        Box::new(
            refusal("a timeline needs a column for its bars").hint("`bars NAME` names it; RETURN it beside the years."),
        )
    })?;
    Ok((bars, nodes.into_iter().filter(|at| *at != bars).collect()))
}

/// The lane of a bar: what plays that part, or else the type of its node.
fn lane_of(value: &Value, bar: &Value, axes: &Axes, styles: &Styles<'_>) -> Value {
    match (value, bar) {
        (Value::Null, _) if axes.lanes.is_some() => Value::from("–"),
        (Value::Null, Value::Node(node)) => Value::from(styles.node_type(*node).map_or("", |(_, name)| name)),
        (Value::Null, _) => Value::from(""),
        (value, _) => value.clone(),
    }
}

/// Joins the stretches of one thing in one lane that overlap or follow each other, and puts bars in order.
fn joined(mut found: Vec<Found>, things: &Things, values: &[usize]) -> Vec<(usize, Bar)> {
    let place = |value: Option<usize>| value.and_then(|value| values.iter().position(|each| *each == value));
    let start = |found: &Found| found.times[0].unwrap_or(f64::NEG_INFINITY);
    let end = |times: &[Option<f64>; 2]| times[1].unwrap_or(f64::INFINITY);
    found.sort_by(|a, b| {
        (a.lane, a.thing, a.value).cmp(&(b.lane, b.thing, b.value)).then_with(|| start(a).total_cmp(&start(b)))
    });
    let mut joined: Vec<Found> = Vec::new();
    for next in found {
        match joined.last_mut() {
            Some(last)
                if (last.lane, last.thing, last.value) == (next.lane, next.thing, next.value)
                    && start(&next) <= end(&last.times) =>
            {
                if end(&next.times) > end(&last.times) {
                    last.times[1] = next.times[1];
                }
            }
            _ => joined.push(next),
        }
    }
    let bar = |found: Found| {
        let [from, until] = found.times;
        // What begins and ends in one year is a year long.
        let until = until.map(|until| if from.is_some_and(|from| until <= from) { until + 1.0 } else { until });
        (found.lane, Bar { thing: things.list[found.thing].clone(), from, until, value: place(found.value) })
    };
    let mut bars: Vec<(usize, Bar)> = joined.into_iter().map(bar).collect();
    bars.sort_by(|(_, a), (_, b)| order(a, b));
    bars
}

/// By beginning, end and name.
fn order(a: &Bar, b: &Bar) -> Ordering {
    let start = |bar: &Bar| bar.from.unwrap_or(f64::NEG_INFINITY);
    let end = |bar: &Bar| bar.until.unwrap_or(f64::INFINITY);
    let times = start(a).total_cmp(&start(b)).then_with(|| end(a).total_cmp(&end(b)));
    times.then_with(|| a.thing.name.cmp(&b.thing.name))
}

/// A value as a year.
fn year(value: &Value) -> Option<f64> {
    match value {
        Value::Int(year) => Some(*year as f64),
        Value::Float(year) => Some(*year).filter(|year| year.is_finite()),
        Value::Temporal(temporal) => {
            let date = temporal.date()?;
            Some(date.year() as f64 + (date.ordinal_day() - 1) as f64 / 366.0)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Temporal;
    use crate::value::temporal::Date;

    #[test]
    fn a_date_lies_within_its_year() {
        let date = Date::new(2020, 7, 2).expect("there is such a day");
        let found = year(&Value::Temporal(Temporal::Date(date))).expect("it has a year");
        assert!((found - 2020.5).abs() < 0.01, "{found}");
        assert_eq!(year(&Value::Int(2020)), Some(2020.0));
        assert_eq!(year(&Value::from("2020")), None);
    }
}
