//! Labels, relationship types, properties and parameters by name: known, or a mistake with the nearest right name.

use super::types::{Kinds, Ty};
use super::{Checker, ir};
use crate::diag::{Diagnostic, Span, codes, nearest};
use crate::graph::schema::Property;
use crate::graph::{KeyId, LabelId, TypeId};
use crate::syntax::ast;
use crate::value::Type;
use crate::value::temporal::components;
use std::rc::Rc;
use std::sync::Arc;

impl Checker<'_> {
    /// The label of this name. In a strict schema it must be declared.
    pub(super) fn label(&mut self, name: &ast::Name) -> Option<LabelId> {
        if self.schema.open || self.schema.node(&name.text).is_some() {
            return Some(self.names.labels.intern(&name.text));
        }
        let candidates: Vec<Arc<str>> = self.schema.nodes.iter().map(|node| Arc::clone(&node.name)).collect();
        let mut diagnostic = Diagnostic::error(codes::UNKNOWN_LABEL, format!("there is no node label `{}`", name.text))
            .at(self.source, name.span, "not in the schema");
        if self.schema.rel(&name.text).is_some() {
            let hint = format!("`{0}` is a relationship type: write it between dashes, as in -[:{0}]->.", name.text);
            diagnostic = diagnostic.hint(hint);
        } else {
            diagnostic = suggest(diagnostic, &name.text, name.span, &candidates, "Labels");
        }
        self.report(diagnostic);
        None
    }

    /// The relationship type of this name. In a strict schema it must be declared.
    pub(super) fn rel_type(&mut self, name: &ast::Name) -> Option<TypeId> {
        if self.schema.open || self.schema.rel(&name.text).is_some() {
            return Some(self.names.types.intern(&name.text));
        }
        let candidates: Vec<Arc<str>> = self.schema.rels.iter().map(|rel| Arc::clone(&rel.name)).collect();
        let message = format!("there is no relationship type `{}`", name.text);
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_TYPE, message).at(self.source, name.span, "not in the schema");
        if self.schema.node(&name.text).is_some() {
            let hint = format!("`{0}` is a node label: write it in parentheses, as in (:{0}).", name.text);
            diagnostic = diagnostic.hint(hint);
        } else {
            diagnostic = suggest(diagnostic, &name.text, name.span, &candidates, "Types");
        }
        self.report(diagnostic);
        None
    }

    /// The key of a property of something of this type, and what is known of its value.
    pub(super) fn property(&mut self, owner: &Ty, name: &ast::Name) -> (KeyId, Ty) {
        let key = self.names.keys.intern(&name.text);
        let components = components(&owner.plain());
        if !components.is_empty() {
            return (key, self.component(&owner.plain(), name, &components));
        }
        if self.schema.open {
            return (key, Ty::ANY);
        }
        let declared: Vec<(Arc<str>, Property)> = match owner {
            // Nothing is possible here, which was reported already.
            Ty::Node(Some(kinds)) | Ty::Rel(Some(kinds)) if kinds.is_empty() => return (key, Ty::ANY),
            Ty::Node(kinds) => self.node_properties(kinds),
            Ty::Rel(kinds) => self.rel_properties(kinds),
            _ => return (key, Ty::ANY),
        };
        let mut ty: Option<Ty> = None;
        for (_, property) in declared.iter().filter(|(_, property)| *property.name == *name.text) {
            let this = Ty::from(property.ty());
            ty = Some(ty.map_or_else(|| this.clone(), |known| known.join(&this)));
        }
        if let Some(ty) = ty {
            return (key, ty);
        }
        self.unknown_property(owner, name, &declared);
        (key, Ty::ANY)
    }

    /// The type of a component of a temporal value.
    fn component(&mut self, owner: &Type, name: &ast::Name, components: &[&'static str]) -> Ty {
        if components.contains(&name.text.as_str()) {
            let is_text = matches!(name.text.as_str(), "timezone" | "offset");
            return Ty::Plain(if is_text { Type::Str } else { Type::Int });
        }
        let message = format!("{owner} has no component `{}`", name.text);
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_PROPERTY, message).at(self.source, name.span, "not part of it");
        self.report(match nearest(&name.text, components.iter().copied()) {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic.hint(format!("It has {}.", components.join(", "))),
        });
        Ty::ANY
    }

    /// Warns when a property has a closed list of values and this text is not among them: it can equal nothing.
    pub(super) fn warn_unless_allowed(&mut self, owner: &Ty, key: &ast::Name, text: &str, span: Span) {
        let declared = match owner {
            Ty::Node(kinds) if !self.schema.open => self.node_properties(kinds),
            Ty::Rel(kinds) if !self.schema.open => self.rel_properties(kinds),
            _ => return,
        };
        let mut allowed: Vec<Arc<str>> = Vec::new();
        for (_, property) in declared.iter().filter(|(_, property)| *property.name == *key.text) {
            if property.allowed.is_empty() {
                return;
            }
            allowed.extend(property.allowed.iter().cloned());
        }
        if allowed.is_empty() || allowed.iter().any(|each| **each == *text) {
            return;
        }
        allowed.sort_unstable();
        allowed.dedup();
        let message = format!("`{}` is never '{text}'", key.text);
        let mut diagnostic =
            Diagnostic::warning(codes::IMPOSSIBLE_VALUE, message).at(self.source, span, "not an allowed value");
        if let Some(near) = nearest(text, allowed.iter().map(|each| &**each)) {
            diagnostic = diagnostic.fix(span, format!("'{near}'"));
        } else {
            diagnostic = diagnostic.hint(format!("Its values are {}.", allowed.join(", ")));
        }
        self.report(diagnostic);
    }

    fn unknown_property(&mut self, owner: &Ty, name: &ast::Name, declared: &[(Arc<str>, Property)]) {
        let mut owners: Vec<Arc<str>> = declared.iter().map(|(owner, _)| Arc::clone(owner)).collect();
        owners.dedup();
        let whose = match (owners.as_slice(), owner) {
            ([only], _) => format!("{only} has no property `{}`", name.text),
            (_, Ty::Rel(_)) => format!("no such relationship has a property `{}`", name.text),
            ([first, second, rest @ ..], Ty::Node(Some(_))) if rest.len() < 3 => {
                let all: Vec<&str> = [first, second].into_iter().chain(rest).map(|each| &**each).collect();
                format!("none of {} has a property `{}`", all.join(", "), name.text)
            }
            _ => format!("no node type has a property `{}`", name.text),
        };
        let mut candidates: Vec<Arc<str>> = declared.iter().map(|(_, property)| Arc::clone(&property.name)).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let own: Vec<Arc<str>> = declared
            .iter()
            .filter(|(_, property)| !property.common && owners.len() == 1)
            .map(|(_, property)| Arc::clone(&property.name))
            .collect();
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_PROPERTY, whose).at(self.source, name.span, "not in the schema");
        if let Some(near) = nearest(&name.text, candidates.iter().map(|each| &**each)) {
            diagnostic = diagnostic.fix(name.span, near);
        } else if !own.is_empty() {
            diagnostic = diagnostic.hint(format!("It has {}.", own.join(", ")));
        } else if owners.len() == 1 {
            diagnostic = diagnostic.hint("It has none of its own.");
        }
        self.report(diagnostic);
    }

    fn node_properties(&self, kinds: &Kinds) -> Vec<(Arc<str>, Property)> {
        let types = self.schema.nodes.iter().enumerate().filter(|(at, _)| holds(kinds, *at));
        types
            .flat_map(|(_, node)| node.properties.iter().map(|property| (Arc::clone(&node.name), property.clone())))
            .collect()
    }

    fn rel_properties(&self, kinds: &Kinds) -> Vec<(Arc<str>, Property)> {
        let types = self.schema.rels.iter().enumerate().filter(|(at, _)| holds(kinds, *at));
        types
            .flat_map(|(_, rel)| rel.properties.iter().map(|property| (Arc::clone(&rel.name), property.clone())))
            .collect()
    }

    /// The node types that these labels leave possible; `None` without labels or in an open schema.
    pub(super) fn kinds_of_labels(&self, labels: &[LabelId]) -> Kinds {
        if self.schema.open || labels.is_empty() {
            return None;
        }
        let names: Vec<&Arc<str>> = labels.iter().map(|label| self.names.labels.name(*label)).collect();
        let positions = self.schema.nodes.iter().enumerate();
        let fitting = positions.filter(|(_, node)| names.iter().all(|name| **name == node.name));
        Some(fitting.map(|(at, _)| at).collect::<Vec<_>>().into())
    }

    /// The relationship types of these ids; `None` without ids or in an open schema.
    pub(super) fn kinds_of_types(&self, types: &[TypeId]) -> Kinds {
        if self.schema.open || types.is_empty() {
            return None;
        }
        let names: Vec<&Arc<str>> = types.iter().map(|each| self.names.types.name(*each)).collect();
        let positions = self.schema.rels.iter().enumerate();
        let fitting = positions.filter(|(_, rel)| names.contains(&&rel.name));
        Some(Rc::from(fitting.map(|(at, _)| at).collect::<Vec<_>>()))
    }

    /// A parameter, which must have a value.
    pub(super) fn parameter(&mut self, name: &str, span: Span) -> (ir::Expr, Ty) {
        if let Some(ty) = self.params.get(name) {
            let ty = if *ty == Type::Null { Type::Any } else { ty.clone() };
            return (ir::Expr { kind: ir::ExprKind::Param(Arc::from(name)), span }, Ty::from(ty));
        }
        let candidates: Vec<Arc<str>> = self.params.keys().map(|key| Arc::from(key.as_str())).collect();
        let mut diagnostic = Diagnostic::error(codes::UNKNOWN_PARAMETER, format!("the parameter ${name} has no value"))
            .at(self.source, span, "needs a value");
        if let Some(near) = nearest(name, candidates.iter().map(|each| &**each)) {
            diagnostic = diagnostic.fix(span, format!("${near}"));
        } else {
            diagnostic = diagnostic.hint(format!("Give it one with -p {name}=… (in the shell: .param {name} = …)."));
        }
        self.report(diagnostic);
        Self::stand_in(span)
    }
}

fn holds(kinds: &Kinds, at: usize) -> bool {
    kinds.as_ref().is_none_or(|kinds| kinds.contains(&at))
}

/// Adds the nearest name as a fix, or the names there are.
fn suggest(diagnostic: Diagnostic, word: &str, span: Span, candidates: &[Arc<str>], what: &str) -> Diagnostic {
    match nearest(word, candidates.iter().map(|each| &**each)) {
        Some(near) => diagnostic.fix(span, near),
        None => diagnostic.hint(format!("{what}: {}.", candidates.join(", "))),
    }
}
