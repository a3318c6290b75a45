//! Values → the things that a chart names, each once.

use super::super::name::name;
use super::super::style::{NodeStyle, Styles};
use super::super::{Change, Changes, scene, tooltip};
use crate::graph::{Entity, View};
use crate::value::{Key, NodeId, Value, literal};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a row, a column, a bar or a lane stands for.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    /// Its name.
    pub name: String,
    /// The node, when it is one.
    pub node: Option<NodeId>,
    /// Its name within the file, likewise.
    pub id: String,
    /// The look of its type, when it is a node.
    pub style: Option<NodeStyle>,
    /// What is said on hovering; may be empty.
    pub tooltip: String,
    /// The file and line where the node is written, if it is one and is written.
    pub source: Option<(Arc<str>, u32)>,
    /// How often it was met.
    pub count: usize,
    /// What happened to the node, when two answers are compared.
    pub change: Option<Change>,
}

impl Thing {
    /// The thing with what happened to its node, which its name says.
    pub(super) fn marked(mut self, changes: &Changes) -> Self {
        self.change = self.node.and_then(|node| changes.get(&Entity::Node(node)).copied());
        if let Some(change) = self.change {
            self.name = format!("{} {}", change.sign(), self.name);
            self.tooltip = format!("{}\n{}", change.word(), self.tooltip);
        }
        self
    }
}

/// Things in the order of their first appearance.
#[derive(Debug, Default)]
pub(super) struct Things {
    pub list: Vec<Thing>,
    places: FxHashMap<Key, usize>,
}

impl Things {
    /// The place of the thing of a value; of null there is none.
    pub(super) fn place(&mut self, value: &Value, view: View<'_>, styles: &Styles<'_>) -> Option<usize> {
        if value.is_null() {
            return None;
        }
        if let Some(place) = self.places.get(&Key(value.clone())) {
            return Some(*place);
        }
        let place = self.list.len();
        let node = if let Value::Node(node) = value { Some(*node) } else { None };
        self.list.push(Thing {
            name: text(value, view),
            node,
            id: node.map_or_else(String::new, |node| name(node, view)),
            style: node.map(|node| styles.node(node, false)),
            tooltip: node.map_or_else(String::new, |node| tooltip::node(node, view)),
            source: node.and_then(|node| scene::source(node, view)),
            count: 0,
            change: None,
        });
        self.places.insert(Key(value.clone()), place);
        Some(place)
    }

    /// The places in the order in which they are shown: by count from the most, then by name; or as they came. What meets
    /// nothing is shown too, since the answer has it.
    pub(super) fn order(&self, as_returned: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        if !as_returned {
            order.sort_by(|a, b| {
                let (a, b) = (&self.list[*a], &self.list[*b]);
                b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name))
            });
        }
        order
    }

    /// The places by name, or as they came.
    pub(super) fn by_name(&self, as_returned: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        if !as_returned {
            order.sort_by(|a, b| self.list[*a].name.cmp(&self.list[*b].name));
        }
        order
    }
}

/// The text of a value in a chart: without quotes, a node by its caption.
pub(super) fn text(value: &Value, view: View<'_>) -> String {
    match value {
        Value::Str(text) => text.to_string(),
        Value::Node(node) => view.caption(*node).to_string(),
        Value::Rel(rel) => view.names().types.name(view.rel_type(*rel)).to_string(),
        Value::Temporal(temporal) => temporal.to_string(),
        Value::List(items) => items.iter().map(|item| text(item, view)).collect::<Vec<_>>().join(", "),
        Value::Path(path) => path.nodes().map(|node| view.caption(node).to_string()).collect::<Vec<_>>().join(" – "),
        other => literal(other, &|value| text(value, view)),
    }
}

/// The items of a list, or the value itself.
pub(super) fn each(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        other => std::slice::from_ref(other),
    }
}
