//! The schema of what was loaded: every label, type and property that the tables have, so that a slip in a query is told.

use super::edges::Kind;
use super::manifest::Manifest;
use super::nodes::Nodes;
use crate::graph::schema::{NodeType, Property, RelType};
use crate::graph::{Cells, Packed, Schema};
use crate::value::Type;
use std::sync::Arc;

pub(super) fn schema(manifest: &Manifest, nodes: &Nodes, kinds: &[Kind]) -> Schema {
    let mut schema = Schema::default();
    for table in nodes.tables() {
        for label in &table.labels {
            let at = schema.nodes.iter().position(|node| node.name == *label).unwrap_or_else(|| {
                schema.nodes.push(NodeType { name: Arc::clone(label), ..NodeType::default() });
                schema.nodes.len() - 1
            });
            let node = &mut schema.nodes[at];
            table.columns.iter().for_each(|(name, column)| declare(&mut node.properties, name, kind(column)));
            node.key = node.key.take().or_else(|| table.key.map(|key| Arc::clone(&table.columns[key].0)));
        }
    }
    // A node has all labels of its table: what leads to one of them leads to the others.
    let together = |label: &str| {
        let tables = nodes.tables().iter().filter(move |table| table.labels.iter().any(|each| &**each == label));
        tables.flat_map(|table| table.labels.iter().cloned()).collect::<Vec<_>>()
    };
    for known in kinds {
        let mut kind = RelType { name: Arc::clone(&known.name), ..RelType::default() };
        known.properties.iter().for_each(|(name, ty)| declare(&mut kind.properties, name, ty.clone()));
        for edge in manifest.edges.iter().filter(|edge| edge.kind == known.name) {
            let targets = together(&edge.target.text);
            for start in together(&edge.source.text) {
                for end in &targets {
                    let ends = (Arc::clone(&start), Arc::clone(end));
                    if !kind.ends.contains(&ends) {
                        kind.ends.push(ends);
                    }
                }
            }
        }
        schema.rels.push(kind);
    }
    schema
}

/// The type of a column.
pub(super) fn kind(column: &Packed) -> Type {
    match column.cells {
        Cells::Bool(_) => Type::Bool,
        Cells::Int(_) => Type::Int,
        Cells::Float(_) => Type::Float,
        Cells::Text(_) | Cells::Coded { .. } => Type::Str,
        Cells::Mixed(_) => Type::Any,
    }
}

/// Adds a property; one that has another type in another table may have any.
fn declare(properties: &mut Vec<Property>, name: &Arc<str>, ty: Type) {
    match properties.iter_mut().find(|property| property.name == *name) {
        Some(property) if property.item != ty => property.item = Type::Any,
        Some(_) => {}
        None => properties.push(Property::plain(Arc::clone(name), ty)),
    }
}
