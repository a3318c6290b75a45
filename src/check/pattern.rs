//! Patterns: which nodes and relationships they name, which of them are new.

use super::types::Ty;
use super::{Checker, MAX_PATTERN, ir};
use crate::diag::{Diagnostic, Span, codes};
use crate::graph::KeyId;
use crate::syntax::ast;
use crate::value::Type;
use std::collections::BTreeMap;

/// What a pattern is for, which decides what it may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be found; new names are variables.
    Match,
    /// To be found from what is known; new names are mistakes.
    Predicate,
    /// To be made.
    Create,
    /// To be found or made.
    Merge,
}

/// A pattern under construction.
pub(super) struct Placed<'q> {
    pub(super) pattern: ir::Pattern,
    /// The property part of each node and relationship, as written.
    pub(super) node_properties: Vec<Vec<&'q ast::Expr>>,
    pub(super) rel_properties: Vec<Option<&'q ast::Expr>>,
    purpose: Purpose,
    nodes: BTreeMap<String, usize>,
    rels: BTreeMap<String, Span>,
}

impl Checker<'_> {
    /// The pattern of a MATCH, with its properties checked against what the pattern says of its nodes.
    pub(super) fn match_pattern(&mut self, patterns: &[ast::Pattern]) -> ir::Pattern {
        let mut placed = self.place(patterns, Purpose::Match);
        self.infer(&placed.pattern, Purpose::Match);
        self.match_properties(&mut placed);
        placed.pattern
    }

    /// Gives every node, relationship and path of the patterns its slot.
    pub(super) fn place<'q>(&mut self, patterns: &'q [ast::Pattern], purpose: Purpose) -> Placed<'q> {
        let mut placed = Placed {
            pattern: ir::Pattern::default(),
            node_properties: Vec::new(),
            rel_properties: Vec::new(),
            purpose,
            nodes: BTreeMap::new(),
            rels: BTreeMap::new(),
        };
        // What is made is made one after the other, and a MERGE is found on its own.
        let before = if matches!(purpose, Purpose::Create | Purpose::Merge) { 0 } else { self.pattern_size };
        let mut size = before;
        for pattern in patterns {
            size += 1 + 2 * pattern.steps.len();
            if size > MAX_PATTERN && purpose != Purpose::Create {
                // It is said once, since every pattern that follows would be too much as well.
                if before <= MAX_PATTERN {
                    let message = format!("more than {MAX_PATTERN} nodes and relationships to be found at once");
                    self.error(codes::TOO_LARGE, message, pattern.span, "too many up to here");
                }
                break;
            }
            self.place_pattern(pattern, &mut placed);
        }
        self.pattern_size += size - before;
        placed
    }

    fn place_pattern<'q>(&mut self, pattern: &'q ast::Pattern, placed: &mut Placed<'q>) {
        self.check_shortest(pattern, placed.purpose);
        let mut nodes = vec![self.place_node(&pattern.start, pattern.steps.is_empty(), placed)];
        let mut rels = Vec::new();
        for (rel, node) in &pattern.steps {
            let left = *nodes.last().expect("a pattern begins with a node");
            let right = self.place_node(node, false, placed);
            let shortest = pattern.shortest.map(|shortest| match shortest {
                ast::Shortest::One => ir::Shortest::One,
                ast::Shortest::All => ir::Shortest::All,
            });
            rels.push(self.place_rel(rel, left, right, shortest, placed));
            nodes.push(right);
        }
        if let Some(name) = &pattern.variable {
            let slot = self.define(name, Ty::Plain(Type::Path));
            placed.pattern.paths.push(ir::PathVar { slot, nodes, rels });
        }
    }

    fn check_shortest(&mut self, pattern: &ast::Pattern, purpose: Purpose) {
        if pattern.shortest.is_none() {
            return;
        }
        if matches!(purpose, Purpose::Create | Purpose::Merge) {
            self.error(codes::BAD_CREATE, "a shortest path can be found and not made", pattern.span, "in a change");
        }
        if pattern.steps.len() != 1 {
            let message = "a shortest path goes from one node to another by one relationship pattern";
            self.error(codes::BAD_PATTERN_USE, message, pattern.span, "not of this form");
        }
        for (rel, _) in &pattern.steps {
            if let Some(ast::Length { min: Some(2..), span, .. }) = rel.length {
                let message = "a shortest path can't have a least length above 1";
                self.error(codes::BAD_LENGTH, message, span, "asks for more");
            }
        }
    }

    fn place_node<'q>(&mut self, node: &'q ast::NodePattern, alone: bool, placed: &mut Placed<'q>) -> usize {
        let labels: Vec<_> = node.labels.iter().filter_map(|label| self.label(label)).collect();
        let making = placed.purpose == Purpose::Create;
        if let Some(name) = &node.variable {
            if let Some(index) = placed.nodes.get(&name.text).copied() {
                let refined = !node.labels.is_empty() || node.properties.is_some();
                let known = placed.purpose == Purpose::Merge && placed.pattern.nodes[index].bound;
                if (making && alone) || ((making || known) && refined) {
                    self.defined_again(name);
                }
                let known = &mut placed.pattern.nodes[index];
                known.labels.extend(labels);
                placed.node_properties[index].extend(&node.properties);
                return index;
            }
            if placed.rels.contains_key(&name.text) {
                self.kind_conflict(name, "a relationship", "a node");
            }
            if self.scope.get(&name.text).is_some() || placed.purpose == Purpose::Predicate {
                return self.place_known_node(node, name, labels, alone, placed);
            }
        }
        let slot = match &node.variable {
            Some(name) => {
                let is_label = node.labels.is_empty() && self.schema.node(&name.text).is_some();
                self.warn_about_name(name, is_label, "node label");
                placed.nodes.insert(name.text.clone(), placed.pattern.nodes.len());
                self.define(name, Ty::Node(self.kinds_of_labels(&labels)))
            }
            None => self.new_slot(),
        };
        placed.add_node(node, slot, false, labels)
    }

    /// A node whose variable comes from before the clause.
    fn place_known_node<'q>(
        &mut self,
        node: &'q ast::NodePattern,
        name: &ast::Name,
        labels: Vec<crate::graph::LabelId>,
        alone: bool,
        placed: &mut Placed<'q>,
    ) -> usize {
        let making = matches!(placed.purpose, Purpose::Create | Purpose::Merge);
        if making && (alone || !node.labels.is_empty() || node.properties.is_some()) {
            self.defined_again(name);
        }
        let slot = match self.known_variable(&name.text, name.span) {
            Some(variable) => {
                if !Type::Node.accepts(&variable.ty.plain()) {
                    self.kind_conflict(name, &variable.ty.plain().to_string(), "a node");
                }
                self.check_grouped(&name.text, variable.slot, name.span);
                variable.slot
            }
            None => self.new_slot(),
        };
        placed.nodes.insert(name.text.clone(), placed.pattern.nodes.len());
        placed.add_node(node, slot, true, labels)
    }

    fn place_rel<'q>(
        &mut self,
        rel: &'q ast::RelPattern,
        left: usize,
        right: usize,
        shortest: Option<ir::Shortest>,
        placed: &mut Placed<'q>,
    ) -> usize {
        let mut types: Vec<_> = rel.types.iter().filter_map(|each| self.rel_type(each)).collect();
        // Each type is walked in turn, so one that stands twice would give every match twice.
        types.sort_unstable();
        types.dedup();
        let length = rel.length.map(|length| ir::Length { min: length.min.unwrap_or(1), max: length.max });
        let single = ir::Length { min: 1, max: Some(1) };
        let length = if shortest.is_some() { Some(length.unwrap_or(single)) } else { length };
        self.warn_about_length(length, rel.span);
        // A relationship that is there already is one mistake, whatever else a new one would need.
        let is_new = rel.variable.as_ref().is_none_or(|name| self.scope.get(&name.text).is_none());
        if is_new && matches!(placed.purpose, Purpose::Create | Purpose::Merge) {
            self.check_creatable(rel, placed.purpose);
        }
        let ty = Ty::Rel(self.kinds_of_types(&types));
        let ty = if length.is_some() { Ty::list(ty) } else { ty };
        let (slot, bound) = self.rel_slot(rel, ty, placed);
        placed.pattern.rels.push(ir::RelVar {
            slot,
            bound,
            types,
            properties: Vec::new(),
            left,
            right,
            arrow: match rel.arrow {
                ast::Arrow::Right => ir::Arrow::Right,
                ast::Arrow::Left => ir::Arrow::Left,
                ast::Arrow::Both => ir::Arrow::Both,
            },
            length,
            shortest,
            span: rel.span,
        });
        placed.rel_properties.push(rel.properties.as_ref());
        placed.pattern.rels.len() - 1
    }

    /// The slot of a relationship, and whether it is filled before the clause.
    fn rel_slot(&mut self, rel: &ast::RelPattern, ty: Ty, placed: &mut Placed<'_>) -> (ir::Slot, bool) {
        let Some(name) = &rel.variable else {
            return (self.new_slot(), false);
        };
        if let Some(first) = placed.rels.insert(name.text.clone(), name.span) {
            let message = format!("the relationship `{}` stands twice in one pattern", name.text);
            self.report(
                Diagnostic::error(codes::REL_REUSED, message)
                    .at(self.source, name.span, "here again")
                    .at(self.source, first, "first here")
                    .hint("All relationships of a pattern are different ones, so this can never match."),
            );
        }
        if placed.nodes.contains_key(&name.text) {
            self.kind_conflict(name, "a node", "a relationship");
            return (self.new_slot(), false);
        }
        let known = self.scope.get(&name.text).is_some();
        if known && matches!(placed.purpose, Purpose::Create | Purpose::Merge) {
            self.defined_again(name);
            return (self.new_slot(), false);
        }
        if known || placed.purpose == Purpose::Predicate {
            if let Some(variable) = self.known_variable(&name.text, name.span) {
                if !ty.plain().accepts(&variable.ty.plain()) {
                    self.kind_conflict(name, &variable.ty.plain().to_string(), &ty.plain().to_string());
                }
                self.check_grouped(&name.text, variable.slot, name.span);
                return (variable.slot, true);
            }
            return (self.new_slot(), false);
        }
        let is_type = rel.types.is_empty() && self.schema.rel(&name.text).is_some();
        self.warn_about_name(name, is_type, "relationship type");
        (self.define(name, ty), false)
    }

    /// What can be made has one type, one direction and one step.
    fn check_creatable(&mut self, rel: &ast::RelPattern, purpose: Purpose) {
        let mut mistake = |code, message: &str, label: &str| {
            self.error(code, message, rel.span, label);
        };
        if rel.types.len() != 1 {
            mistake(codes::NO_SINGLE_TYPE, "a new relationship needs exactly one type", "which type?");
        }
        if rel.length.is_some() {
            mistake(codes::WALK_MADE, "a walk of variable length can be found and not made", "how many steps?");
        }
        if rel.arrow == ast::Arrow::Both && purpose == Purpose::Create {
            mistake(codes::NO_DIRECTION, "a new relationship needs a direction", "which way?");
        }
    }

    fn defined_again(&mut self, name: &ast::Name) {
        let message = format!("`{}` is there already, so it can't be made anew", name.text);
        self.report(
            Diagnostic::error(codes::VARIABLE_DEFINED, message)
                .at(self.source, name.span, "defined before")
                .hint("Name it alone in a relationship pattern to use it, or change it with SET."),
        );
    }

    fn kind_conflict(&mut self, name: &ast::Name, is: &str, wanted: &str) {
        let message = format!("`{}` is {is}, and stands here for {wanted}", name.text);
        self.error(codes::VARIABLE_KIND, message, name.span, &format!("used as {wanted}"));
    }

    /// Checks the properties of a pattern that is looked for.
    pub(super) fn match_properties(&mut self, placed: &mut Placed<'_>) {
        for index in 0..placed.pattern.nodes.len() {
            let slot = placed.pattern.nodes[index].slot;
            let ty = self.type_of_slot(slot, &placed.pattern.nodes[index].labels);
            for properties in std::mem::take(&mut placed.node_properties[index]) {
                let checked = self.property_map(properties, &ty);
                placed.pattern.nodes[index].properties.extend(checked);
            }
        }
        for index in 0..placed.pattern.rels.len() {
            if let Some(properties) = placed.rel_properties[index].take() {
                let ty = Ty::Rel(self.kinds_of_types(&placed.pattern.rels[index].types));
                placed.pattern.rels[index].properties = self.property_map(properties, &ty);
            }
        }
    }

    fn type_of_slot(&self, slot: ir::Slot, labels: &[crate::graph::LabelId]) -> Ty {
        let named = self.scope.iter().find(|(_, variable)| variable.slot == slot);
        named.map_or_else(|| Ty::Node(self.kinds_of_labels(labels)), |(_, variable)| variable.ty.clone())
    }

    /// `{key: value}` in a pattern that is looked for.
    pub(super) fn property_map(&mut self, properties: &ast::Expr, owner: &Ty) -> Vec<(KeyId, ir::Expr)> {
        let ast::ExprKind::Map(entries) = &properties.kind else {
            self.report(
                Diagnostic::error(codes::PATTERN_PARAMETER, "a pattern that is looked for can't take a whole map")
                    .at(self.source, properties.span, "not key by key")
                    .hint("Write the keys, as in {name: $name}."),
            );
            return Vec::new();
        };
        let mut checked = Vec::new();
        for (name, value) in entries {
            let (key, declared) = self.property(owner, name);
            let (expr, ty) = self.expr(value);
            if !declared.plain().accepts(&ty.plain()) {
                let message = format!("`{}` is {}, which never equals {}", name.text, declared.plain(), ty.plain());
                let label = format!("is {}", ty.plain());
                let diagnostic = Diagnostic::warning(codes::IMPOSSIBLE_VALUE, message);
                self.report(diagnostic.at(self.source, value.span, label));
            } else if let ast::ExprKind::Str(text) = &value.kind {
                self.warn_unless_allowed(owner, name, text, value.span);
            }
            checked.push((key, expr));
        }
        checked
    }
}

impl<'q> Placed<'q> {
    fn add_node(
        &mut self,
        node: &'q ast::NodePattern,
        slot: ir::Slot,
        bound: bool,
        labels: Vec<crate::graph::LabelId>,
    ) -> usize {
        self.pattern.nodes.push(ir::NodeVar { slot, bound, labels, properties: Vec::new(), span: node.span });
        self.node_properties.push(node.properties.iter().collect());
        self.pattern.nodes.len() - 1
    }
}
