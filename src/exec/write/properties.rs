//! `SET`, and what may be stored in a property.

use super::{Frame, Result, Writer};
use crate::diag::Span;
use crate::exec::get;
use crate::graph::schema::Property;
use crate::graph::{Entity, KeyId};
use crate::ir::SetItem;
use crate::value::{Fault, FaultKind, Value};
use std::sync::Arc;

impl Writer<'_> {
    pub(super) fn set_items(&mut self, items: &[SetItem], frame: &mut Frame) -> Result<()> {
        for item in items {
            match item {
                SetItem::Property { entity, key, value, span } => {
                    let run = self.run();
                    let (owner, value) = (run.eval(entity, frame)?, run.eval(value, frame)?);
                    drop(run);
                    if let Some(entity) = self.entity(&owner, *span)? {
                        self.put(entity, *key, value, *span)?;
                    }
                }
                SetItem::Properties { slot, add, value, span } => {
                    let owner = get(frame, *slot).clone();
                    let source = self.run().eval(value, frame)?;
                    if let Some(entity) = self.entity(&owner, *span)? {
                        self.put_all(entity, &source, *add, *span)?;
                    }
                }
                SetItem::Labels { slot, labels, span } => match get(frame, *slot) {
                    Value::Node(node) => self.graph.add_labels(*node, labels),
                    Value::Null => {}
                    other => {
                        let message = format!("labels are given to nodes, and this is {}", other.kind());
                        return Err(self.run().type_fault(message, *span));
                    }
                },
            }
        }
        Ok(())
    }

    /// What SET changes; nothing when it is null.
    fn entity(&self, owner: &Value, span: Span) -> Result<Option<Entity>> {
        match owner {
            Value::Node(node) => Ok(Some(Entity::Node(*node))),
            Value::Rel(rel) => Ok(Some(Entity::Rel(*rel))),
            Value::Null => Ok(None),
            other => {
                let message = format!("SET changes nodes and relationships, and this is {}", other.kind());
                Err(self.run().type_fault(message, span))
            }
        }
    }

    fn put_all(&mut self, entity: Entity, source: &Value, add: bool, span: Span) -> Result<()> {
        let new: Vec<(KeyId, Value)> = match source {
            Value::Map(map) => self.known_keys(map.iter().map(|(key, value)| (&**key, value.clone()))),
            Value::Node(node) => self.graph.view().properties(Entity::Node(*node)).collect(),
            Value::Rel(rel) => self.graph.view().properties(Entity::Rel(*rel)).collect(),
            Value::Null => Vec::new(),
            other => {
                let message = format!("SET takes properties from a map, and this is {}", other.kind());
                return Err(self.run().type_fault(message, span));
            }
        };
        if !add {
            let old: Vec<KeyId> = self.graph.view().properties(entity).map(|(key, _)| key).collect();
            for key in old.into_iter().filter(|key| !new.iter().any(|(other, _)| other == key)) {
                self.graph.set_property(entity, key, Value::Null);
            }
        }
        for (key, value) in new {
            self.put(entity, key, value, span)?;
        }
        Ok(())
    }

    /// The ids of keys that come from a map at run time.
    pub(super) fn known_keys<'k>(&mut self, entries: impl Iterator<Item = (&'k str, Value)>) -> Vec<(KeyId, Value)> {
        let keys = &mut self.graph.names_mut().keys;
        entries.map(|(key, value)| (keys.intern(key), value)).collect()
    }

    /// Sets a property to a value that can be stored and that the schema allows.
    pub(super) fn put(&mut self, entity: Entity, key: KeyId, value: Value, span: Span) -> Result<()> {
        if let Some(fault) = unstorable(&value).or_else(|| self.not_allowed(entity, key, &value)) {
            return Err(self.run().fail(fault, span));
        }
        self.graph.set_property(entity, key, value);
        Ok(())
    }

    /// In a strict schema a property is declared and has its declared type.
    fn not_allowed(&self, entity: Entity, key: KeyId, value: &Value) -> Option<Fault> {
        let view = self.graph.view();
        if view.schema().open {
            return None;
        }
        let name = view.names().keys.name(key);
        let (owner, declared): (Option<Arc<str>>, Option<&Property>) = match entity {
            Entity::Node(node) => {
                let labels = view.labels(node).iter().map(|label| view.names().labels.name(*label));
                let types = labels.filter_map(|label| view.schema().node(label));
                let mut owner = None;
                let mut declared = None;
                for each in types {
                    owner = owner.or(Some(Arc::clone(&each.name)));
                    declared = declared.or_else(|| each.property(name));
                }
                (owner, declared)
            }
            Entity::Rel(rel) => {
                let kind = view.schema().rel(view.names().types.name(view.rel_type(rel)));
                (kind.map(|kind| Arc::clone(&kind.name)), kind.and_then(|kind| kind.property(name)))
            }
        };
        let owner = owner.unwrap_or_else(|| Arc::from("this"));
        let Some(declared) = declared else {
            return Some(Fault::new(FaultKind::Write, format!("{owner} has no property `{name}`")));
        };
        if !declared.ty().accepts(&value.kind()) {
            let message = format!("`{name}` of {owner} is {}, and this is {}", declared.ty(), value.kind());
            return Some(Fault::new(FaultKind::Write, message));
        }
        if let Value::Str(text) = value
            && !declared.allowed.is_empty()
            && !declared.allowed.iter().any(|each| each == text)
        {
            let fault = Fault::new(FaultKind::Write, format!("`{name}` of {owner} can't be '{text}'"));
            return Some(fault.hint(format!("Its values are {}.", declared.allowed.join(", "))));
        }
        None
    }
}

/// Properties hold single values and lists of them; no map, node, relationship or path.
fn unstorable(value: &Value) -> Option<Fault> {
    let simple =
        |value: &Value| matches!(value, Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_));
    let fits = match value {
        Value::List(items) => items.iter().all(|item| simple(item) && !item.is_null()),
        value => simple(value),
    };
    (!fits).then(|| {
        let message = match value {
            Value::List(_) => "a property holds a list of simple values only".to_owned(),
            other => format!("a property can't hold {}", other.kind()),
        };
        Fault::new(FaultKind::Type, message)
    })
}
