//! Paths that are repeated, and paths of which only some are wanted.

use super::pattern::{Placed, Purpose};
use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::Type;
use std::collections::BTreeSet;

impl Checker<'_> {
    /// A path in parentheses that is repeated, between two nodes of the pattern around it.
    pub(super) fn place_group<'q>(
        &mut self,
        group: &'q ast::Group,
        left: usize,
        right: usize,
        placed: &mut Placed<'q>,
    ) -> Option<usize> {
        let quantity = self.check_group(group, placed.purpose)?;
        let before = placed.before.clone();
        let outside = std::mem::replace(&mut self.scope, before.clone());
        let mut inner = Placed::new(Purpose::Match, before);
        let (nodes, _) = self.place_chain(&group.start, &group.steps, &mut inner);
        inner.inline.extend(&group.condition);
        self.infer(&inner.pattern, Purpose::Match);
        self.match_properties(&mut inner);
        self.inline_conditions(&mut inner);
        let found = std::mem::replace(&mut self.scope, outside);
        let mut lists = Vec::new();
        for (name, span) in group_names(group) {
            let Some(variable) = found.get(&name.text).filter(|_| inner.names(&name.text)) else { continue };
            if placed.names(&name.text) {
                let message = format!("`{}` stands inside and outside of a path that is repeated", name.text);
                self.report(
                    Diagnostic::error(codes::VARIABLE_DEFINED, message)
                        .at(self.source, span, "differs from repetition to repetition")
                        .hint("Give it another name inside; the nodes at both ends are joined without a name."),
                );
                continue;
            }
            let list = self.define(name, Ty::list(variable.ty.clone()));
            lists.push((variable.slot, list));
        }
        let (first, last) = (*nodes.first()?, *nodes.last()?);
        let index = placed.pattern.rels.len();
        placed.pattern.rels.push(ir::RelVar {
            slot: self.new_slot(),
            bound: false,
            types: Vec::new(),
            properties: Vec::new(),
            left,
            right,
            arrow: ir::Arrow::Right,
            length: Some(quantity),
            step: None,
            group: Some(Box::new(ir::Group {
                pattern: inner.pattern,
                conditions: inner.conditions,
                first,
                last,
                lists,
            })),
            span: group.span,
        });
        placed.rel_properties.push(None);
        Some(index)
    }

    /// What a repeated path must be; how often it may be repeated.
    fn check_group(&mut self, group: &ast::Group, purpose: Purpose) -> Option<ir::Length> {
        let mut mistake = |code, message: &str, span, label: &str, hint: &str| {
            self.report(Diagnostic::error(code, message).at(self.source, span, label).hint(hint));
            None
        };
        if matches!(purpose, Purpose::Create | Purpose::Merge) {
            let hint = "Write each node and relationship that is to be made.";
            return mistake(
                codes::WALK_MADE,
                "a repeated path can be found and not made",
                group.span,
                "in a change",
                hint,
            );
        }
        let Some(quantity) = group.quantity else {
            let message = "parentheses within a path say how often what they hold is repeated";
            let hint = "Write a number behind them, as in ((a)-->(b)){1,3}, or leave them out.";
            return mistake(codes::BAD_PATTERN_USE, message, group.span, "how often?", hint);
        };
        if group.steps.is_empty() {
            let message = "a path that is repeated has a relationship in it";
            let hint = "For example: ((a)-->(b)){1,3}";
            return mistake(codes::BAD_PATTERN_USE, message, group.span, "only a node", hint);
        }
        for (link, _) in &group.steps {
            let (repeated, span) = match link {
                ast::Link::Rel(rel) => (rel.length.is_some(), rel.span),
                ast::Link::Group(inner) => (true, inner.span),
            };
            if repeated {
                let message = "what is repeated can't have a number of steps of its own";
                let hint = "Leave one of the two numbers out, or write the inner steps one by one.";
                return mistake(codes::BAD_PATTERN_USE, message, span, "repeated within a repetition", hint);
            }
        }
        Some(ir::Length { min: quantity.min.unwrap_or(0), max: quantity.max })
    }

    /// A path of which only some are wanted.
    pub(super) fn place_selection<'q>(&mut self, pattern: &'q ast::Pattern, alone: bool, placed: &mut Placed<'q>) {
        let Some(selector) = pattern.selector else { return };
        if self.check_selection(pattern, selector, alone, placed.purpose) {
            // Its names are known all the same.
            return self.place_pattern(pattern, placed);
        }
        let nested = !pattern.steps.is_empty();
        let left = self.place_node(&pattern.start, !nested, placed);
        let last = pattern.steps.last().map_or(&pattern.start, |(_, node)| node);
        let right = if nested { self.place_node(last, false, placed) } else { left };
        let mut inner = Placed::new(placed.purpose, placed.before.clone());
        let mut at = inner.known(&placed.pattern.nodes[left], &pattern.start);
        for (index, (link, node)) in pattern.steps.iter().enumerate() {
            let next = if index + 1 < pattern.steps.len() {
                self.place_node(node, false, &mut inner)
            } else if left == right {
                0
            } else {
                inner.known(&placed.pattern.nodes[right], node)
            };
            match link {
                ast::Link::Rel(rel) => self.place_rel(rel, at, next, &mut inner),
                ast::Link::Group(group) => self.place_group(group, at, next, &mut inner).unwrap_or_default(),
            };
            at = next;
        }
        let slot = pattern.variable.as_ref().map(|name| self.define(name, Ty::Plain(Type::Path)));
        inner.inline.extend(&pattern.condition);
        self.infer(&inner.pattern, placed.purpose);
        self.match_properties(&mut inner);
        self.inline_conditions(&mut inner);
        let mut selection = ir::Selection {
            selector: match selector {
                ast::Selector::ShortestPath => ir::Selector::Paths(1),
                ast::Selector::AllShortestPaths => ir::Selector::Groups(1),
                ast::Selector::Shortest(count) => ir::Selector::Paths(count),
                ast::Selector::Groups(count) => ir::Selector::Groups(count),
            },
            left,
            right,
            path: inner.pattern,
            conditions: Vec::new(),
            slot,
            closed: !is_function(selector),
            span: pattern.span,
        };
        self.test_properties(&mut selection, placed.pattern.nodes[right].slot, &mut inner.conditions);
        let own = selection.own_slots();
        // What only reads the ends holds for all paths between them or for none, so it may be tested before.
        let (of_path, of_ends) = inner.conditions.into_iter().partition(|condition| self.reads_any(condition, &own));
        selection.conditions = of_path;
        placed.conditions.extend::<Vec<ir::Expr>>(of_ends);
        placed.pattern.selections.push(selection);
    }

    /// Turns the properties that the relationships of a selected path must have into conditions: of each step of a walk
    /// where it can be told there, of the whole path otherwise.
    fn test_properties(&mut self, selection: &mut ir::Selection, end: ir::Slot, conditions: &mut Vec<ir::Expr>) {
        let mut late = selection.own_slots();
        late.push(end);
        for rel in &mut selection.path.rels {
            for (key, value) in std::mem::take(&mut rel.properties) {
                if rel.length.is_none() {
                    conditions.push(ir::Expr::property_is(rel.slot, key, value));
                } else if self.reads_any(&value, &late) {
                    let (slot, span) = (self.new_slot(), value.span);
                    let kind = ir::ExprKind::Quantifier {
                        quantifier: ir::Quantifier::All,
                        slot,
                        list: Box::new(ir::Expr::slot(rel.slot, span)),
                        condition: Box::new(ir::Expr::property_is(slot, key, value)),
                    };
                    conditions.push(ir::Expr { kind, span });
                } else {
                    let slot = rel.step.as_ref().map_or_else(|| self.new_slot(), |step| step.slot);
                    let step = rel.step.get_or_insert_with(|| ir::StepTest { slot, conditions: Vec::new() });
                    step.conditions.push(ir::Expr::property_is(slot, key, value));
                }
            }
        }
    }

    /// Gives `shortestPath` and its kin the conditions of WHERE about their paths, which restrict what is searched; of a
    /// path that is selected with `SHORTEST` they restrict what was found. Gives the other conditions.
    pub(super) fn restrict_selections(
        &self,
        conditions: Vec<ir::Expr>,
        patterns: &[ast::Pattern],
        pattern: &mut ir::Pattern,
    ) -> Vec<ir::Expr> {
        let selectors = patterns.iter().filter_map(|pattern| pattern.selector);
        let mut searched: Vec<(usize, Vec<ir::Slot>, Vec<ir::Slot>)> = Vec::new();
        for (at, selector) in selectors.enumerate().take(pattern.selections.len()) {
            if is_function(selector) {
                let selection = &pattern.selections[at];
                let own = selection.own_slots();
                let ends = [selection.left, selection.right].map(|index| pattern.nodes[index].slot);
                let mut foreign: Vec<ir::Slot> = pattern.nodes.iter().map(|node| node.slot).collect();
                foreign.extend(pattern.rels.iter().map(|rel| rel.slot));
                foreign.extend(pattern.paths.iter().map(|path| path.slot));
                let others = pattern.selections.iter().enumerate().filter(|(index, _)| *index != at);
                foreign.extend(others.flat_map(|(_, other)| other.own_slots()));
                foreign.retain(|slot| !ends.contains(slot));
                searched.push((at, own, foreign));
            }
        }
        let mut rest = Vec::new();
        for condition in conditions {
            let belongs = searched
                .iter()
                .find(|(_, own, foreign)| self.reads_any(&condition, own) && !self.reads_any(&condition, foreign));
            match belongs {
                Some((at, ..)) => pattern.selections[*at].conditions.push(condition),
                None => rest.push(condition),
            }
        }
        rest
    }

    fn reads_any(&self, expr: &ir::Expr, slots: &[ir::Slot]) -> bool {
        let mut any = false;
        expr.slots(&self.subqueries, &mut |slot| any |= slots.contains(&slot));
        any
    }

    /// Whether this is no path of which some can be selected; it is noted why.
    fn check_selection(
        &mut self,
        pattern: &ast::Pattern,
        selector: ast::Selector,
        alone: bool,
        purpose: Purpose,
    ) -> bool {
        let before = self.findings.len();
        if matches!(purpose, Purpose::Create | Purpose::Merge) {
            self.error(codes::BAD_CREATE, "a shortest path can be found and not made", pattern.span, "in a change");
        }
        if is_function(selector) {
            let only_rel = match pattern.steps.as_slice() {
                [(ast::Link::Rel(rel), _)] => Some(rel),
                _ => None,
            };
            if only_rel.is_none() {
                let message = "a shortest path goes from one node to another by one relationship pattern";
                self.error(codes::BAD_PATTERN_USE, message, pattern.span, "not of this form");
            }
            if let Some(ast::Length { min: Some(2..), span, .. }) = only_rel.and_then(|rel| rel.length) {
                let message = "a shortest path can't have a least length above 1";
                self.error(codes::BAD_LENGTH, message, span, "asks for more");
            }
        } else if !alone {
            self.report(
                Diagnostic::error(codes::BAD_PATTERN_USE, "a path that is selected stands alone in its MATCH")
                    .at(self.source, pattern.span, "selected")
                    .hint("Write the other patterns in a MATCH of their own."),
            );
        }
        for (link, _) in &pattern.steps {
            if let ast::Link::Rel(rel) = link
                && let Some(name) = &rel.variable
                && self.scope.get(&name.text).is_some()
            {
                let message = format!("`{}` is known before, and a selected path can't be held to it", name.text);
                self.error(codes::VARIABLE_DEFINED, message, name.span, "defined before");
            }
        }
        self.findings.len() > before
    }
}

impl<'q> Placed<'q> {
    /// A node of the pattern around, which is found before this part.
    fn known(&mut self, node: &ir::NodeVar, written: &'q ast::NodePattern) -> usize {
        let index = self.pattern.nodes.len();
        self.pattern.nodes.push(ir::NodeVar { bound: true, properties: Vec::new(), ..node.clone() });
        self.node_properties.push(Vec::new());
        if let Some(name) = &written.variable {
            self.name_node(name, index);
        }
        index
    }
}

/// Whether paths are selected by `shortestPath` or `allShortestPaths`.
fn is_function(selector: ast::Selector) -> bool {
    matches!(selector, ast::Selector::ShortestPath | ast::Selector::AllShortestPaths)
}

/// The names inside a repeated path, in order, each once.
fn group_names(group: &ast::Group) -> Vec<(&ast::Name, crate::diag::Span)> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    let mut add = |name: &'_ Option<ast::Name>| name.as_ref().is_some_and(|name| seen.insert(name.text.clone()));
    if add(&group.start.variable) {
        names.extend(&group.start.variable);
    }
    for (link, node) in &group.steps {
        if let ast::Link::Rel(rel) = link
            && add(&rel.variable)
        {
            names.extend(&rel.variable);
        }
        if add(&node.variable) {
            names.extend(&node.variable);
        }
    }
    names.into_iter().map(|name| (name, name.span)).collect()
}
