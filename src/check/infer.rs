//! What the schema says about the nodes of a pattern, and whether it can match at all.
//!
//! Each relationship type joins certain pairs of node types. Taking away what no pair allows, until nothing changes,
//! leaves the node types that are possible; when none is left, the pattern can never match.

use super::pattern::Purpose;
use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Diagnostic, codes};
use crate::graph::Schema;
use std::collections::BTreeSet;

/// Positions of types in the schema.
type Set = BTreeSet<usize>;

impl Checker<'_> {
    /// Refines the types of the pattern's variables, and warns about a pattern that the schema rules out.
    ///
    /// Of a pattern that is to be made, that is a mistake.
    pub(super) fn infer(&mut self, pattern: &ir::Pattern, purpose: Purpose) {
        if self.schema.open {
            return;
        }
        let mut nodes: Vec<Set> = pattern.nodes.iter().map(|node| self.possible(node)).collect();
        if let Some(index) = nodes.iter().position(Set::is_empty) {
            let (diagnostic, label) = finding(purpose, "no node can have all of these labels".to_owned());
            self.report(
                diagnostic
                    .at(self.source, pattern.nodes[index].span, label)
                    .hint("Each node has one type of the schema."),
            );
            return;
        }
        let mut rels: Vec<Set> = pattern.rels.iter().map(|rel| self.rel_kinds(rel)).collect();
        loop {
            let before: usize = nodes.iter().chain(&rels).map(Set::len).sum();
            for (index, rel) in pattern.rels.iter().enumerate().filter(|(_, rel)| rel.group.is_none()) {
                let known = nodes.clone();
                narrow(self.schema, rel, &mut nodes, &mut rels[index]);
                if nodes[rel.left].is_empty() || nodes[rel.right].is_empty() {
                    self.report_impossible(rel, &known, purpose);
                    return;
                }
            }
            if nodes.iter().chain(&rels).map(Set::len).sum::<usize>() == before {
                break;
            }
        }
        for (node, kinds) in pattern.nodes.iter().zip(&nodes) {
            let kinds: Vec<usize> = kinds.iter().copied().collect();
            self.scope.retype(node.slot, &Ty::Node(Some(kinds.into())));
        }
        for (rel, kinds) in pattern.rels.iter().zip(&rels).filter(|(rel, _)| rel.group.is_none()) {
            let ty = Ty::Rel(Some(kinds.iter().copied().collect::<Vec<usize>>().into()));
            self.scope.retype(rel.slot, &if rel.length.is_some() { Ty::list(ty) } else { ty });
        }
    }

    /// The node types that the labels, and for a known variable its type, leave possible.
    fn possible(&self, node: &ir::NodeVar) -> Set {
        let all: Set = (0..self.schema.nodes.len()).collect();
        let by_label = self.kinds_among(&node.labels, node.options.as_deref());
        let by_label: Set = by_label.map_or(all, |kinds| kinds.iter().copied().collect());
        let known = self.scope.iter().find(|(_, variable)| variable.slot == node.slot);
        match known.map(|(_, variable)| &variable.ty) {
            Some(Ty::Node(Some(kinds))) => by_label.into_iter().filter(|at| kinds.contains(at)).collect(),
            _ => by_label,
        }
    }

    fn rel_kinds(&self, rel: &ir::RelVar) -> Set {
        let all: Set = (0..self.schema.rels.len()).collect();
        self.kinds_of_types(&rel.types).map_or(all, |kinds| kinds.iter().copied().collect())
    }

    fn report_impossible(&mut self, rel: &ir::RelVar, known: &[Set], purpose: Purpose) {
        let words = |set: &Set| {
            let names: Vec<&str> = set.iter().take(4).map(|at| &*self.schema.nodes[*at].name).collect();
            if set.len() == self.schema.nodes.len() || set.len() > 3 { String::new() } else { names.join("|") }
        };
        let show = |set: &Set| {
            let words = words(set);
            if words.is_empty() { "()".to_owned() } else { format!("(:{words})") }
        };
        let types: Vec<&str> = rel.types.iter().map(|each| &**self.names.types.name(*each)).collect();
        let arrow = match rel.arrow {
            ir::Arrow::Right => ("-", "->"),
            ir::Arrow::Left => ("<-", "-"),
            ir::Arrow::Both => ("-", "-"),
        };
        let inner = match (types.is_empty(), rel.length) {
            (true, None) => String::new(),
            (true, Some(_)) => "[*]".to_owned(),
            (false, None) => format!("[:{}]", types.join("|")),
            (false, Some(_)) => format!("[:{}*]", types.join("|")),
        };
        let (left, right) = (show(&known[rel.left]), show(&known[rel.right]));
        let message = format!("the schema allows no {left}{}{inner}{}{right} in this pattern", arrow.0, arrow.1);
        let (mut diagnostic, label) = finding(purpose, message);
        diagnostic = diagnostic.at(self.source, rel.span, label);
        let mut flipped = known.to_vec();
        let turned = ir::RelVar { arrow: rel.arrow.flip(), ..rel.clone() };
        narrow(self.schema, &turned, &mut flipped, &mut self.rel_kinds(rel));
        if rel.arrow != ir::Arrow::Both && !flipped[rel.left].is_empty() && !flipped[rel.right].is_empty() {
            diagnostic = diagnostic.hint("Turn the arrow around: the relationship goes the other way.");
        }
        for name in &types {
            if let Some(declared) = self.schema.rel(name) {
                diagnostic = diagnostic.hint(format!("Rule: {}.", declared.rule()));
            }
        }
        self.report(diagnostic);
    }
}

/// A warning where the pattern is looked for, an error where it is made; with a word for its place.
fn finding(purpose: Purpose, message: String) -> (Diagnostic, &'static str) {
    match purpose {
        Purpose::Match | Purpose::Predicate => {
            (Diagnostic::warning(codes::IMPOSSIBLE_PATTERN, message), "matches nothing")
        }
        Purpose::Create | Purpose::Merge => (Diagnostic::error(codes::BAD_CREATE, message), "can't be made"),
    }
}

/// Leaves in the sets of both ends and of the relationship only what some rule allows together.
fn narrow(schema: &Schema, rel: &ir::RelVar, nodes: &mut [Set], kinds: &mut Set) {
    let walk = rel.length.filter(|length| *length != ir::Length { min: 1, max: Some(1) });
    if walk.is_some_and(|length| length.min == 0) {
        return;
    }
    let (mut left, mut right, mut used) = (Set::new(), Set::new(), Set::new());
    for at in kinds.iter() {
        for (start, end) in &schema.rels[*at].ends {
            let position = |name: &str| schema.nodes.iter().position(|node| *node.name == *name);
            let (Some(start), Some(end)) = (position(start), position(end)) else { continue };
            let ways: &[(usize, usize)] = match rel.arrow {
                ir::Arrow::Right => &[(start, end)],
                ir::Arrow::Left => &[(end, start)],
                ir::Arrow::Both => &[(start, end), (end, start)],
            };
            for (a, b) in ways {
                let (fits_left, fits_right) = (nodes[rel.left].contains(a), nodes[rel.right].contains(b));
                // In a walk each end is held by its own first or last step, so the two ends are judged apart.
                if fits_left && (fits_right || walk.is_some()) {
                    left.insert(*a);
                    used.insert(*at);
                }
                if fits_right && (fits_left || walk.is_some()) {
                    right.insert(*b);
                    used.insert(*at);
                }
            }
        }
    }
    nodes[rel.left] = left;
    if rel.left == rel.right {
        nodes[rel.right] = nodes[rel.right].intersection(&right).copied().collect();
    } else {
        nodes[rel.right] = right;
    }
    if walk.is_none() {
        *kinds = used;
    }
}
