//! Drafts → the graph.

use super::draft::Drafter;
use crate::diag::{Position, Source, Span};
use crate::graph::schema::Property;
use crate::graph::{Entity, Graph, KeyId, Origin, Schema};
use crate::value::NodeId;
use std::sync::Arc;

/// Puts all nodes and relationships into a graph; properties stand in the order of the schema.
pub(super) fn build(schema: Arc<Schema>, drafter: Drafter<'_>) -> Graph {
    let mut graph = Graph::new(Arc::clone(&schema));
    let files: Vec<Arc<str>> = drafter.documents.iter().map(|document| Arc::from(document.source.name())).collect();
    let mut pointer = Pointer::default();
    let mut written = |document: usize, offset: u32| {
        let position = pointer.position(&drafter.documents[document].source, offset);
        Origin::Written { file: Arc::clone(&files[document]), line: position.line, column: position.column }
    };

    let labels: Vec<_> = schema.nodes.iter().map(|node| graph.names_mut().labels.intern(&node.name)).collect();
    let keys: Vec<_> = schema.nodes.iter().map(|node| keys(&mut graph, &node.properties)).collect();
    for (label, keys) in labels.iter().zip(&keys) {
        graph.order_node_keys(&[*label], keys);
    }
    let mut nodes: Vec<NodeId> = Vec::with_capacity(drafter.entries.len());
    for (entry, draft) in drafter.entries.iter().zip(drafter.nodes) {
        let node = graph.add_node(&[labels[entry.node]]);
        graph.set_origin(Entity::Node(node), written(entry.document, entry.span.start));
        graph.fill(Entity::Node(node), draft.values.into_iter().map(|(at, value)| (keys[entry.node][at], value)));
        nodes.push(node);
    }

    let types: Vec<_> = schema.rels.iter().map(|rel| graph.names_mut().types.intern(&rel.name)).collect();
    let keys: Vec<_> = schema.rels.iter().map(|rel| self::keys(&mut graph, &rel.properties)).collect();
    for (kind, keys) in types.iter().zip(&keys) {
        graph.order_rel_keys(*kind, keys);
    }
    for draft in drafter.rels {
        let (start, end) = (nodes[draft.start as usize], nodes[draft.end as usize]);
        let rel = graph.add_rel(start, types[draft.rel], end);
        graph.set_origin(Entity::Rel(rel), written(draft.document, draft.span.start));
        graph.fill(Entity::Rel(rel), draft.values.into_iter().map(|(at, value)| (keys[draft.rel][at], value)));
    }
    graph
}

fn keys(graph: &mut Graph, properties: &[Property]) -> Vec<KeyId> {
    properties.iter().map(|property| graph.names_mut().keys.intern(&property.name)).collect()
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
