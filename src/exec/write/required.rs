//! What a strict schema requires of what a statement made or changed.
//!
//! It is judged when the statement ends, so that a SET may give what a CREATE before it left out.

use crate::diag::Span;
use crate::exec::{Input, Result, fail};
use crate::graph::{Entity, View};
use crate::value::{Fault, FaultKind};
use std::sync::{Mutex, PoisonError};

/// What was made, and what lost a property, with the place that did it. Behind a lock, since reads that share the input
/// run on many threads; nothing writes there.
#[derive(Debug, Default)]
pub struct Changed(Mutex<Vec<(Entity, Span)>>);

impl Changed {
    /// Notes an entity that may lack a property now.
    pub(super) fn note(&self, view: View<'_>, entity: Entity, span: Span) {
        if !view.schema().open {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push((entity, span));
        }
    }
}

/// Finds what lacks a property that its type requires. O(entities noted × properties of their types).
pub(in crate::exec) fn check(view: View<'_>, input: Input<'_>) -> Result<()> {
    let changed = std::mem::take(&mut *input.changed.0.lock().unwrap_or_else(PoisonError::into_inner));
    for (entity, span) in changed {
        if !view.exists(entity) {
            continue;
        }
        let (owner, properties) = super::properties::declared(view, entity);
        let is_there = |name: &str| view.properties(entity).any(|(key, _)| **view.names().keys.name(key) == *name);
        let Some(missing) = properties.iter().find(|each| each.required && !is_there(&each.name)) else { continue };
        let fault = Fault::new(FaultKind::Write, format!("`{}` of {owner} is required, and missing", missing.name));
        let hint = "Give it when the node or relationship is made, or with SET before the statement ends.";
        return Err(fail(input.source, fault.hint(hint), span));
    }
    Ok(())
}
