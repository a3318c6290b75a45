//! What goes away.

use super::{Frame, Result, Writer};
use crate::diag::{Diagnostic, Span, codes};
use crate::ir::Delete;
use crate::value::{NodeId, RelId, Value};
use std::collections::BTreeMap;

/// What a DELETE has found to delete, each with the place of the expression that named it.
#[derive(Default)]
struct Doomed {
    nodes: BTreeMap<NodeId, Span>,
    rels: BTreeMap<RelId, Span>,
}

impl Writer<'_> {
    /// Deletes what the expressions give for all rows: relationships first, so that the order in which a row names them
    /// does not matter, then the nodes.
    pub(super) fn delete(&mut self, delete: &Delete, frames: &mut [Frame]) -> Result<()> {
        let mut doomed = Doomed::default();
        for frame in frames {
            self.check_stop()?;
            for entity in &delete.entities {
                let value = self.run().eval(entity, frame)?;
                self.doom(&value, entity.span, &mut doomed)?;
            }
        }
        for rel in doomed.rels.keys() {
            self.check_stop()?;
            self.graph.delete_rel(*rel);
        }
        for (node, span) in &doomed.nodes {
            self.check_stop()?;
            if delete.detach {
                // The last one comes first in the topology, where it is found at once.
                for rel in self.graph.view().rels_at(*node).into_iter().rev() {
                    self.check_stop()?;
                    self.graph.delete_rel(rel);
                }
            } else if !self.graph.view().rels_at(*node).is_empty() {
                return Err(self.still_connected(*node, *span));
            }
            self.graph.delete_node(*node);
        }
        Ok(())
    }

    fn doom(&self, value: &Value, span: Span, doomed: &mut Doomed) -> Result<()> {
        match value {
            Value::Null => {}
            Value::Node(node) => {
                doomed.nodes.insert(*node, span);
            }
            Value::Rel(rel) => {
                doomed.rels.insert(*rel, span);
            }
            Value::Path(path) => {
                doomed.nodes.extend(path.nodes().map(|node| (node, span)));
                doomed.rels.extend(path.rels().map(|rel| (rel, span)));
            }
            other => {
                let message = format!("DELETE takes nodes, relationships and paths, and this is {}", other.kind());
                return Err(self.run().type_fault(message, span));
            }
        }
        Ok(())
    }

    fn still_connected(&self, node: NodeId, span: Span) -> Box<Diagnostic> {
        let view = self.graph.view();
        let count = view.rels_at(node).len();
        let plural = if count == 1 { "relationship" } else { "relationships" };
        let message = format!("`{}` can't be deleted, since it still has {count} {plural}", view.caption(node));
        Box::new(
            Diagnostic::error(codes::STILL_CONNECTED, message)
                .at(self.input.source, span, "")
                .hint("DETACH DELETE takes the relationships of a node with it."),
        )
    }
}
