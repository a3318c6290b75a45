//! The variables that can be seen at a place.

use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Diagnostic, Span, codes, nearest};
use std::collections::BTreeMap;

/// A variable.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) slot: ir::Slot,
    pub(super) ty: Ty,
}

/// Variables by name; the order of names is that of `RETURN *`.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: BTreeMap<String, Variable>,
    /// Names that were in scope before a WITH, for a better message.
    lost: Vec<String>,
    /// Names that are known outside of a called query and that it does not take in.
    outside: Vec<String>,
}

impl Scope {
    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.get(name)
    }

    pub(super) fn insert(&mut self, name: &str, slot: ir::Slot, ty: Ty) {
        self.variables.insert(name.to_owned(), Variable { slot, ty });
    }

    pub(super) fn retype(&mut self, slot: ir::Slot, ty: &Ty) {
        for variable in self.variables.values_mut().filter(|variable| variable.slot == slot) {
            variable.ty = ty.clone();
        }
    }

    /// Gives the variables that are in `older` too the types they have there.
    pub(super) fn take_types(&mut self, older: &Self) {
        for (name, variable) in &mut self.variables {
            if let Some(known) = older.variables.get(name).filter(|known| known.slot == variable.slot) {
                variable.ty = known.ty.clone();
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Variable)> {
        self.variables.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// The slots of all variables.
    pub(super) fn slots(&self) -> Vec<ir::Slot> {
        let mut slots: Vec<ir::Slot> = self.variables.values().map(|variable| variable.slot).collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// This scope seen through another: names of `inner` hide those of `self`.
    pub(super) fn under(&self, inner: &Self) -> Self {
        let mut both = self.clone();
        both.lost.clone_from(&inner.lost);
        both.outside.clone_from(&inner.outside);
        for (name, variable) in &inner.variables {
            both.variables.insert(name.clone(), variable.clone());
        }
        both
    }

    /// No variable, with the names of a scope around that could be taken in.
    pub(super) fn apart_from(around: &Self) -> Self {
        Self { outside: around.variables.keys().cloned().collect(), ..Self::default() }
    }

    /// Only these variables of a scope, those of whose names are in it.
    pub(super) fn only(&self, names: &[&str]) -> Self {
        let mut scope = Self::apart_from(self);
        for name in names {
            if let Some(variable) = self.variables.get(*name) {
                scope.variables.insert((*name).to_owned(), variable.clone());
            }
        }
        scope.outside.retain(|name| !scope.variables.contains_key(name));
        scope
    }

    /// Remembers the names of an older scope that are gone.
    pub(super) fn remember_lost(&mut self, older: &Self) {
        let names = older.variables.keys().chain(&older.lost);
        self.lost = names.filter(|name| !self.variables.contains_key(*name)).cloned().collect();
        self.outside.clone_from(&older.outside);
    }
}

impl Checker<'_> {
    /// The variable of this name in a pattern that defines none; a mistake when there is none.
    pub(super) fn known_variable(&mut self, name: &str, span: Span) -> Option<Variable> {
        if self.scope.get(name).is_some() {
            return self.variable(name, span);
        }
        let message = format!("the variable `{name}` is not defined, and a pattern in an expression can't define it");
        self.report(
            Diagnostic::error(codes::UNDEFINED_VARIABLE, message)
                .at(self.source, span, "not known here")
                .hint("Leave the name out, as in (a)-->(), or write the pattern in EXISTS { … }."),
        );
        None
    }

    /// The variable of this name; a mistake when there is none.
    pub(super) fn variable(&mut self, name: &str, span: Span) -> Option<Variable> {
        if let Some(variable) = self.scope.get(name).cloned() {
            self.reads.push((variable.slot, span));
            return Some(variable);
        }
        let message = format!("the variable `{name}` is not defined");
        let mut diagnostic =
            Diagnostic::error(codes::UNDEFINED_VARIABLE, message).at(self.source, span, "not known here");
        if self.scope.lost.iter().any(|lost| lost == name) {
            diagnostic = diagnostic.hint(format!(
                "`{name}` was defined before a WITH, which passes on only what it lists: add `{name}` to that WITH."
            ));
        } else if self.scope.outside.iter().any(|outside| outside == name) {
            diagnostic = diagnostic
                .hint(format!("`{name}` is known outside of this query: take it in with CALL ({name}) {{ … }}."));
        } else if crate::functions::function(name).is_some() || crate::functions::aggregate(name).is_some() {
            diagnostic =
                diagnostic.hint(format!("`{name}` is a function, which is called with parentheses: {name}(…)."));
        } else if let Some(near) = nearest(name, self.scope.variables.keys().map(String::as_str)) {
            diagnostic = diagnostic.fix(span, near);
        } else if self.scope.is_empty() {
            diagnostic = diagnostic.hint(format!("For a text, write it in quotes: '{name}'."));
        } else {
            let names: Vec<&str> = self.scope.variables.keys().map(String::as_str).take(8).collect();
            let hint = format!("Defined here: {}. A text stands in quotes: '{name}'.", names.join(", "));
            diagnostic = diagnostic.hint(hint);
        }
        self.report(diagnostic);
        None
    }
}
