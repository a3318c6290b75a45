//! Patterns: which nodes and relationships they name, which of them are new.

use super::aggregation::Aggregates;
use super::labels::NodeLabels;
use super::scope::Scope;
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
    /// What must be true besides: of labels and types, and the conditions inside the pattern.
    pub(super) conditions: Vec<ir::Expr>,
    /// The conditions inside the pattern that are still to be checked, once all its names are known.
    pub(super) inline: Vec<&'q ast::Expr>,
    /// The property part of each node and relationship, as written.
    pub(super) node_properties: Vec<Vec<&'q ast::Expr>>,
    pub(super) rel_properties: Vec<Option<&'q ast::Expr>>,
    /// The condition inside each relationship pattern that is a walk, with the name of a step.
    pub(super) steps: Vec<(usize, &'q ast::RelPattern)>,
    /// What was known before the clause.
    pub(super) before: Scope,
    pub(super) purpose: Purpose,
    nodes: BTreeMap<String, usize>,
    rels: BTreeMap<String, Span>,
}

impl Checker<'_> {
    /// The pattern of a MATCH with the conditions inside it, checked against what the pattern says of its nodes.
    pub(super) fn found_pattern(
        &mut self,
        patterns: &[ast::Pattern],
        purpose: Purpose,
    ) -> (ir::Pattern, Vec<ir::Expr>) {
        let mut placed = self.place(patterns, purpose);
        self.infer(&placed.pattern, purpose);
        self.match_properties(&mut placed);
        self.inline_conditions(&mut placed);
        (placed.pattern, placed.conditions)
    }

    /// Gives every node, relationship and path of the patterns its slot.
    pub(super) fn place<'q>(&mut self, patterns: &'q [ast::Pattern], purpose: Purpose) -> Placed<'q> {
        let mut placed = Placed::new(purpose, self.scope.clone());
        // What is made is made one after the other, and a MERGE is found on its own.
        let before = if matches!(purpose, Purpose::Create | Purpose::Merge) { 0 } else { self.pattern_size };
        let mut size = before;
        for pattern in patterns {
            size += size_of(&pattern.steps);
            if size > MAX_PATTERN && purpose != Purpose::Create {
                // It is said once, since every pattern that follows would be too much as well.
                if before <= MAX_PATTERN {
                    let message = format!("more than {MAX_PATTERN} nodes and relationships to be found at once");
                    self.error(codes::TOO_LARGE, message, pattern.span, "too many up to here");
                }
                break;
            }
            if pattern.selector.is_some() {
                self.place_selection(pattern, patterns.len() == 1, &mut placed);
            } else {
                self.place_pattern(pattern, &mut placed);
            }
        }
        self.pattern_size += size - before;
        placed
    }

    pub(super) fn place_pattern<'q>(&mut self, pattern: &'q ast::Pattern, placed: &mut Placed<'q>) {
        let (nodes, rels) = self.place_chain(&pattern.start, &pattern.steps, placed);
        if let Some(name) = &pattern.variable {
            let slot = self.define(name, Ty::Plain(Type::Path));
            placed.pattern.paths.push(ir::PathVar { slot, nodes, rels });
        }
        placed.inline.extend(&pattern.condition);
    }

    /// The nodes and links of a path, as indexes.
    pub(super) fn place_chain<'q>(
        &mut self,
        start: &'q ast::NodePattern,
        steps: &'q [(ast::Link, ast::NodePattern)],
        placed: &mut Placed<'q>,
    ) -> (Vec<usize>, Vec<usize>) {
        let mut nodes = vec![self.place_node(start, steps.is_empty(), placed)];
        let mut rels = Vec::new();
        for (link, node) in steps {
            let left = *nodes.last().expect("a pattern begins with a node");
            let right = self.place_node(node, false, placed);
            rels.extend(match link {
                ast::Link::Rel(rel) => Some(self.place_rel(rel, left, right, placed)),
                ast::Link::Group(group) => self.place_group(group, left, right, placed),
            });
            nodes.push(right);
        }
        (nodes, rels)
    }

    pub(super) fn place_node<'q>(&mut self, node: &'q ast::NodePattern, alone: bool, placed: &mut Placed<'q>) -> usize {
        let labels = self.node_labels(node, placed.purpose);
        placed.inline.extend(node.condition.as_deref());
        let making = placed.purpose == Purpose::Create;
        if let Some(name) = &node.variable {
            if let Some(index) = placed.nodes.get(&name.text).copied() {
                let refined = node.labels.is_some() || node.properties.is_some();
                let known = placed.purpose == Purpose::Merge && placed.pattern.nodes[index].bound;
                if (making && alone) || ((making || known) && refined) {
                    self.defined_again(name);
                }
                placed.node_properties[index].extend(&node.properties);
                placed.refine(index, labels);
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
                let is_label = node.labels.is_none() && self.schema.node(&name.text).is_some();
                self.warn_about_name(name, is_label, "node label");
                placed.nodes.insert(name.text.clone(), placed.pattern.nodes.len());
                self.define(name, Ty::Node(self.kinds_of_node(&labels)))
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
        labels: NodeLabels,
        alone: bool,
        placed: &mut Placed<'q>,
    ) -> usize {
        let making = matches!(placed.purpose, Purpose::Create | Purpose::Merge);
        if making && (alone || node.labels.is_some() || node.properties.is_some()) {
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

    pub(super) fn place_rel<'q>(
        &mut self,
        rel: &'q ast::RelPattern,
        left: usize,
        right: usize,
        placed: &mut Placed<'q>,
    ) -> usize {
        let (types, test) = self.rel_types(rel.types.as_ref());
        let length = rel.length.map(|length| ir::Length { min: length.min.unwrap_or(1), max: length.max });
        self.warn_about_length(length, rel.span);
        // A relationship that is there already is one mistake, whatever else a new one would need.
        let is_new = rel.variable.as_ref().is_none_or(|name| self.scope.get(&name.text).is_none());
        if is_new && matches!(placed.purpose, Purpose::Create | Purpose::Merge) {
            self.check_creatable(rel, placed.purpose);
        }
        let ty = Ty::Rel(self.kinds_of_types(&types));
        let ty = if length.is_some() { Ty::list(ty) } else { ty };
        let (slot, bound) = self.rel_slot(rel, ty, placed);
        let index = placed.pattern.rels.len();
        let mut step = None;
        if let Some(test) = test {
            let tested = if length.is_some() { self.new_slot() } else { slot };
            let test = test.of(tested);
            if length.is_some() {
                step = Some(ir::StepTest { slot: tested, conditions: vec![test] });
            } else {
                placed.conditions.push(test);
            }
        }
        match &rel.condition {
            Some(_) if length.is_some() => placed.steps.push((index, rel)),
            condition => placed.inline.extend(condition.as_deref()),
        }
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
            step,
            group: None,
            span: rel.span,
        });
        placed.rel_properties.push(rel.properties.as_ref());
        index
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
        let is_type = rel.types.is_none() && self.schema.rel(&name.text).is_some();
        self.warn_about_name(name, is_type, "relationship type");
        (self.define(name, ty), false)
    }

    /// What can be made has one type, one direction and one step.
    fn check_creatable(&mut self, rel: &ast::RelPattern, purpose: Purpose) {
        let mut mistake = |code, message: &str, label: &str| {
            self.error(code, message, rel.span, label);
        };
        if rel.types.as_ref().is_none_or(|types| types.name().is_none()) {
            mistake(codes::NO_SINGLE_TYPE, "a new relationship needs exactly one type", "which type?");
        }
        if rel.length.is_some() {
            mistake(codes::WALK_MADE, "a walk of variable length can be found and not made", "how many steps?");
        }
        if rel.condition.is_some() {
            mistake(codes::BAD_CREATE, "what is made has properties and no condition", "has a condition");
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

    pub(super) fn kind_conflict(&mut self, name: &ast::Name, is: &str, wanted: &str) {
        let message = format!("`{}` is {is}, and stands here for {wanted}", name.text);
        self.error(codes::VARIABLE_KIND, message, name.span, &format!("used as {wanted}"));
    }

    /// Checks the conditions inside a pattern, which see all its names; that of a walk sees one step of it.
    pub(super) fn inline_conditions(&mut self, placed: &mut Placed<'_>) {
        for condition in std::mem::take(&mut placed.inline) {
            let aggregates = std::mem::replace(&mut self.aggregates, Aggregates::Forbidden("in WHERE"));
            let checked = self.condition(condition);
            self.aggregates = aggregates;
            placed.conditions.extend(checked);
        }
        for (index, rel) in std::mem::take(&mut placed.steps) {
            self.step_condition(rel, &mut placed.pattern.rels[index], &placed.before);
        }
    }

    fn step_condition(&mut self, written: &ast::RelPattern, rel: &mut ir::RelVar, before: &Scope) {
        let Some(condition) = &written.condition else { return };
        if let Some(length) = written.length.filter(|length| !length.quantity) {
            let message = "a walk with a star has no condition on its steps";
            self.report(
                Diagnostic::error(codes::BAD_PATTERN_USE, message)
                    .at(self.source, condition.span, "tests each step")
                    .at(self.source, length.span, "a star")
                    .hint("Write the number of steps behind the arrow: -[r:TYPE WHERE r.key > 1]->{1,3}"),
            );
        }
        let slot = rel.step.as_ref().map_or_else(|| self.new_slot(), |step| step.slot);
        let scope = std::mem::replace(&mut self.scope, before.clone());
        if let Some(name) = &written.variable {
            self.scope.insert(&name.text, slot, Ty::Rel(self.kinds_of_types(&rel.types)));
        }
        let aggregates = std::mem::replace(&mut self.aggregates, Aggregates::Forbidden("in WHERE"));
        let conditions = self.condition(condition);
        self.aggregates = aggregates;
        self.scope = scope;
        rel.step.get_or_insert_with(|| ir::StepTest { slot, conditions: Vec::new() }).conditions.extend(conditions);
    }

    /// Checks the properties of a pattern that is looked for.
    pub(super) fn match_properties(&mut self, placed: &mut Placed<'_>) {
        for index in 0..placed.pattern.nodes.len() {
            let slot = placed.pattern.nodes[index].slot;
            let ty = self.type_of_slot(slot, &placed.pattern.nodes[index]);
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

    fn type_of_slot(&self, slot: ir::Slot, node: &ir::NodeVar) -> Ty {
        let named = self.scope.iter().find(|(_, variable)| variable.slot == slot);
        let kinds = || self.kinds_among(&node.labels, node.options.as_deref());
        named.map_or_else(|| Ty::Node(kinds()), |(_, variable)| variable.ty.clone())
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
    pub(super) fn new(purpose: Purpose, before: Scope) -> Self {
        Self {
            pattern: ir::Pattern::default(),
            conditions: Vec::new(),
            inline: Vec::new(),
            node_properties: Vec::new(),
            rel_properties: Vec::new(),
            steps: Vec::new(),
            before,
            purpose,
            nodes: BTreeMap::new(),
            rels: BTreeMap::new(),
        }
    }

    /// Whether this part of the statement has given the name to a node or relationship already.
    pub(super) fn names(&self, name: &str) -> bool {
        self.nodes.contains_key(name) || self.rels.contains_key(name)
    }

    /// Lets a name stand for a node.
    pub(super) fn name_node(&mut self, name: &ast::Name, index: usize) {
        self.nodes.insert(name.text.clone(), index);
    }

    fn add_node(&mut self, node: &'q ast::NodePattern, slot: ir::Slot, bound: bool, labels: NodeLabels) -> usize {
        let (index, span) = (self.pattern.nodes.len(), node.span);
        let (properties, options) = (Vec::new(), None);
        self.pattern.nodes.push(ir::NodeVar { slot, bound, labels: Vec::new(), options, properties, span });
        self.node_properties.push(node.properties.iter().collect());
        self.refine(index, labels);
        index
    }

    /// Adds what a further place says of the labels of a node.
    fn refine(&mut self, index: usize, labels: NodeLabels) {
        let node = &mut self.pattern.nodes[index];
        node.labels.extend(labels.all);
        node.options = match (node.options.take(), labels.options) {
            (Some(a), Some(b)) => Some(a.into_iter().filter(|label| b.contains(label)).collect()),
            (a, b) => a.or(b),
        };
        self.conditions.extend(labels.rest.map(|test| test.of(node.slot)));
    }
}

/// How many nodes and relationships a path has.
fn size_of(steps: &[(ast::Link, ast::NodePattern)]) -> usize {
    let sizes = steps.iter().map(|(link, _)| match link {
        ast::Link::Rel(_) => 2,
        ast::Link::Group(group) => 1 + size_of(&group.steps),
    });
    1 + sizes.sum::<usize>()
}
