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
use std::cmp::Ordering;

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

/// What plays a part: a column, or a property of the bar or of a relationship of its row.
enum Part<'a> {
    Column(usize),
    Property(&'a str),
}

impl Part<'_> {
    fn of<'a>(rows: &Rows, named: Option<&'a str>, default: &'a str) -> Part<'a> {
        let name = named.unwrap_or(default);
        column(rows, name).map_or(Part::Property(name), Part::Column)
    }

    fn value(&self, row: &[Value], bar: &Value, view: View<'_>) -> Value {
        match self {
            Self::Column(at) => row[*at].clone(),
            Self::Property(key) => {
                let rels = row.iter().filter_map(|value| if let Value::Rel(rel) = value { Some(*rel) } else { None });
                let node = if let Value::Node(node) = bar { Some(Entity::Node(*node)) } else { None };
                let entities = node.into_iter().chain(rels.map(Entity::Rel));
                entities
                    .map(|entity| view.property_named(entity, key))
                    .find(|value| !value.is_null())
                    .unwrap_or_default()
            }
        }
    }
}

impl Spans {
    pub(super) fn of(rows: &Rows, view: View<'_>, options: &Options) -> Result<Self, Box<Diagnostic>> {
        let axes = &options.picture.axes;
        let styles = Styles::of(view, options.theme.palette(), &options.style);
        let from = Part::of(rows, axes.from.as_deref(), "from");
        let until = Part::of(rows, axes.until.as_deref(), "until");
        let lane = Part::of(rows, axes.lanes.as_deref(), "lane");
        let value = axes.value.as_deref().map(|name| Part::of(rows, Some(name), name));
        let bars = bars(rows, axes, &[&from, &until, &lane])?;
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
        let mut spans = Self { lanes: Vec::new(), values: Vec::new(), years, undated };
        spans.values = order.iter().map(|at| values.list[*at].name.clone()).collect();
        let bars = joined(found, &things, &order);
        for place in lanes.by_name(axes.as_returned) {
            let bars: Vec<Bar> = bars.iter().filter(|(lane, _)| *lane == place).map(|(_, bar)| bar.clone()).collect();
            if !bars.is_empty() {
                spans.lanes.push(Lane { name: lanes.list[place].name.clone(), bars });
            }
        }
        if let ([lane], None) = (&mut spans.lanes[..], &axes.lanes) {
            // A single lane that nobody asked for needs no name.
            lane.name.clear();
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

/// The column of the bars: the one that is named, else the first that holds nodes and plays no other part, else the first
/// that plays none.
fn bars(rows: &Rows, axes: &Axes, others: &[&Part<'_>]) -> Result<usize, Box<Diagnostic>> {
    if let Some(name) = &axes.bars {
        return column(rows, name).ok_or_else(|| no_column(rows, "bars", name));
    }
    let taken = |at: usize| {
        others.iter().any(|part| matches!(part, Part::Column(column) if *column == at))
            || axes.value.as_ref() == Some(&rows.columns[at])
    };
    let nodes = |at: usize| {
        let values = || rows.rows.iter().flat_map(move |row| each(&row[at]));
        values().any(|value| matches!(value, Value::Node(_)))
            && values().all(|value| matches!(value, Value::Node(_) | Value::Null))
    };
    let free = || (0..rows.columns.len()).filter(|at| !taken(*at));
    free().find(|at| nodes(*at)).or_else(|| free().next()).ok_or_else(|| {
        Box::new(
            refusal("a timeline needs a column for its bars").hint("`bars NAME` names it; RETURN it beside the years."),
        )
    })
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
