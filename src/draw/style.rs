//! A type → how it looks.
//!
//! Input: the schema and the graph. Output: a color and a shape for each node type, a color for each relationship type.
//!
//! The hues are those of Okabe and Ito, which people tell apart whatever their color vision; the shape is the second
//! sign. Fills are light enough for dark text, lines and letters dark enough for a white ground.

use crate::graph::View;
use crate::value::{NodeId, RelId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How nodes of a type look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeStyle {
    /// Graphviz's name of the shape.
    pub shape: &'static str,
    /// Whether the corners are round.
    pub rounded: bool,
    /// The color within.
    pub fill: &'static str,
    /// The color of the border.
    pub line: &'static str,
}

/// Fill and border of each hue: sky blue, orange, green, reddish purple, yellow, blue, vermilion, gray.
const HUES: [(&str, &str); 8] = [
    ("#BBE1F5", "#2A7AA8"),
    ("#F9DC9E", "#9A6400"),
    ("#A9DFCE", "#00694C"),
    ("#EECFE1", "#8B3F6F"),
    ("#F9F3B0", "#7D7200"),
    ("#A9CBE6", "#00507F"),
    ("#F6C3A5", "#A34400"),
    ("#DADADA", "#4D4D4D"),
];

/// One shape fewer than hues, so that the pairs repeat only after 56 types. All leave room for text.
const SHAPES: [(&str, bool); 7] = [
    ("box", true),
    ("note", false),
    ("ellipse", false),
    ("octagon", false),
    ("box", false),
    ("hexagon", false),
    ("tab", false),
];

/// The lines of relationships; dark, since their labels are small.
const LINES: [&str; 7] = ["#00507F", "#A34400", "#00694C", "#8B3F6F", "#6B5E00", "#4D4D4D", "#2A7AA8"];

/// A node without a label.
const UNLABELED: NodeStyle = NodeStyle { shape: "ellipse", rounded: false, fill: "#FFFFFF", line: "#4D4D4D" };

/// The looks of all types of a graph.
pub(super) struct Styles<'g> {
    view: View<'g>,
    node_types: FxHashMap<Arc<str>, usize>,
    rel_types: FxHashMap<Arc<str>, usize>,
}

impl<'g> Styles<'g> {
    /// Gives each type its place: that in the schema, or after those the place by name among the types in use.
    pub(super) fn of(view: View<'g>) -> Self {
        let (schema, names) = (view.schema(), view.names());
        let labels = names.labels.ids().filter(|label| !view.nodes_with(*label).is_empty());
        let types = names.types.ids().filter(|kind| view.rel_count(Some(*kind)) > 0);
        Self {
            view,
            node_types: places(
                schema.nodes.iter().map(|node| Arc::clone(&node.name)),
                labels.map(|label| Arc::clone(names.labels.name(label))),
            ),
            rel_types: places(
                schema.rels.iter().map(|rel| Arc::clone(&rel.name)),
                types.map(|kind| Arc::clone(names.types.name(kind))),
            ),
        }
    }

    /// The type that a node is drawn as: of several labels the first by place.
    pub(super) fn node_type(&self, node: NodeId) -> Option<(usize, &'g str)> {
        let labels = self.view.labels(node).iter().map(|label| &**self.view.names().labels.name(*label));
        labels.filter_map(|label| Some((*self.node_types.get(label)?, label))).min()
    }

    /// How a node looks.
    pub(super) fn node(&self, node: NodeId) -> NodeStyle {
        self.node_type(node).map_or(UNLABELED, |(place, _)| {
            let ((fill, line), (shape, rounded)) = (HUES[place % HUES.len()], SHAPES[place % SHAPES.len()]);
            NodeStyle { shape, rounded, fill, line }
        })
    }

    /// The color of a relationship.
    pub(super) fn rel(&self, rel: RelId) -> &'static str {
        let kind = self.view.names().types.name(self.view.rel_type(rel));
        LINES[self.rel_types.get(kind).copied().unwrap_or(0) % LINES.len()]
    }
}

fn places(
    declared: impl Iterator<Item = Arc<str>>,
    used: impl Iterator<Item = Arc<str>>,
) -> FxHashMap<Arc<str>, usize> {
    let mut used: Vec<Arc<str>> = used.collect();
    used.sort();
    let mut places = FxHashMap::default();
    for name in declared.chain(used) {
        let next = places.len();
        places.entry(name).or_insert(next);
    }
    places
}
