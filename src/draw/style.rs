//! A type → how it looks.
//!
//! Input: the schema and the graph. Output: colors and a shape for each node type, a color and a stroke for each
//! relationship type. Every writer draws by these.
//!
//! The hues are those of Okabe and Ito, which people tell apart whatever their color vision; shape and stroke are the
//! second sign. Fills are light enough for dark text, lines and letters dark enough for a white ground.

use crate::graph::{TypeId, View};
use crate::value::NodeId;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The outline of a node. All leave room for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A box with round corners.
    Rounded,
    /// A sheet with its upper right corner folded.
    Note,
    /// A box with half circles for sides; an ellipse where there are none.
    Pill,
    /// A box with its corners cut.
    Octagon,
    /// A box.
    Box,
    /// A box with pointed sides.
    Hexagon,
    /// A box with a band along its top; a tab where there are none.
    Card,
}

/// How the line of a relationship is stroked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    /// Without a gap.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

/// How relationships of a type look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineStyle {
    /// The color of the line and of its label.
    pub color: &'static str,
    /// Its stroke.
    pub stroke: Stroke,
}

/// How nodes of a type look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeStyle {
    /// The outline.
    pub shape: Shape,
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

/// Fill and border of the hue at a place.
pub(super) fn hue(place: usize) -> (&'static str, &'static str) {
    HUES[place % HUES.len()]
}

/// One shape fewer than hues, so that the pairs repeat only after 56 types.
const SHAPES: [Shape; 7] =
    [Shape::Rounded, Shape::Note, Shape::Pill, Shape::Octagon, Shape::Box, Shape::Hexagon, Shape::Card];

/// The lines of relationships; dark, since their labels are small.
const LINES: [&str; 7] = ["#00507F", "#A34400", "#00694C", "#8B3F6F", "#6B5E00", "#4D4D4D", "#2A7AA8"];

/// The strokes, each with all colors before the next.
const STROKES: [Stroke; 3] = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted];

/// The color of letters.
pub(super) const INK: &str = "#1A1A1A";

/// The border of a group, whose ground is that of the picture, so that labels stand on it as anywhere.
pub(super) const GROUP_LINE: &str = "#8A8A8A";

/// The ground of a picture.
pub(super) const GROUND: &str = "#FFFFFF";

/// A node without a label.
const UNLABELED: NodeStyle = NodeStyle { shape: Shape::Pill, fill: "#FFFFFF", line: "#4D4D4D" };

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
            let ((fill, line), shape) = (HUES[place % HUES.len()], SHAPES[place % SHAPES.len()]);
            NodeStyle { shape, fill, line }
        })
    }

    /// The place of a relationship type.
    pub(super) fn rel_place(&self, kind: TypeId) -> usize {
        self.rel_types.get(self.view.names().types.name(kind)).copied().unwrap_or(0)
    }

    /// How a relationship of a type looks.
    pub(super) fn rel(&self, kind: TypeId) -> LineStyle {
        let place = self.rel_place(kind);
        LineStyle { color: LINES[place % LINES.len()], stroke: STROKES[place / LINES.len() % STROKES.len()] }
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
