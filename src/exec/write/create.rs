//! New nodes and relationships.

use super::{Frame, Result, Writer};
use crate::diag::Diagnostic;
use crate::diag::{Span, codes};
use crate::exec::{get, set};
use crate::graph::{Entity, KeyId, Origin, TypeId};
use crate::ir::{CreateItem, Properties, Slot};
use crate::value::{Fault, FaultKind, NodeId, Value};
use std::sync::Arc;

/// The bytes of a node, and of a relationship, in the graph and in the notes by which a change is taken back.
const NODE: u64 = 150;
const REL: u64 = 150;

impl Writer<'_> {
    /// Makes everything in order and binds it in the frame.
    pub(super) fn create(&mut self, items: &[CreateItem], frame: &mut Frame) -> Result<()> {
        let origin = self.origin(frame);
        for item in items {
            match item {
                CreateItem::Node { slot, labels, properties, span } => {
                    let values = self.values(properties, frame)?;
                    self.take(NODE)?;
                    let node = self.graph.add_node(labels);
                    set(frame, *slot, Value::Node(node));
                    self.input.changed.note(self.graph.view(), Entity::Node(node), *span);
                    self.fill(Entity::Node(node), values, origin.as_ref())?;
                }
                CreateItem::Rel { slot, kind, start, end, properties, span } => {
                    let (start, end) = (self.end(*start, frame, *span)?, self.end(*end, frame, *span)?);
                    self.check_ends(start, *kind, end, *span)?;
                    let values = self.values(properties, frame)?;
                    self.take(REL)?;
                    let rel = self.graph.add_rel(start, *kind, end);
                    set(frame, *slot, Value::Rel(rel));
                    self.input.changed.note(self.graph.view(), Entity::Rel(rel), *span);
                    self.fill(Entity::Rel(rel), values, origin.as_ref())?;
                }
                CreateItem::Path(path) => {
                    self.run().put_path(path, frame);
                }
            }
        }
        Ok(())
    }

    /// What is made by a rule comes from the rule and from what it had matched.
    fn origin(&self, frame: &Frame) -> Option<Origin> {
        let rule = Arc::clone(self.input.rule?);
        let mut facts: Vec<Entity> = Vec::new();
        for value in frame {
            match value {
                Value::Node(node) => facts.push(Entity::Node(*node)),
                Value::Rel(rel) => facts.push(Entity::Rel(*rel)),
                _ => {}
            }
        }
        facts.sort_unstable();
        facts.dedup();
        Some(Origin::Derived { rule, facts: facts.into() })
    }

    /// The values of new properties, each with the place it comes from.
    fn values(&mut self, properties: &Properties, frame: &mut Frame) -> Result<Vec<(KeyId, Value, Span)>> {
        let run = self.run();
        match properties {
            Properties::Keys(keys) => {
                keys.iter().map(|(key, value)| Ok((*key, run.eval(value, frame)?, value.span))).collect()
            }
            Properties::Map(map) => {
                let value = run.eval(map, frame)?;
                let entries = match &value {
                    Value::Map(entries) => Arc::clone(entries),
                    Value::Null => Arc::default(),
                    other => {
                        let message = format!("properties come from a map, and this is {}", other.kind());
                        return Err(run.type_fault(message, map.span));
                    }
                };
                drop(run);
                let known = self.known_keys(entries.iter().map(|(key, value)| (&**key, value.clone())));
                Ok(known.into_iter().map(|(key, value)| (key, value, map.span)).collect())
            }
        }
    }

    fn fill(&mut self, entity: Entity, values: Vec<(KeyId, Value, Span)>, origin: Option<&Origin>) -> Result<()> {
        for (key, value, span) in values {
            self.put(entity, key, value, span)?;
        }
        if let Some(origin) = origin {
            self.graph.set_origin(entity, origin.clone());
        }
        Ok(())
    }

    fn end(&self, slot: Slot, frame: &Frame, span: Span) -> Result<NodeId> {
        match get(frame, slot) {
            Value::Node(node) if self.graph.view().exists(Entity::Node(*node)) => Ok(*node),
            Value::Node(_) => {
                let message = "a relationship can't be made, since one of its nodes was deleted by this statement";
                Err(self.run().fail(Fault::new(FaultKind::Missing, message), span))
            }
            Value::Null => {
                let message = "a relationship can't be made, since one of its nodes is null";
                let hint = "An OPTIONAL MATCH before it found nothing; leave such rows out with WHERE … IS NOT NULL.";
                Err(Box::new(
                    Diagnostic::error(codes::MISSING_ENTITY, message).at(self.input.source, span, "").hint(hint),
                ))
            }
            other => {
                Err(self.run().type_fault(format!("a relationship joins nodes, and this is {}", other.kind()), span))
            }
        }
    }

    /// In a strict schema a relationship joins what its type may join.
    fn check_ends(&self, start: NodeId, kind: TypeId, end: NodeId, span: Span) -> Result<()> {
        let view = self.graph.view();
        let Some(rule) = view.schema().rel(view.names().types.name(kind)).filter(|_| !view.schema().open) else {
            return Ok(());
        };
        let is = |node: NodeId, name: &str| {
            view.labels(node).iter().any(|label| **view.names().labels.name(*label) == *name)
        };
        if rule.ends.iter().any(|(from, to)| is(start, from) && is(end, to)) {
            return Ok(());
        }
        let named =
            |node: NodeId| view.labels(node).first().map_or("node", |label| &**view.names().labels.name(*label));
        let message = format!("no {} can lead from a {} to a {}", rule.name, named(start), named(end));
        let fault = Fault::new(FaultKind::Write, message).hint(format!("Rule: {}.", rule.rule()));
        Err(self.run().fail(fault, span))
    }
}
