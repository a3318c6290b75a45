//! A house style: how nodes and relationships look, by type and by rule.
//!
//! ```yaml
//! nodes:
//!   Company: {color: blue, shape: rounded, icon: initial, caption: name}
//! relationships:
//!   USES: {color: green, stroke: solid, width: {by: weight, least: 1, most: 4}}
//! rules:
//!   - {node: Technology, where: {kind: database}, color: orange}
//!   - {relationship: USES, where: {current: false}, stroke: dotted}
//! ```
//!
//! Whatever it leaves open is decided by the place of the type, as without a style. Of several rules that fit, a later
//! one wins over an earlier one, and each over the type. A color is one of the theme's hues by name, or `#RRGGBB`, which
//! is made lighter or darker until it can be read on the theme's ground.

mod read;

pub use read::read;

use super::style::{Shape, Stroke};
use super::theme::{Color, Hue, Palette};
use crate::diag::Source;
use crate::graph::{Entity, View};
use crate::value::{NodeId, RelId, Value};
use std::sync::Arc;

/// The looks that a style declares.
#[derive(Clone, Debug, Default)]
pub struct Stylesheet {
    /// By type and by rule; a later one wins.
    rules: Vec<Rule>,
    /// What they were read from.
    source: Option<Arc<Source>>,
}

/// What looks how.
#[derive(Clone, Debug)]
struct Rule {
    /// The label, or the relationship type.
    name: String,
    /// Whether it is about relationships.
    rels: bool,
    /// The properties that it must have; any of the values will do.
    conditions: Vec<(String, Vec<Value>)>,
    look: Look,
}

/// What a rule says of the looks.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// The color of the border, or of the line.
    pub color: Option<Paint>,
    /// The outline of a node.
    pub shape: Option<Shape>,
    /// What stands in front of a node's caption.
    pub icon: Option<Icon>,
    /// The property that stands for a node.
    pub caption: Option<String>,
    /// The stroke of a line.
    pub stroke: Option<Stroke>,
    /// How thick a line is.
    pub width: Option<Width>,
}

/// A color as it is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    /// One of the theme's, by its place.
    Hue(usize),
    /// Any.
    Own(Color),
}

/// A sign in front of a caption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    /// The first letter of the caption.
    Initial,
    /// A letter or a symbol.
    Sign(char),
}

/// How thick a line is, as a multiple of the theme's pen.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Width {
    /// Always the same.
    Fixed(f64),
    /// By a number among those of the picture.
    By {
        /// The property that holds it.
        key: String,
        /// For the least number of the picture.
        least: f64,
        /// For the greatest.
        most: f64,
    },
}

impl Stylesheet {
    /// The text in which the looks are declared; none when nothing is.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.source.as_deref()
    }

    /// What all rules together say of a node.
    pub(super) fn node(&self, node: NodeId, view: View<'_>) -> Look {
        Look::joined(self.fitting(Entity::Node(node), view).map(|rule| &rule.look))
    }

    /// What all rules together say of a relationship.
    pub(super) fn rel(&self, rel: RelId, view: View<'_>) -> Look {
        Look::joined(self.fitting(Entity::Rel(rel), view).map(|rule| &rule.look))
    }

    /// Why something looks other than most of its type: the conditions of the rules that fit.
    pub(super) fn reasons(&self, entity: Entity, view: View<'_>) -> Vec<String> {
        let condition = |(key, allowed): &(String, Vec<Value>)| {
            let value = view.property_named(entity, key);
            let met = allowed.iter().find(|allowed| same(&value, allowed));
            let text = match met {
                Some(Value::Str(text)) => text.to_string(),
                Some(other) => other.to_literal(),
                None => String::new(),
            };
            format!("{key}: {text}")
        };
        self.fitting(entity, view).flat_map(|rule| &rule.conditions).map(condition).collect()
    }

    /// The rules that are about an entity.
    fn fitting<'s>(&'s self, entity: Entity, view: View<'s>) -> impl Iterator<Item = &'s Rule> {
        let named = move |rule: &Rule| match entity {
            Entity::Node(node) => {
                let labels = view.labels(node).iter();
                !rule.rels && labels.map(|label| view.names().labels.name(*label)).any(|label| **label == *rule.name)
            }
            Entity::Rel(rel) => rule.rels && **view.names().types.name(view.rel_type(rel)) == *rule.name,
        };
        let holds = move |(key, allowed): &(String, Vec<Value>)| {
            let value = view.property_named(entity, key);
            allowed.iter().any(|allowed| same(&value, allowed))
        };
        self.rules.iter().filter(move |rule| named(rule) && rule.conditions.iter().all(holds))
    }
}

/// Whether a property has a value, or holds it in a list.
fn same(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::List(items), wanted) => items.iter().any(|item| same(item, wanted)),
        (Value::Int(one), Value::Int(other)) => one == other,
        (Value::Float(one), Value::Int(other)) => *one == *other as f64,
        (Value::Float(one), Value::Float(other)) => one == other,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Str(one), Value::Str(other)) => one == other,
        (Value::Null, Value::Null) => true,
        _ => false,
    }
}

impl Look {
    fn joined<'l>(looks: impl Iterator<Item = &'l Self>) -> Self {
        looks.fold(Self::default(), |before, look| Self {
            color: look.color.or(before.color),
            shape: look.shape.or(before.shape),
            icon: look.icon.or(before.icon),
            caption: look.caption.clone().or(before.caption),
            stroke: look.stroke.or(before.stroke),
            width: look.width.clone().or(before.width),
        })
    }
}

impl Paint {
    /// The colors of a node.
    pub(super) fn hue(self, palette: &Palette) -> Hue {
        match self {
            Self::Hue(place) => palette.hue(place),
            Self::Own(color) => {
                let line = color.legible(palette, 3.0);
                // A tint that leaves letters the contrast they need.
                let tints = (0..=8).map(|step| color.mixed(palette.ground, 0.82 + 0.02 * f64::from(step)));
                let fits = |fill: &Color| {
                    fill.contrast(palette.ink) >= 7.0
                        && fill.contrast(palette.quiet) >= 4.5
                        && fill.contrast(line) >= 3.0
                };
                Hue { fill: tints.into_iter().find(fits).unwrap_or(palette.ground), line }
            }
        }
    }

    /// The color of a line and of its label.
    pub(super) fn line(self, palette: &Palette) -> Color {
        match self {
            Self::Hue(place) => palette.hue(place).line.legible(palette, 4.5),
            Self::Own(color) => color.legible(palette, 4.5),
        }
    }
}

impl Color {
    /// The color, made more like ink until it has a contrast on every ground of a theme.
    fn legible(self, palette: &Palette, least: f64) -> Self {
        let grounds = [palette.ground, palette.panels[0], palette.panels[1]];
        let steps = (0..=20).map(|step| self.mixed(palette.ink, f64::from(step) / 20.0));
        let fits = |color: &Self| grounds.iter().all(|ground| color.contrast(*ground) >= least);
        steps.into_iter().find(fits).unwrap_or(palette.ink)
    }

    /// A color between two, nearer to the other by a share.
    fn mixed(self, other: Self, share: f64) -> Self {
        let part = |one: u8, other: u8| (f64::from(one) + (f64::from(other) - f64::from(one)) * share).round() as u8;
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Theme;

    #[test]
    fn any_color_can_be_read_in_every_theme() {
        for color in [Color(255, 255, 0), Color(0, 0, 0), Color(255, 255, 255), Color(0, 0, 255), Color(128, 128, 128)]
        {
            for (name, theme) in Theme::NAMES {
                let palette = theme.palette();
                let Hue { fill, line } = Paint::Own(color).hue(palette);
                assert!(fill.contrast(palette.ink) >= 4.5, "{name}: letters on {fill}");
                assert!(line.contrast(palette.ground) >= 3.0, "{name}: {line}");
                assert!(Paint::Own(color).line(palette).contrast(palette.panels[1]) >= 4.5, "{name}: {color}");
            }
        }
        let palette = Theme::Light.palette();
        assert_eq!(Paint::Hue(2).hue(palette), palette.hue(2));
        assert_eq!(Paint::Own(Color(31, 111, 178)).line(palette), Color(31, 111, 178), "it is dark enough as it is");
    }

    #[test]
    fn a_list_holds_its_items() {
        let list = Value::List(Arc::new(vec![Value::from("a"), Value::Int(2)]));
        assert!(same(&list, &Value::Int(2)) && !same(&list, &Value::from("b")));
        assert!(!same(&Value::Null, &Value::Bool(false)));
    }
}
