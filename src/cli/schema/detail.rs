//! One type: its properties, what it is connected with, and an example.

use super::{aligned, labels, node_count, rel_count, types};
use crate::cli::answer::counted;
use crate::cli::queries::standard;
use crate::graph::schema::{Cardinality, Property, RelType};
use crate::graph::{Direction, Entity, Origin, View};
use crate::render::{Format, Look, render};
use crate::value::{Rows, Value};

/// A node label, or nothing when there is none of that name.
pub(super) fn node(view: View<'_>, name: &str, format: Format, look: Look) -> Option<String> {
    if !labels(view).iter().any(|label| label == name) {
        return None;
    }
    let declared = view.schema().node(name);
    let example = view.names().labels.get(name).and_then(|label| view.nodes_with(label).first());
    let example = example.map(|node| Entity::Node(*node));
    let properties = match declared {
        Some(declared) if !view.schema().open => declared.properties.iter().map(line).collect(),
        _ => in_use(view, example),
    };
    if format != Format::Table {
        return Some(render(&rows(&properties), view, format, look));
    }
    let about = declared.map_or("", |declared| declared.about.as_str());
    let mut text = format!("(:{name})   {}   {about}\n", counted(node_count(view, name), "node", "nodes"));
    if let Some(key) = declared.and_then(|declared| declared.key.as_ref()) {
        text.push_str(&format!("Key: {key}\n"));
    }
    text.push_str(&listed(&properties));
    text.push_str(&connections(view, name));
    text.push_str(&shown(view, example));
    Some(text)
}

/// A relationship type, or nothing when there is none of that name.
pub(super) fn rel(view: View<'_>, name: &str, format: Format, look: Look) -> Option<String> {
    if !types(view).iter().any(|kind| kind == name) {
        return None;
    }
    let declared = view.schema().rel(name);
    let kind = view.names().types.get(name);
    let example = kind.and_then(|kind| view.rels().find(|rel| view.rel_type(*rel) == kind)).map(Entity::Rel);
    let properties = match declared {
        Some(declared) if !view.schema().open => declared.properties.iter().map(line).collect(),
        _ => in_use(view, example),
    };
    if format != Format::Table {
        return Some(render(&rows(&properties), view, format, look));
    }
    let about = declared.map_or("", |declared| declared.about.as_str());
    let number = counted(rel_count(view, name), "relationship", "relationships");
    let mut text = format!("[:{name}]   {number}   {about}\n");
    if let Some(declared) = declared {
        text.push_str(&format!("Rule: {}\n", declared.rule()));
        let limits = [limit(declared.per_start, "start"), limit(declared.per_end, "end")];
        let limits: Vec<String> = limits.into_iter().flatten().collect();
        if !limits.is_empty() {
            text.push_str(&format!("Number: {}\n", limits.join(", ")));
        }
        if declared.derived {
            text.push_str("Derived by rules; no document writes it.\n");
        }
    }
    text.push_str(&listed(&properties));
    text.push_str(&shown(view, example));
    Some(text)
}

fn limit(cardinality: Cardinality, end: &str) -> Option<String> {
    let number = match cardinality {
        Cardinality::Many => return None,
        Cardinality::Optional => "at most one",
        Cardinality::One => "exactly one",
        Cardinality::Some => "at least one",
    };
    Some(format!("{number} for each {end} node"))
}

/// A property as a line: key, type, what is demanded of it, and what it says.
struct Line {
    name: String,
    ty: String,
    demands: String,
    about: String,
    common: bool,
}

fn line(property: &Property) -> Line {
    let mut demands = Vec::new();
    if property.required {
        demands.push(String::from("required"));
    }
    if let Some(refers) = &property.refers {
        demands.push(format!("key of a {refers}"));
    }
    if !property.allowed.is_empty() {
        demands.push(property.allowed.join(" | "));
    }
    Line {
        name: property.name.to_string(),
        ty: standard(&property.ty()),
        demands: demands.join(", "),
        about: property.about.clone(),
        common: property.common,
    }
}

/// Without a declaration, the keys that an example has.
fn in_use(view: View<'_>, example: Option<Entity>) -> Vec<Line> {
    let Some(example) = example else { return Vec::new() };
    let found = view.properties(example).map(|(key, value)| Line {
        name: view.names().keys.name(key).to_string(),
        ty: standard(&value.kind()),
        demands: String::new(),
        about: String::new(),
        common: false,
    });
    found.collect()
}

fn listed(properties: &[Line]) -> String {
    let cells = |line: &Line| {
        let ends = [line.demands.as_str(), line.about.as_str()];
        let ends: Vec<&str> = ends.into_iter().filter(|part| !part.is_empty()).collect();
        vec![line.name.clone(), line.ty.clone(), ends.join("   ")]
    };
    let own: Vec<Vec<String>> = properties.iter().filter(|line| !line.common).map(cells).collect();
    let common: Vec<&str> = properties.iter().filter(|line| line.common).map(|line| line.name.as_str()).collect();
    let mut text = String::new();
    if !own.is_empty() {
        text.push_str(&format!("\nProperties\n{}", aligned(&own, &[])));
    }
    if !common.is_empty() {
        text.push_str(&format!("\nAs everything here it may have: {}\n", common.join(", ")));
    }
    text
}

/// The relationship types that may leave a label, and those that may reach it, with how many there are.
fn connections(view: View<'_>, label: &str) -> String {
    let mut found: Vec<Vec<String>> = Vec::new();
    for direction in [Direction::Out, Direction::In] {
        for rel in &view.schema().rels {
            let ends = others(rel, label, direction);
            if !ends.is_empty() {
                let arrow = match direction {
                    Direction::Out => format!("-[:{}]->", rel.name),
                    Direction::In => format!("<-[:{}]-", rel.name),
                };
                let number = at_label(view, label, &rel.name, direction).to_string();
                found.push(vec![arrow, format!("(:{})", ends.join("|")), number, rel.about.clone()]);
            }
        }
    }
    if found.is_empty() { String::new() } else { format!("\nRelationships\n{}", aligned(&found, &[2])) }
}

/// The labels at the other end of a type, for a node of this label.
fn others<'a>(rel: &'a RelType, label: &str, direction: Direction) -> Vec<&'a str> {
    let pairs = rel.ends.iter().map(|(start, end)| match direction {
        Direction::Out => (&**start, &**end),
        Direction::In => (&**end, &**start),
    });
    pairs.filter(|(near, _)| *near == label).map(|(_, far)| far).collect()
}

/// How many relationships of a type the nodes of a label have in one direction. O(nodes of the label).
fn at_label(view: View<'_>, label: &str, name: &str, direction: Direction) -> usize {
    let (Some(label), Some(kind)) = (view.names().labels.get(label), view.names().types.get(name)) else { return 0 };
    view.nodes_with(label).iter().map(|node| view.neighbors(*node, Some(kind), direction).len()).sum()
}

/// An example with its place and its properties.
fn shown(view: View<'_>, example: Option<Entity>) -> String {
    let Some(example) = example else { return String::new() };
    let name = match example {
        Entity::Node(node) => view.caption(node).to_string(),
        Entity::Rel(rel) => {
            let (start, end) = view.ends(rel);
            format!("({})-->({})", view.caption(start), view.caption(end))
        }
    };
    let origin = match view.origin(example) {
        Some(Origin::Written { file, line, .. }) => format!("   {file}:{line}"),
        Some(Origin::Derived { rule, .. }) => format!("   derived by the rule `{rule}`"),
        None => String::new(),
    };
    let cells: Vec<Vec<String>> = view
        .properties(example)
        .map(|(key, value)| vec![view.names().keys.name(key).to_string(), value.to_literal()])
        .collect();
    format!("\nExample: {name}{origin}\n{}", aligned(&cells, &[]))
}

fn rows(properties: &[Line]) -> Rows {
    let columns = ["property", "type", "demands", "about", "common"].map(str::to_owned).to_vec();
    let row = |line: &Line| {
        let texts = [&line.name, &line.ty, &line.demands, &line.about].map(|text| Value::str(text.as_str()));
        texts.into_iter().chain([Value::Bool(line.common)]).collect()
    };
    Rows { columns, rows: properties.iter().map(row).collect() }
}
