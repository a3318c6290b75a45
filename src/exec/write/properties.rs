//! `SET`, and what may be stored in a property.

use super::{Frame, Result, Writer};
use crate::diag::{Span, nearest};
use crate::exec::get;
use crate::graph::schema::Property;
use crate::graph::{Entity, KeyId, LabelId, View};
use crate::ir::SetItem;
use crate::value::{Fault, FaultKind, NodeId, Value};
use std::sync::Arc;

impl Writer<'_> {
    pub(super) fn set_items(&mut self, items: &[SetItem], frame: &mut Frame) -> Result<()> {
        for item in items {
            match item {
                SetItem::Property { entity, key, value, span } => {
                    let place = value.span;
                    let run = self.run();
                    let (owner, value) = (run.eval(entity, frame)?, run.eval(value, frame)?);
                    drop(run);
                    if let Some(entity) = self.entity(&owner, *span)? {
                        if value.is_null() {
                            self.input.changed.note(self.graph.view(), entity, *span);
                        }
                        self.put(entity, *key, value, place)?;
                    }
                }
                SetItem::Properties { slot, add, value, span } => {
                    let owner = get(frame, *slot).clone();
                    let source = self.run().eval(value, frame)?;
                    if let Some(entity) = self.entity(&owner, *span)? {
                        self.input.changed.note(self.graph.view(), entity, *span);
                        self.put_all(entity, &source, *add, value.span)?;
                    }
                }
                SetItem::RemoveLabels { slot, labels, span } => match get(frame, *slot) {
                    Value::Node(node) => {
                        self.check_there(Entity::Node(*node), *span)?;
                        self.graph.remove_labels(*node, labels);
                    }
                    Value::Null => {}
                    other => {
                        let message = format!("labels are taken from nodes, and this is {}", other.kind());
                        return Err(self.run().type_fault(message, *span));
                    }
                },
                SetItem::Labels { slot, labels, span } => match get(frame, *slot) {
                    Value::Node(node) => {
                        self.check_there(Entity::Node(*node), *span)?;
                        self.put_labels(*node, labels, *span)?;
                    }
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
        let entity = match owner {
            Value::Node(node) => Entity::Node(*node),
            Value::Rel(rel) => Entity::Rel(*rel),
            Value::Null => return Ok(None),
            other => {
                let message = format!("SET changes nodes and relationships, and this is {}", other.kind());
                return Err(self.run().type_fault(message, span));
            }
        };
        self.check_there(entity, span)?;
        Ok(Some(entity))
    }

    /// What was deleted can't be changed any more.
    fn check_there(&self, entity: Entity, span: Span) -> Result<()> {
        if self.graph.view().exists(entity) {
            return Ok(());
        }
        let message = "what is to be changed was deleted by this statement";
        Err(self.run().fail(Fault::new(FaultKind::Missing, message), span))
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
        let view = self.graph.view();
        let name = view.names().keys.name(key);
        let fault = unstorable(name, &value)
            .or_else(|| if view.schema().open { None } else { not_allowed(view, entity, name, &value) });
        if let Some(fault) = fault {
            return Err(self.run().fail(fault, span));
        }
        self.graph.set_property(entity, key, value);
        Ok(())
    }

    /// Gives a node further labels. In a strict schema it has the one that tells its type, and keeps it.
    fn put_labels(&mut self, node: NodeId, labels: &[LabelId], span: Span) -> Result<()> {
        let view = self.graph.view();
        let new = labels.iter().find(|label| !view.has_label(node, **label));
        if let (Some(new), false) = (new, view.schema().open) {
            let name = |label: &LabelId| Arc::clone(view.names().labels.name(*label));
            let old: Vec<Arc<str>> = view.labels(node).iter().map(name).collect();
            let message = format!("this node is a {}, and can't become a {} too", old.join(" and a "), name(new));
            let fault = Fault::new(FaultKind::Write, message).hint("Each node has one type of the schema.");
            return Err(self.run().fail(fault, span));
        }
        self.graph.add_labels(node, labels);
        Ok(())
    }
}

/// In a strict schema a property is declared and has its declared type.
fn not_allowed(view: View<'_>, entity: Entity, name: &str, value: &Value) -> Option<Fault> {
    let (owner, properties) = declared(view, entity);
    let Some(property) = properties.iter().find(|property| &*property.name == name) else {
        let fault = Fault::new(FaultKind::Write, format!("{owner} has no property `{name}`"));
        let names: Vec<&str> = properties.iter().filter(|each| !each.common).map(|each| &*each.name).collect();
        return Some(match nearest(name, properties.iter().map(|each| &*each.name)) {
            Some(near) => fault.hint(format!("Did you mean `{near}`?")),
            None => fault.hint(format!("It has {}.", names.join(", "))),
        });
    };
    let items = match value {
        Value::List(items) if property.list => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    let fits = property.ty().accepts(&value.kind()) && items.iter().all(|item| property.item.accepts(&item.kind()));
    if !fits {
        let message = format!("`{name}` of {owner} is {}, and this is {}", property.ty(), value.to_literal());
        return Some(Fault::new(FaultKind::Write, message));
    }
    let odd = items.iter().find_map(|item| match item {
        Value::Str(text) if !property.allowed.is_empty() && !property.allowed.contains(text) => Some(text),
        _ => None,
    })?;
    let fault = Fault::new(FaultKind::Write, format!("`{name}` of {owner} can't be '{odd}'"));
    Some(match nearest(odd, property.allowed.iter().map(|each| &**each)) {
        Some(near) => fault.hint(format!("Did you mean '{near}'?")),
        None => fault.hint(format!("Its values are {}.", property.allowed.join(", "))),
    })
}

/// The type of an entity by name, and the properties that the schema declares for it.
pub(super) fn declared(view: View<'_>, entity: Entity) -> (&str, &[Property]) {
    let schema = view.schema();
    let found = match entity {
        Entity::Node(node) => view.labels(node).iter().find_map(|label| {
            schema.node(view.names().labels.name(*label)).map(|node| (&*node.name, node.properties.as_slice()))
        }),
        Entity::Rel(rel) => schema
            .rel(view.names().types.name(view.rel_type(rel)))
            .map(|kind| (&*kind.name, kind.properties.as_slice())),
    };
    found.unwrap_or(("a node without a type", &[]))
}

/// Properties hold single values and lists of them; no map, node, relationship or path.
fn unstorable(name: &str, value: &Value) -> Option<Fault> {
    let simple = |value: &Value| {
        matches!(value, Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) | Value::Temporal(_))
    };
    let message = match value {
        Value::List(items) => {
            let odd = items.iter().find(|item| !simple(item))?;
            format!("the property `{name}` can't hold a list with {} in it", odd.kind())
        }
        value if simple(value) || value.is_null() => return None,
        other => format!("the property `{name}` can't hold {}", other.kind()),
    };
    let hint = "Properties hold texts, numbers, booleans, dates and times, and lists of them.";
    Some(Fault::new(FaultKind::Property, message).hint(hint))
}
