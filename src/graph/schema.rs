//! What kinds of nodes and relationships a graph may hold.

use crate::diag::{Source, Span, or_list};
use crate::value::{Type, Value};
use std::sync::Arc;

/// Where something is declared.
#[derive(Clone, Debug)]
pub struct Place {
    /// The schema file.
    pub source: Arc<Source>,
    /// The bytes of its name there.
    pub span: Span,
}

/// The declared types, in the order of their declaration.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Types of nodes.
    pub nodes: Vec<NodeType>,
    /// Types of relationships.
    pub rels: Vec<RelType>,
    /// Whether names that are not declared are allowed.
    pub open: bool,
}

/// A type of nodes; its name is the label.
#[derive(Clone, Debug, Default)]
pub struct NodeType {
    /// The label.
    pub name: Arc<str>,
    /// One sentence on what it stands for.
    pub about: String,
    /// The property that tells one from the other.
    pub key: Option<Arc<str>>,
    /// The property shown on screens and in pictures.
    pub caption: Option<Arc<str>>,
    /// Its properties in order.
    pub properties: Vec<Property>,
    /// Where it is declared.
    pub place: Option<Place>,
}

/// A type of relationships.
#[derive(Clone, Debug, Default)]
pub struct RelType {
    /// The type's name.
    pub name: Arc<str>,
    /// One sentence on what it says.
    pub about: String,
    /// The node types it may lead from and to, as pairs.
    pub ends: Vec<(Arc<str>, Arc<str>)>,
    /// How many may leave one start node.
    pub per_start: Cardinality,
    /// How many may reach one end node.
    pub per_end: Cardinality,
    /// Whether rules make it, so that no document may write it.
    pub derived: bool,
    /// Its properties in order.
    pub properties: Vec<Property>,
    /// Where it is declared.
    pub place: Option<Place>,
}

/// How many relationships of a type one node may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cardinality {
    /// Any number.
    #[default]
    Many,
    /// None or one.
    Optional,
    /// Exactly one.
    One,
    /// At least one.
    Some,
}

/// A property of a node or relationship type.
#[derive(Clone, Debug)]
pub struct Property {
    /// The key.
    pub name: Arc<str>,
    /// One sentence on what it says.
    pub about: String,
    /// The type of its value, or of each item when it is a list.
    pub item: Type,
    /// Whether the value is a list.
    pub list: bool,
    /// Whether it must be there.
    pub required: bool,
    /// The values allowed; any when empty.
    pub allowed: Vec<Arc<str>>,
    /// The value of an entry that has none.
    pub default: Option<Value>,
    /// The node type whose key the value must be.
    pub refers: Option<Arc<str>>,
    /// Whether an entry without it takes it from the entry around it.
    pub inherit: bool,
    /// Whether the schema gives it to every type.
    pub common: bool,
}

impl Property {
    /// A property of which nothing is said but its type.
    #[must_use]
    pub fn plain(name: Arc<str>, item: Type) -> Self {
        Self {
            name,
            about: String::new(),
            item,
            list: false,
            required: false,
            allowed: Vec::new(),
            default: None,
            refers: None,
            inherit: false,
            common: false,
        }
    }

    /// The type of the whole value.
    #[must_use]
    pub fn ty(&self) -> Type {
        if self.list { Type::list(self.item.clone()) } else { self.item.clone() }
    }
}

impl Schema {
    /// A schema that allows everything.
    #[must_use]
    pub fn open() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// The node type of a label.
    #[must_use]
    pub fn node(&self, label: &str) -> Option<&NodeType> {
        self.nodes.iter().find(|node| &*node.name == label)
    }

    /// The relationship type of a name.
    #[must_use]
    pub fn rel(&self, name: &str) -> Option<&RelType> {
        self.rels.iter().find(|rel| &*rel.name == name)
    }
}

impl NodeType {
    /// A property by name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| &*property.name == name)
    }
}

impl RelType {
    /// A property by name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| &*property.name == name)
    }

    /// The node types it may start at, each once.
    #[must_use]
    pub fn starts(&self) -> Vec<&str> {
        distinct(self.ends.iter().map(|(start, _)| &**start))
    }

    /// The node types it may end at, each once.
    #[must_use]
    pub fn targets(&self) -> Vec<&str> {
        distinct(self.ends.iter().map(|(_, end)| &**end))
    }

    /// The rule in words, with its place: `USES goes from Study or Phase to Technology (schema.yaml:27:3)`.
    #[must_use]
    pub fn rule(&self) -> String {
        let place = self.place.as_ref().map_or_else(String::new, |place| {
            format!(" ({}:{})", place.source.name(), place.source.position(place.span.start))
        });
        let (starts, targets) = (self.starts(), self.targets());
        if starts.len() * targets.len() == self.ends.len() {
            return format!("{} goes from {} to {}{place}", self.name, or_list(&starts), or_list(&targets));
        }
        let pairs: Vec<String> = self.ends.iter().map(|(start, end)| format!("from {start} to {end}")).collect();
        format!("{} goes {}{place}", self.name, or_list(&pairs))
    }
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}
