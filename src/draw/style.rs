//! A type → how it looks.
//!
//! Input: the schema and the graph. Output: colors and a shape for each node type, a color and a stroke for each
//! relationship type. Every writer draws by these.
//!
//! Colors are those of the theme; shape and stroke are the second sign, for whoever does not tell the colors apart.

use super::stylesheet::{Icon, Look, Stylesheet, Width};
use super::theme::{Color, Palette};
use crate::graph::{Entity, TypeId, View};
use crate::value::{NodeId, RelId, Value, literal};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The outline of a node. All leave room for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Stroke {
    /// Without a gap.
    Solid,
    /// In dashes.
    Dashed,
    /// In dots.
    Dotted,
}

/// How relationships of a type look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LineStyle {
    /// The color of the line and of its label.
    pub color: Color,
    /// Its stroke.
    pub stroke: Stroke,
    /// How thick it is, in tenths of the theme's pen.
    pub weight: u8,
}

impl LineStyle {
    /// Some order of looks.
    pub(super) fn order(self) -> (u8, u8, u8, Stroke, u8) {
        let Color(red, green, blue) = self.color;
        (red, green, blue, self.stroke, self.weight)
    }
}

/// How nodes of a type look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NodeStyle {
    /// The outline.
    pub shape: Shape,
    /// The color within.
    pub fill: Color,
    /// The color of the border.
    pub line: Color,
    /// What stands in front of the caption.
    pub icon: Option<char>,
}

/// One shape fewer than hues, so that the pairs repeat only after 56 types.
const SHAPES: [Shape; 7] =
    [Shape::Rounded, Shape::Note, Shape::Pill, Shape::Octagon, Shape::Box, Shape::Hexagon, Shape::Card];

/// The strokes, each with all colors before the next.
const STROKES: [Stroke; 3] = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted];

/// The weight of a line that says nothing by it.
const USUAL_WEIGHT: u8 = 10;

impl Shape {
    /// Every shape by its name in a style.
    pub(super) const NAMES: [(&str, Self); 7] = [
        ("rounded", Self::Rounded),
        ("note", Self::Note),
        ("pill", Self::Pill),
        ("octagon", Self::Octagon),
        ("box", Self::Box),
        ("hexagon", Self::Hexagon),
        ("card", Self::Card),
    ];
}

impl Stroke {
    /// Every stroke by its name in a style.
    pub(super) const NAMES: [(&str, Self); 3] =
        [("solid", Self::Solid), ("dashed", Self::Dashed), ("dotted", Self::Dotted)];
}

/// The looks of all types of a graph.
pub(super) struct Styles<'g> {
    view: View<'g>,
    palette: &'static Palette,
    sheet: &'g Stylesheet,
    node_types: FxHashMap<Arc<str>, usize>,
    rel_types: FxHashMap<Arc<str>, usize>,
}

impl<'g> Styles<'g> {
    /// Gives each type its place: that in the schema, or after those the place by name among the types in use.
    pub(super) fn of(view: View<'g>, palette: &'static Palette, sheet: &'g Stylesheet) -> Self {
        let (schema, names) = (view.schema(), view.names());
        let labels = names.labels.ids().filter(|label| !view.nodes_with(*label).is_empty());
        let types = names.types.ids().filter(|kind| view.rel_count(Some(*kind)) > 0);
        Self {
            view,
            palette,
            sheet,
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

    /// The text that stands for a node.
    pub(super) fn caption(&self, node: NodeId) -> String {
        let by_style = self.sheet.node(node, self.view).caption;
        let value = by_style.map(|key| self.view.property_named(Entity::Node(node), &key));
        match value {
            None | Some(Value::Null) => self.view.caption(node).to_string(),
            Some(Value::Str(text)) => text.to_string(),
            Some(Value::Temporal(temporal)) => temporal.to_string(),
            Some(other) => literal(&other, &|_| String::new()),
        }
    }

    /// How a node looks, beside what stands out or not.
    pub(super) fn node(&self, node: NodeId, dim: bool) -> NodeStyle {
        let look = self.sheet.node(node, self.view);
        let mut style = self.by_look(self.node_type(node).map(|(place, _)| place), &look, dim);
        style.icon = look.icon.and_then(|icon| match icon {
            Icon::Sign(sign) => Some(sign),
            Icon::Initial => {
                let caption = self.caption(node);
                let initial = caption.chars().find(|letter| letter.is_alphanumeric());
                initial.map(|initial| initial.to_uppercase().next().unwrap_or(initial))
            }
        });
        style
    }

    /// The name under which the legend shows a node, and the look there.
    pub(super) fn node_entry(&self, node: NodeId, dim: bool) -> Option<(usize, String, NodeStyle)> {
        let (place, label) = self.node_type(node)?;
        let look = self.sheet.node(node, self.view);
        let mut style = self.by_look(Some(place), &look, dim);
        style.icon = look.icon.and_then(|icon| if let Icon::Sign(sign) = icon { Some(sign) } else { None });
        Some((place, named(label, &self.sheet.reasons(Entity::Node(node), self.view)), style))
    }

    fn by_look(&self, place: Option<usize>, look: &Look, dim: bool) -> NodeStyle {
        let by_place = place.map_or(Shape::Pill, |place| SHAPES[place % SHAPES.len()]);
        let hue = match (dim, look.color, place) {
            (false, Some(paint), _) => paint.hue(self.palette),
            (false, None, Some(place)) => self.palette.hue(place),
            _ => self.palette.dim,
        };
        NodeStyle { shape: look.shape.unwrap_or(by_place), fill: hue.fill, line: hue.line, icon: None }
    }

    /// The place of a relationship type.
    pub(super) fn rel_place(&self, kind: TypeId) -> usize {
        self.rel_types.get(self.view.names().types.name(kind)).copied().unwrap_or(0)
    }

    /// How a relationship looks, beside what stands out or not. Its weight is the usual one unless the style fixes it.
    pub(super) fn rel(&self, rel: RelId, dim: bool) -> LineStyle {
        let look = self.sheet.rel(rel, self.view);
        let place = self.rel_place(self.view.rel_type(rel));
        let lines = self.palette.lines;
        let color = match (dim, look.color) {
            (true, _) => self.palette.dim.line,
            (false, Some(paint)) => paint.line(self.palette),
            (false, None) => lines[place % lines.len()],
        };
        let stroke = look.stroke.unwrap_or(STROKES[place / lines.len() % STROKES.len()]);
        let weight =
            if let Some(Width::Fixed(width)) = look.width { (width * 10.0).round() as u8 } else { USUAL_WEIGHT };
        LineStyle { color, stroke, weight }
    }

    /// The name under which the legend shows a relationship.
    pub(super) fn rel_name(&self, rel: RelId) -> String {
        let kind = self.view.names().types.name(self.view.rel_type(rel));
        named(kind, &self.sheet.reasons(Entity::Rel(rel), self.view))
    }

    /// The number by which the style sets the width of a line, and the widths for the least and the greatest.
    pub(super) fn measured(&self, rel: RelId) -> Option<(f64, f64, f64)> {
        let Some(Width::By { key, least, most }) = self.sheet.rel(rel, self.view).width else { return None };
        match self.view.property_named(Entity::Rel(rel), &key) {
            Value::Int(number) => Some((number as f64, least, most)),
            Value::Float(number) if number.is_finite() => Some((number, least, most)),
            _ => None,
        }
    }
}

/// A type, and why it looks other than most of it.
fn named(kind: &str, reasons: &[String]) -> String {
    if reasons.is_empty() { kind.to_owned() } else { format!("{kind}, {}", reasons.join(", ")) }
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
