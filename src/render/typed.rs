//! Typed JSON: each value says its type, so that a program loses nothing, not even the difference of `1` and `1.0`.
//!
//! A value is `{"$type": …, "_value": …}` as in the query interface of Neo4j: numbers are strings, nodes and
//! relationships have an element id by which they are known again in later answers.

use super::pieces::Pieces;
use crate::graph::{Entity, View};
use crate::value::{Map, NodeId, Path, RelId, Rows, Value, format_float};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::ser::CompactFormatter;

/// Rows for a program: `{"fields": ["n"], "values": [[{"$type": "Integer", "_value": "1"}]]}`.
///
/// ```
/// use casegraph::graph::{Graph, Schema};
/// use casegraph::render::TypedRows;
/// use casegraph::value::{Rows, Value};
///
/// let graph = Graph::new(Schema::open().into());
/// let rows = Rows { columns: vec!["n".into()], rows: vec![vec![Value::Int(1)]] };
/// let text = serde_json::to_string(&TypedRows { rows: &rows, view: graph.view() }).expect("it is JSON");
/// assert_eq!(text, r#"{"fields":["n"],"values":[[{"$type":"Integer","_value":"1"}]]}"#);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TypedRows<'a> {
    /// The rows.
    pub rows: &'a Rows,
    /// The graph they come from, as it is after the statement.
    pub view: View<'a>,
}

/// The rows as a line of their own, which reads as [`TypedRows`] does.
pub(super) fn line<E>(
    rows: &Rows,
    view: View<'_>,
    out: &mut Pieces<impl FnMut(&str) -> Result<(), E>>,
) -> Result<(), E> {
    out.push("{\"fields\":")?;
    out.push_json(&rows.columns, CompactFormatter)?;
    out.push(",\"values\":[")?;
    for (at, row) in rows.rows.iter().enumerate() {
        out.push(if at == 0 { "" } else { "," })?;
        out.push_json(&Each(|| row.iter().map(|value| Typed { value, view })), CompactFormatter)?;
    }
    out.push("]}\n")
}

impl Serialize for TypedRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { rows, view } = *self;
        let values = Each(|| rows.rows.iter().map(|row| Each(|| row.iter().map(|value| Typed { value, view }))));
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("fields", &rows.columns)?;
        map.serialize_entry("values", &values)?;
        map.end()
    }
}

/// A list whose items are made while it is written.
struct Each<F>(F);

impl<I: Iterator<Item: Serialize>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

#[derive(Clone, Copy)]
struct Typed<'a> {
    value: &'a Value,
    view: View<'a>,
}

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { value, view } = *self;
        match value {
            Value::Null => tagged(serializer, "Null", &()),
            Value::Bool(bool) => tagged(serializer, "Boolean", bool),
            Value::Int(int) => tagged(serializer, "Integer", &int.to_string()),
            Value::Float(float) => tagged(serializer, "Float", &format_float(*float)),
            Value::Str(text) => tagged(serializer, "String", &**text),
            Value::List(items) => tagged(serializer, "List", &Each(|| items.iter().map(|value| Typed { value, view }))),
            Value::Map(map) => tagged(serializer, "Map", &Entries(map, view)),
            Value::Node(node) => TypedNode(*node, view).serialize(serializer),
            Value::Rel(rel) => TypedRel(*rel, view).serialize(serializer),
            Value::Path(path) => tagged(serializer, "Path", &Steps(path, view)),
            Value::Temporal(_) => {
                let (tag, text) = value.temporal_text().expect("a temporal value has a text");
                tagged(serializer, tag, &text)
            }
        }
    }
}

fn tagged<S: Serializer>(serializer: S, tag: &str, value: &(impl Serialize + ?Sized)) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("$type", tag)?;
    map.serialize_entry("_value", value)?;
    map.end()
}

struct Entries<'a>(&'a Map, View<'a>);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(map, view) = *self;
        serializer.collect_map(map.iter().map(|(key, value)| (&**key, Typed { value, view })))
    }
}

/// A node; of one that the statement has deleted only the id is left.
struct TypedNode<'a>(NodeId, View<'a>);

impl Serialize for TypedNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tagged(serializer, "Node", &NodeFacts(self.0, self.1))
    }
}

struct NodeFacts<'a>(NodeId, View<'a>);

impl Serialize for NodeFacts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(node, view) = *self;
        let labels: Vec<&str> = if view.exists(Entity::Node(node)) {
            view.labels(node).iter().map(|label| &**view.names().labels.name(*label)).collect()
        } else {
            Vec::new()
        };
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("_element_id", &node.0.to_string())?;
        map.serialize_entry("_labels", &labels)?;
        map.serialize_entry("_properties", &Properties(Entity::Node(node), view))?;
        map.end()
    }
}

/// A relationship; of one that the statement has deleted only the id is left.
struct TypedRel<'a>(RelId, View<'a>);

impl Serialize for TypedRel<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        tagged(serializer, "Relationship", &RelFacts(self.0, self.1))
    }
}

struct RelFacts<'a>(RelId, View<'a>);

impl Serialize for RelFacts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(rel, view) = *self;
        let (start, end, kind) = if view.exists(Entity::Rel(rel)) {
            let (start, end) = view.ends(rel);
            (start.0.to_string(), end.0.to_string(), &**view.names().types.name(view.rel_type(rel)))
        } else {
            (String::new(), String::new(), "")
        };
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("_element_id", &rel.0.to_string())?;
        map.serialize_entry("_start_node_element_id", &start)?;
        map.serialize_entry("_end_node_element_id", &end)?;
        map.serialize_entry("_type", kind)?;
        map.serialize_entry("_properties", &Properties(Entity::Rel(rel), view))?;
        map.end()
    }
}

struct Properties<'a>(Entity, View<'a>);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(entity, view) = *self;
        let mut map = serializer.serialize_map(None)?;
        if view.exists(entity) {
            for (key, value) in view.properties(entity) {
                map.serialize_entry(&**view.names().keys.name(key), &Typed { value: &value, view })?;
            }
        }
        map.end()
    }
}

/// Nodes and relationships of a path in turn.
struct Steps<'a>(&'a Path, View<'a>);

impl Serialize for Steps<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(path, view) = *self;
        let mut list = serializer.serialize_seq(Some(1 + 2 * path.steps.len()))?;
        list.serialize_element(&TypedNode(path.start, view))?;
        for (rel, node) in &path.steps {
            list.serialize_element(&TypedRel(*rel, view))?;
            list.serialize_element(&TypedNode(*node, view))?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, Schema};
    use std::sync::Arc;

    fn json(value: &Value, graph: &Graph) -> String {
        serde_json::to_string(&Typed { value, view: graph.view() }).expect("it is JSON")
    }

    #[test]
    fn every_value_says_its_type() {
        let graph = Graph::new(Schema::open().into());
        let map = Value::map([(Arc::from("k"), Value::Float(f64::NAN))].into_iter().collect());
        let cases = [
            (Value::Null, r#"{"$type":"Null","_value":null}"#),
            (Value::Bool(true), r#"{"$type":"Boolean","_value":true}"#),
            (Value::Int(i64::MIN), r#"{"$type":"Integer","_value":"-9223372036854775808"}"#),
            (Value::Float(1e-7), r#"{"$type":"Float","_value":"1.0E-7"}"#),
            (Value::from("a\n\""), r#"{"$type":"String","_value":"a\n\""}"#),
            (Value::list(vec![Value::Null]), r#"{"$type":"List","_value":[{"$type":"Null","_value":null}]}"#),
            (map, r#"{"$type":"Map","_value":{"k":{"$type":"Float","_value":"NaN"}}}"#),
        ];
        for (value, expected) in cases {
            assert_eq!(json(&value, &graph), expected);
        }
    }

    #[test]
    fn a_line_reads_as_the_object_does() {
        let graph = Graph::new(Schema::open().into());
        for count in 0..4 {
            let row = vec![Value::Int(count), Value::from("\"")];
            let rows = Rows { columns: vec!["a".into(), "\"".into()], rows: vec![row; count as usize] };
            let mut line = String::new();
            let mut out = Pieces::new(|piece: &str| {
                line.push_str(piece);
                Ok::<(), std::convert::Infallible>(())
            });
            let (Ok(()), Ok(())) = (super::line(&rows, graph.view(), &mut out), out.flush());
            drop(out);
            let whole = serde_json::to_string(&TypedRows { rows: &rows, view: graph.view() }).expect("it is JSON");
            assert_eq!(line, whole + "\n");
        }
    }

    #[test]
    fn a_path_is_its_nodes_and_relationships_in_turn() {
        let mut graph = Graph::new(Schema::open().into());
        let (label, kind) = (graph.names_mut().labels.intern("A"), graph.names_mut().types.intern("T"));
        let key = graph.names_mut().keys.intern("p");
        let (a, b) = (graph.add_node(&[label]), graph.add_node(&[]));
        let rel = graph.add_rel(b, kind, a);
        graph.set_property(Entity::Rel(rel), key, Value::Bool(false));
        let path = Value::Path(Arc::new(Path { start: a, steps: vec![(rel, b)] }));
        let expected = concat!(
            r#"{"$type":"Path","_value":["#,
            r#"{"$type":"Node","_value":{"_element_id":"0","_labels":["A"],"_properties":{}}},"#,
            r#"{"$type":"Relationship","_value":{"_element_id":"0","_start_node_element_id":"1","#,
            r#""_end_node_element_id":"0","_type":"T","#,
            r#""_properties":{"p":{"$type":"Boolean","_value":false}}}},"#,
            r#"{"$type":"Node","_value":{"_element_id":"1","_labels":[],"_properties":{}}}]}"#,
        );
        assert_eq!(json(&path, &graph), expected);
    }

    #[test]
    fn of_what_is_deleted_the_id_is_left() {
        let graph = Graph::new(Schema::open().into());
        let node = r#"{"$type":"Node","_value":{"_element_id":"7","_labels":[],"_properties":{}}}"#;
        assert_eq!(json(&Value::Node(NodeId(7)), &graph), node);
        assert!(json(&Value::Rel(RelId(3)), &graph).contains(r#""_element_id":"3""#));
    }
}
