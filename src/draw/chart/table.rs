//! An answer → the rows, columns and cells of a matrix.
//!
//! Either the columns of the answer are its axes, a list standing for each of its items; or, when the answer has
//! relationships and names no axes, each relationship is a mark where its ends meet.

use super::super::mark::of_line;
use super::super::style::{LineStyle, Styles};
use super::super::{Change, Changes, Options, Subgraph, ended};
use super::things::{Thing, Things, each, text};
use super::{column, no_column, refusal};
use crate::diag::Diagnostic;
use crate::graph::{Entity, TypeId, View};
use crate::library::Axes;
use crate::value::{Key, RelId, Rows, Stop, Value, order};
use std::collections::BTreeMap;

/// A matrix without places.
#[derive(Debug)]
pub(super) struct Table {
    /// The rows from top to bottom.
    pub rows: Vec<Thing>,
    /// The columns from left to right.
    pub columns: Vec<Thing>,
    /// The name above the rows, and that of the columns.
    pub names: [String; 2],
    /// What stands where a row and a column meet.
    pub cells: BTreeMap<(usize, usize), Cell>,
    /// The relationships that a cell stands for, where it stands for any.
    pub rels: BTreeMap<(usize, usize), Vec<RelId>>,
    /// The bands of rows: their titles, and how many rows each has. None when the rows are not grouped.
    pub bands: Vec<(String, usize)>,
    /// The relationship types, when marks stand for relationships.
    pub kinds: Vec<(String, LineStyle)>,
    /// What a filled mark says rather than a hollow one.
    pub yes: Option<String>,
    /// Relationships between other types, which have no place.
    pub strays: usize,
    /// What happened to cells, when two answers are compared.
    pub changes: Option<BTreeMap<(usize, usize), Change>>,
}

/// What stands where a row and a column meet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// That they meet.
    Dot,
    /// Whether something is so.
    Yes(bool),
    /// The relationship types that join them, as places in [`Table::kinds`].
    Kinds(Vec<usize>),
    /// Values.
    Texts(Vec<String>),
}

impl Table {
    pub(super) fn of(
        rows: &Rows,
        subgraph: &Subgraph,
        view: View<'_>,
        options: &Options,
    ) -> Result<Self, Box<Diagnostic>> {
        let axes = &options.picture.axes;
        let mut draft = Draft {
            view,
            stop: &options.stop,
            styles: Styles::of(view, options.theme.palette(), &options.style),
            things: [Things::default(), Things::default()],
            names: Default::default(),
            value: axes.value.clone().unwrap_or_default(),
            met: BTreeMap::new(),
            rels: BTreeMap::new(),
            bands: BTreeMap::new(),
            kinds: Vec::new(),
            strays: 0,
            changes: BTreeMap::new(),
        };
        let group = options.picture.group_by.first().map(String::as_str);
        if !subgraph.rels.is_empty() && axes.rows.is_none() && axes.columns.is_none() {
            draft.read_rels(subgraph, axes.value.as_deref())?;
            draft.band_by_property(group)?;
            let marks = options.changes.iter().flat_map(|changes| {
                draft.rels.iter().filter_map(|(place, rels)| Some((*place, of_line(rels, changes)?)))
            });
            draft.changes = marks.collect();
        } else {
            draft.read_columns(rows, axes, group)?;
            if let Some(before) = &options.before {
                let now = std::mem::take(&mut draft.met);
                draft.read_columns(before, axes, group)?;
                draft.compare(now);
            }
        }
        if draft.met.is_empty() {
            return Err(refusal("nothing in the answer meets, so a matrix of it is empty"));
        }
        Ok(draft.table(axes, options.changes.as_ref()))
    }
}

/// The table while it is read; places are those of first appearance.
struct Draft<'g> {
    view: View<'g>,
    /// Where somebody asks for an end.
    stop: &'g Stop,
    styles: Styles<'g>,
    things: [Things; 2],
    names: [String; 2],
    value: String,
    /// The values, or the places of the types, where a row and a column meet.
    met: BTreeMap<(usize, usize), Vec<Value>>,
    /// The relationships behind them.
    rels: BTreeMap<(usize, usize), Vec<RelId>>,
    /// The title of the band of each row.
    bands: BTreeMap<usize, String>,
    kinds: Vec<(String, LineStyle)>,
    strays: usize,
    /// What happened where a row and a column meet.
    changes: BTreeMap<(usize, usize), Change>,
}

impl Draft<'_> {
    /// What differs between what met before, which has just been read, and what meets now. A cell shows what is there now, or
    /// else what was.
    fn compare(&mut self, mut now: BTreeMap<(usize, usize), Vec<Value>>) {
        let before = std::mem::take(&mut self.met);
        let keys = |values: &[Value]| {
            let mut keys: Vec<Value> = values.iter().filter(|value| !value.is_null()).cloned().collect();
            keys.sort_by(order);
            let mut keys: Vec<Key> = keys.into_iter().map(Key).collect();
            // A cell shows each value once.
            keys.dedup();
            keys
        };
        for (place, values) in &now {
            match before.get(place) {
                None => drop(self.changes.insert(*place, Change::Added)),
                Some(was) if keys(was) != keys(values) => drop(self.changes.insert(*place, Change::Changed)),
                Some(_) => {}
            }
        }
        for (place, values) in before {
            now.entry(place).or_insert_with(|| {
                self.changes.insert(place, Change::Removed);
                values
            });
        }
        self.met = now;
    }

    fn read_columns(&mut self, rows: &Rows, axes: &Axes, group: Option<&str>) -> Result<(), Box<Diagnostic>> {
        let find = |part: &str, name: &Option<String>| match name {
            Some(name) => column(rows, name).map(Some).ok_or_else(|| no_column(rows, part, name)),
            None => Ok(None),
        };
        let (row, across) = (find("rows", &axes.rows)?, find("columns", &axes.columns)?);
        let value = find("value", &axes.value)?;
        let band = group.and_then(|name| column(rows, name));
        let mut free = (0..rows.columns.len()).filter(|at| ![row, across, value, band].contains(&Some(*at)));
        let (Some(row), Some(across)) = (row.or_else(|| free.next()), across.or_else(|| free.next())) else {
            return Err(Box::new(refusal("a matrix needs a column for its rows and one for its columns").hint(
                "RETURN two things, such as a technology and a company, and a value for each pair if there is one.",
            )));
        };
        // What else the answer has is a value only if it can be one for a pair.
        let value = value.or_else(|| free.find(|at| is_plain(rows, *at) && axes.value.is_none()));
        self.names = [rows.columns[row].clone(), rows.columns[across].clone()];
        self.value = value.map_or_else(String::new, |value| rows.columns[value].clone());
        for each_row in &rows.rows {
            self.stop.look().map_err(ended)?;
            // What meets nothing has a place all the same.
            for other in each(&each_row[across]) {
                self.things[1].place(other, self.view, &self.styles);
            }
            for one in each(&each_row[row]) {
                let Some(place) = self.things[0].place(one, self.view, &self.styles) else { continue };
                if let Some(band) = band {
                    self.bands.entry(place).or_insert_with(|| text(&each_row[band], self.view));
                }
                for other in each(&each_row[across]) {
                    let Some(other) = self.things[1].place(other, self.view, &self.styles) else { continue };
                    let met = self.met.entry((place, other)).or_default();
                    met.extend(value.map(|value| each_row[value].clone()));
                }
            }
        }
        if band.is_none() { self.band_by_property(group) } else { Ok(()) }
    }

    /// Relationships between the two types that most of them join. The type with more nodes stands in the rows, since a
    /// page has room for more rows than columns.
    fn read_rels(&mut self, subgraph: &Subgraph, key: Option<&str>) -> Result<(), Box<Diagnostic>> {
        let kind_of = |node| self.styles.node_type(node).unwrap_or((usize::MAX, "node"));
        let ends: Vec<_> = subgraph.rels.iter().map(|rel| (*rel, self.view.ends(*rel))).collect();
        let mut pairs: BTreeMap<_, usize> = BTreeMap::new();
        for (_, (start, end)) in &ends {
            let (start, end) = (kind_of(*start), kind_of(*end));
            *pairs.entry((start.min(end), start.max(end))).or_default() += 1;
        }
        let most = pairs.iter().max_by(|(a, count), (b, other)| count.cmp(other).then_with(|| b.cmp(a)));
        let Some(((one, other), _)) = most else { return Ok(()) };
        let count = |kind| subgraph.nodes.iter().filter(|node| kind_of(**node) == kind).count();
        let [rows, across] = if count(*one) >= count(*other) { [*one, *other] } else { [*other, *one] };
        self.names = if rows == across { Default::default() } else { [rows.1.to_owned(), across.1.to_owned()] };
        let fits = |start, end| (kind_of(start), kind_of(end)) == (rows, across);
        let placed: Vec<_> = ends
            .iter()
            .filter_map(|(rel, (start, end))| match (fits(*start, *end), fits(*end, *start)) {
                (true, _) => Some((*rel, *start, *end)),
                (false, true) => Some((*rel, *end, *start)),
                (false, false) => None,
            })
            .collect();
        self.strays = ends.len() - placed.len();
        let mut kinds: Vec<_> = placed.iter().map(|(rel, ..)| self.view.rel_type(*rel)).collect();
        kinds.sort_by_key(|kind| (self.styles.rel_place(*kind), *kind));
        kinds.dedup();
        let named = |kind: &TypeId| {
            let (rel, ..) = placed.iter().find(|(rel, ..)| self.view.rel_type(*rel) == *kind)?;
            Some((self.view.names().types.name(*kind).to_string(), self.styles.rel(*rel, false)))
        };
        let looks = kinds.iter().filter_map(named).collect();
        let mut valued = false;
        for (rel, row, across) in placed {
            self.stop.look().map_err(ended)?;
            let [rows, columns] = &mut self.things;
            let row = rows.place(&Value::Node(row), self.view, &self.styles);
            let across = columns.place(&Value::Node(across), self.view, &self.styles);
            let (Some(row), Some(across)) = (row, across) else { continue };
            self.rels.entry((row, across)).or_default().push(rel);
            let met = self.met.entry((row, across)).or_default();
            match key {
                Some(key) => met.push(self.view.property_named(Entity::Rel(rel), key)),
                None => {
                    let kind = kinds.iter().position(|kind| *kind == self.view.rel_type(rel)).unwrap_or(0);
                    met.push(Value::Int(i64::try_from(kind).unwrap_or_default()));
                }
            }
            valued |= met.last().is_some_and(|value| !value.is_null());
        }
        match key {
            Some(key) if !valued => Err(refusal(format!("no relationship of the answer has a property `{key}`"))),
            Some(_) => Ok(()),
            None => {
                self.kinds = looks;
                Ok(())
            }
        }
    }

    fn band_by_property(&mut self, key: Option<&str>) -> Result<(), Box<Diagnostic>> {
        let Some(key) = key else { return Ok(()) };
        for (at, thing) in self.things[0].list.iter().enumerate() {
            let value = thing.node.map_or(Value::Null, |node| self.view.property_named(Entity::Node(node), key));
            if !value.is_null() {
                self.bands.insert(at, text(&value, self.view));
            }
        }
        if self.bands.is_empty() {
            return Err(Box::new(
                refusal(format!("neither a column nor a property of the rows is called `{key}`, to group by"))
                    .hint("Return the group as a column of its own."),
            ));
        }
        Ok(())
    }

    fn table(mut self, axes: &Axes, compared: Option<&Changes>) -> Table {
        for (row, across) in self.met.keys() {
            self.things[0].list[*row].count += 1;
            self.things[1].list[*across].count += 1;
        }
        let mut order = self.things[0].order(axes.as_returned);
        let bands = if self.bands.is_empty() { Vec::new() } else { self.band(&mut order, axes.as_returned) };
        let columns = self.things[1].order(axes.as_returned);
        let all = || self.met.values().flatten();
        let boolean = self.kinds.is_empty()
            && all().any(|value| matches!(value, Value::Bool(_)))
            && all().all(|value| matches!(value, Value::Bool(_) | Value::Null));
        let (mut cells, mut rels, mut changes) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (row, at) in order.iter().enumerate() {
            for (across, other) in columns.iter().enumerate() {
                if let Some(values) = self.met.get(&(*at, *other)) {
                    cells.insert((row, across), self.cell(values, boolean));
                    rels.extend(self.rels.remove(&(*at, *other)).map(|joining| ((row, across), joining)));
                    changes.extend(self.changes.get(&(*at, *other)).map(|change| ((row, across), *change)));
                }
            }
        }
        let marked = |thing: Thing| match compared {
            Some(changes) => thing.marked(changes),
            None => thing,
        };
        let pick = |things: &Things, order: &[usize]| order.iter().map(|at| marked(things.list[*at].clone())).collect();
        Table {
            rows: pick(&self.things[0], &order),
            columns: pick(&self.things[1], &columns),
            yes: boolean.then_some(self.value),
            names: self.names,
            cells,
            rels,
            bands,
            kinds: self.kinds,
            strays: self.strays,
            changes: compared.map(|_| changes),
        }
    }

    /// Brings the rows of a band together: bands by name, or as they came; those without one are last.
    fn band(&self, order: &mut Vec<usize>, as_returned: bool) -> Vec<(String, usize)> {
        let mut titles: Vec<Option<&String>> = Vec::new();
        for at in order.iter() {
            let title = self.bands.get(at);
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        if !as_returned {
            titles.sort();
        }
        titles.sort_by_key(Option::is_none);
        let mut bands = Vec::new();
        let mut together = Vec::new();
        for title in titles {
            let members = order.iter().filter(|at| self.bands.get(at) == title);
            let before = together.len();
            together.extend(members);
            bands.push((title.map_or_else(|| "–".to_owned(), String::clone), together.len() - before));
        }
        *order = together;
        bands
    }

    /// The values of one pair as what stands in its cell.
    fn cell(&self, values: &[Value], boolean: bool) -> Cell {
        if !self.kinds.is_empty() {
            let mut kinds: Vec<usize> = values.iter().filter_map(place).collect();
            kinds.sort_unstable();
            kinds.dedup();
            return Cell::Kinds(kinds);
        }
        if boolean {
            return Cell::Yes(values.iter().any(|value| matches!(value, Value::Bool(true))));
        }
        let mut values: Vec<&Value> = values.iter().filter(|value| !value.is_null()).collect();
        values.sort_by(|a, b| order(a, b));
        let mut texts: Vec<String> = values.into_iter().map(|value| text(value, self.view)).collect();
        texts.dedup();
        if texts.is_empty() { Cell::Dot } else { Cell::Texts(texts) }
    }
}

fn place(value: &Value) -> Option<usize> {
    if let Value::Int(number) = value { usize::try_from(*number).ok() } else { None }
}

/// Whether every value of a column is null, a truth value, a number, a text or a time.
fn is_plain(rows: &Rows, at: usize) -> bool {
    let plain = |value: &Value| {
        matches!(
            value,
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) | Value::Temporal(_)
        )
    };
    rows.rows.iter().all(|row| plain(&row[at]))
}
