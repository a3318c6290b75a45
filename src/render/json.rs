//! Rows → JSON.
//!
//! Input: rows and the graph. Output: an array with an object a line, or the objects alone. Keys keep their order:
//! columns as the query returns them, properties as the graph keeps them.
//!
//! ```text
//! node          {"element": 3, "labels": ["Company"], "properties": {…}, "place": "companies.yaml:3:5"}
//! relationship  {"element": 8, "type": "USES", "start": 3, "end": 5, "properties": {…}, "rule": "company-uses"}
//! path          {"nodes": […], "relationships": […]}
//! ```
//!
//! `place` says where it is written and `rule` what derived it; both are left out when unknown. A float that JSON has
//! no number for is the string `NaN`, `Infinity` or `-Infinity`; a temporal value is the string of its text.

use super::cell;
use super::pieces::Pieces;
use crate::graph::{Entity, Origin, View};
use crate::value::{NodeId, Path, RelId, Rows, Value, format_float};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};
use std::io;

/// One array, a row a line; `[]` for no rows.
pub(super) fn array<E>(
    rows: &Rows,
    view: View<'_>,
    out: &mut Pieces<impl FnMut(&str) -> Result<(), E>>,
) -> Result<(), E> {
    if rows.rows.is_empty() || rows.columns.is_empty() {
        return out.push("[]\n");
    }
    for (at, row) in rows.rows.iter().enumerate() {
        out.push(if at == 0 { "[\n  " } else { ",\n  " })?;
        out.push_json(&Row { columns: &rows.columns, row, view }, Spaced)?;
    }
    out.push("\n]\n")
}

/// One object a line.
pub(super) fn lines<E>(
    rows: &Rows,
    view: View<'_>,
    out: &mut Pieces<impl FnMut(&str) -> Result<(), E>>,
) -> Result<(), E> {
    for row in &rows.rows {
        out.push_json(&Row { columns: &rows.columns, row, view }, CompactFormatter)?;
        out.push("\n")?;
    }
    Ok(())
}

/// A value alone, as cells of CSV hold it: a node is its caption there, also within a list.
pub(super) fn value(value: &Value, view: View<'_>) -> String {
    let shown = Shown { value, view, nodes: Nodes::ByCaption };
    serde_json::to_string(&shown).expect("keys are strings and memory takes every byte")
}

/// One line with a blank after each colon and comma, which people read more easily.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

struct Row<'a> {
    columns: &'a [String],
    row: &'a [Value],
    view: View<'a>,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.columns.iter().zip(self.row);
        serializer
            .collect_map(cells.map(|(column, value)| (column, Shown { value, view: self.view, nodes: Nodes::Whole })))
    }
}

/// How a node that is a value of its own is shown.
#[derive(Clone, Copy, PartialEq)]
enum Nodes {
    Whole,
    ByCaption,
}

struct Shown<'a> {
    value: &'a Value,
    view: View<'a>,
    nodes: Nodes,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { view, nodes, .. } = *self;
        match self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(bool) => serializer.serialize_bool(*bool),
            Value::Int(int) => serializer.serialize_i64(*int),
            Value::Float(float) if float.is_finite() => serializer.serialize_f64(*float),
            Value::Float(float) => serializer.serialize_str(&format_float(*float)),
            Value::Str(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items.iter().map(|value| Shown { value, view, nodes })),
            Value::Map(map) => {
                serializer.collect_map(map.iter().map(|(key, value)| (&**key, Shown { value, view, nodes })))
            }
            Value::Node(node) if nodes == Nodes::ByCaption => serializer.serialize_str(&cell::caption(*node, view)),
            Value::Node(node) => NodeShown(*node, view).serialize(serializer),
            Value::Rel(rel) => RelShown(*rel, view).serialize(serializer),
            Value::Path(path) => path_shown(path, view, serializer),
            Value::Temporal(temporal) => serializer.collect_str(temporal),
        }
    }
}

struct NodeShown<'a>(NodeId, View<'a>);

impl Serialize for NodeShown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(node, view) = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("element", &node.0)?;
        if view.exists(Entity::Node(node)) {
            let labels: Vec<&str> = view.labels(node).iter().map(|label| &**view.names().labels.name(*label)).collect();
            map.serialize_entry("labels", &labels)?;
            serialize_facts(&mut map, Entity::Node(node), view)?;
        } else {
            map.serialize_entry("deleted", &true)?;
        }
        map.end()
    }
}

struct RelShown<'a>(RelId, View<'a>);

impl Serialize for RelShown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(rel, view) = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("element", &rel.0)?;
        if view.exists(Entity::Rel(rel)) {
            let (start, end) = view.ends(rel);
            map.serialize_entry("type", &**view.names().types.name(view.rel_type(rel)))?;
            map.serialize_entry("start", &start.0)?;
            map.serialize_entry("end", &end.0)?;
            serialize_facts(&mut map, Entity::Rel(rel), view)?;
        } else {
            map.serialize_entry("deleted", &true)?;
        }
        map.end()
    }
}

fn path_shown<S: Serializer>(path: &Path, view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let nodes: Vec<NodeShown<'_>> = path.nodes().map(|node| NodeShown(node, view)).collect();
    let rels: Vec<RelShown<'_>> = path.rels().map(|rel| RelShown(rel, view)).collect();
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("nodes", &nodes)?;
    map.serialize_entry("relationships", &rels)?;
    map.end()
}

/// The properties, and where the entity comes from.
fn serialize_facts<M: SerializeMap>(map: &mut M, entity: Entity, view: View<'_>) -> Result<(), M::Error> {
    map.serialize_entry("properties", &Properties(entity, view))?;
    match view.origin(entity) {
        Some(Origin::Written { file, line, column }) => {
            map.serialize_entry("place", &format!("{file}:{line}:{column}"))
        }
        Some(Origin::Derived { rule, .. }) => map.serialize_entry("rule", &**rule),
        None => Ok(()),
    }
}

struct Properties<'a>(Entity, View<'a>);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(entity, view) = *self;
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in view.properties(entity) {
            map.serialize_entry(&**view.names().keys.name(key), &Shown { value: &value, view, nodes: Nodes::Whole })?;
        }
        map.end()
    }
}
