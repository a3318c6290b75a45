//! What the schema says about the next word: types that may leave a label, labels that a type may reach, properties.

use crate::graph::View;
use crate::graph::schema::{NodeType, Property, RelType};

/// A step of a pattern as far as it is typed: the labels at its start, its types, and which way it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// The labels of the node before; nothing is known when empty.
    pub labels: Vec<String>,
    /// The types typed so far; any when empty.
    pub types: Vec<String>,
    /// Whether it was begun with `<-`.
    pub incoming: bool,
}

/// The relationship types that may follow the step's labels, with the labels they lead to.
pub(super) fn types(view: View<'_>, step: &Step) -> Vec<(String, String)> {
    let fitting = |incoming: bool| -> Vec<(String, String)> {
        let rels = view.schema().rels.iter();
        let reach = rels.map(|rel| (rel, reached(rel, &step.labels, incoming)));
        let arrow = if incoming { "←" } else { "→" };
        let fits = reach.filter(|(_, ends)| !ends.is_empty());
        fits.map(|(rel, ends)| (rel.name.to_string(), format!("{arrow} {}", ends.join(", ")))).collect()
    };
    let mut found = fitting(step.incoming);
    if found.is_empty() {
        found = fitting(!step.incoming);
    }
    let known: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
    if view.schema().open {
        let names = &view.names().types;
        let further = names.ids().map(|id| names.name(id).to_string()).filter(|name| !known.contains(name));
        found.extend(further.map(|name| (name, String::new())));
    }
    found
}

/// The labels that the step may lead to, or all when nothing is known of it.
pub(super) fn labels(view: View<'_>, step: Option<&Step>) -> Vec<(String, String)> {
    let schema = view.schema();
    if let Some(step) = step {
        let chosen = |rel: &&RelType| step.types.is_empty() || step.types.iter().any(|name| **name == *rel.name);
        let mut reach: Vec<&str> = Vec::new();
        for rel in schema.rels.iter().filter(chosen) {
            for end in reached(rel, &step.labels, step.incoming) {
                if !reach.contains(&end) {
                    reach.push(end);
                }
            }
        }
        let nodes = schema.nodes.iter().filter(|node| reach.contains(&&*node.name));
        let found: Vec<_> = nodes.map(described).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let mut found: Vec<_> = schema.nodes.iter().map(described).collect();
    if schema.open {
        let names = &view.names().labels;
        let further = names.ids().map(|id| names.name(id).to_string());
        let known: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
        found.extend(further.filter(|name| !known.contains(name)).map(|name| (name, String::new())));
    }
    found
}

fn described(node: &NodeType) -> (String, String) {
    (node.name.to_string(), node.about.clone())
}

/// The labels at the other end of a type, for a step from any of these labels.
fn reached<'a>(rel: &'a RelType, from: &[String], incoming: bool) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for (start, end) in &rel.ends {
        let (near, far) = if incoming { (end, start) } else { (start, end) };
        if (from.is_empty() || from.iter().any(|label| **label == **near)) && !found.contains(&&**far) {
            found.push(far);
        }
    }
    found
}

/// The properties of these labels and types, or of everything when none is known, each key once: what belongs to the
/// type first, what every type may carry after it.
pub(super) fn properties(view: View<'_>, of: &[String]) -> Vec<(String, String)> {
    let schema = view.schema();
    let wanted = |name: &str| of.is_empty() || of.iter().any(|each| each == name);
    let nodes = schema.nodes.iter().filter(|node| wanted(&node.name)).flat_map(|node| &node.properties);
    let rels = schema.rels.iter().filter(|rel| wanted(&rel.name)).flat_map(|rel| &rel.properties);
    let mut all: Vec<&Property> = nodes.chain(rels).collect();
    all.sort_by_key(|property| property.common);
    let mut found: Vec<(String, String)> = Vec::new();
    for property in all {
        if !found.iter().any(|(name, _)| **name == *property.name) {
            found.push((property.name.to_string(), property.about.clone()));
        }
    }
    if schema.open {
        let names = &view.names().keys;
        for name in names.ids().map(|id| names.name(id).to_string()) {
            if !found.iter().any(|(known, _)| *known == name) {
                found.push((name, String::new()));
            }
        }
    }
    found
}
