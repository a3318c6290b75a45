//! Drafts → the graph.

use super::draft::Drafter;
use crate::diag::{Position, Source, Span};
use crate::graph::schema::Property;
use crate::graph::{Entity, Graph, KeyId, Origin, Schema};
use crate::value::{NodeId, Value};
use std::sync::Arc;

/// Puts all nodes and relationships into a graph. Properties are set key by key in the order of the schema, so that the
/// columns of a type stand in that order too.
pub(super) fn build(schema: Arc<Schema>, drafter: Drafter<'_>) -> Graph {
    let mut graph = Graph::new(Arc::clone(&schema));
    let files: Vec<Arc<str>> = drafter.documents.iter().map(|document| Arc::from(document.source.name())).collect();
    let mut pointer = Pointer::default();
    let mut written = |document: usize, offset: u32| {
        let position = pointer.position(&drafter.documents[document].source, offset);
        Origin::Written { file: Arc::clone(&files[document]), line: position.line, column: position.column }
    };

    let labels: Vec<_> = schema.nodes.iter().map(|node| graph.names_mut().labels.intern(&node.name)).collect();
    let mut by_type: Vec<Vec<(Entity, Vec<Value>)>> = schema.nodes.iter().map(|_| Vec::new()).collect();
    let mut nodes: Vec<NodeId> = Vec::with_capacity(drafter.entries.len());
    for (entry, draft) in drafter.entries.iter().zip(drafter.nodes) {
        let node = graph.add_node(&[labels[entry.node]]);
        graph.set_origin(Entity::Node(node), written(entry.document, entry.span.start));
        by_type[entry.node].push((Entity::Node(node), draft.values));
        nodes.push(node);
    }
    for (node, values) in schema.nodes.iter().zip(by_type) {
        set_columns(&mut graph, &node.properties, values);
    }

    let types: Vec<_> = schema.rels.iter().map(|rel| graph.names_mut().types.intern(&rel.name)).collect();
    let mut by_type: Vec<Vec<(Entity, Vec<Value>)>> = schema.rels.iter().map(|_| Vec::new()).collect();
    for draft in drafter.rels {
        let (start, end) = (nodes[draft.start as usize], nodes[draft.end as usize]);
        let rel = graph.add_rel(start, types[draft.rel], end);
        graph.set_origin(Entity::Rel(rel), written(draft.document, draft.span.start));
        by_type[draft.rel].push((Entity::Rel(rel), draft.values));
    }
    for (rel, values) in schema.rels.iter().zip(by_type) {
        set_columns(&mut graph, &rel.properties, values);
    }
    graph
}

/// Line and column of places that are asked for almost in their order. It counts from the last place, so that a file of
/// one very long line costs no more than any other.
#[derive(Default)]
struct Pointer<'s> {
    last: Option<(&'s Source, u32, Position)>,
}

impl<'s> Pointer<'s> {
    fn position(&mut self, source: &'s Source, offset: u32) -> Position {
        let near = self.last.filter(|(last, ..)| std::ptr::eq(*last, source)).and_then(|(_, at, position)| {
            let between = source.slice(Span { start: at.min(offset), end: at.max(offset) });
            let width = between.chars().count() as u32;
            let column = if at <= offset { position.column + width } else { position.column.checked_sub(width)? };
            (!between.contains('\n')).then_some(Position { column, ..position })
        });
        let position = near.unwrap_or_else(|| source.position(offset));
        self.last = Some((source, offset, position));
        position
    }
}

fn set_columns(graph: &mut Graph, properties: &[Property], mut rows: Vec<(Entity, Vec<Value>)>) {
    for (at, property) in properties.iter().enumerate() {
        let key: KeyId = graph.names_mut().keys.intern(&property.name);
        for (entity, values) in &mut rows {
            let value = std::mem::take(&mut values[at]);
            if !value.is_null() {
                graph.set_property(*entity, key, value);
            }
        }
    }
}
