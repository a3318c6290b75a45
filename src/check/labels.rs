//! Label expressions: which labels a node must have, which types a relationship may have.

use super::pattern::Purpose;
use super::types::{Kinds, Ty};
use super::{Checker, ir};
use crate::diag::{Diagnostic, Span, codes};
use crate::graph::{LabelId, TypeId};
use crate::syntax::ast;
use crate::value::Type;

/// What a node pattern says of the labels of its node.
#[derive(Default)]
pub(super) struct NodeLabels {
    /// The labels that it must have.
    pub(super) all: Vec<LabelId>,
    /// The labels of which it has one, where the schema can tell.
    pub(super) options: Option<Vec<LabelId>>,
    /// What must be true besides.
    pub(super) rest: Option<Test>,
}

/// A test of labels or of a type that waits for the slot of what it tests.
pub(super) struct Test {
    test: ir::LabelTest,
    span: Span,
}

impl Test {
    /// The test of what stands in a slot.
    pub(super) fn of(self, slot: ir::Slot) -> ir::Expr {
        let owner = Box::new(ir::Expr::slot(slot, self.span));
        ir::Expr { kind: ir::ExprKind::HasLabels(owner, self.test), span: self.span }
    }
}

impl Checker<'_> {
    /// The labels of a node pattern: names that must all be there, and a test for the rest.
    pub(super) fn node_labels(&mut self, node: &ast::NodePattern, purpose: Purpose) -> NodeLabels {
        if matches!(purpose, Purpose::Create | Purpose::Merge)
            && let Some(condition) = &node.condition
        {
            let message = "what is made has properties and no condition";
            self.error(codes::BAD_CREATE, message, condition.span, "a condition");
        }
        let Some(labels) = &node.labels else { return NodeLabels::default() };
        let mut found = NodeLabels::default();
        let mut rest = Vec::new();
        for part in labels.conjuncts() {
            match part.name() {
                Some(name) => found.all.extend(self.label(name)),
                None => rest.push(self.test(part, true, false)),
            }
        }
        if rest.is_empty() {
            return found;
        }
        if matches!(purpose, Purpose::Create | Purpose::Merge) {
            self.report(
                Diagnostic::error(codes::BAD_CREATE, "what is made has labels by name")
                    .at(self.source, labels.span(), "is a condition on labels")
                    .hint("Write the labels one after the other: (n:A:B)"),
            );
            return found;
        }
        let test = conjunction(rest);
        if !self.schema.open {
            found.options = Some(self.possible_labels(&test));
        }
        found.rest = Some(Test { test, span: labels.span() });
        found
    }

    /// The types of a relationship pattern, any when empty, and a test for what they do not say.
    pub(super) fn rel_types(&mut self, types: Option<&ast::LabelExpr>) -> (Vec<TypeId>, Option<Test>) {
        let Some(types) = types else { return (Vec::new(), None) };
        if let Some(names) = types.choice() {
            let mut ids: Vec<TypeId> = names.into_iter().filter_map(|name| self.rel_type(name)).collect();
            // Each type is walked in turn, so one that stands twice would give every match twice.
            ids.sort_unstable();
            ids.dedup();
            return (ids, None);
        }
        let test = self.test(types, false, true);
        let mut possible = Vec::new();
        if !self.schema.open {
            possible = self.possible_types(&test);
            if possible.is_empty() {
                self.report(
                    Diagnostic::warning(codes::IMPOSSIBLE_PATTERN, "no relationship can have such a type")
                        .at(self.source, types.span(), "matches nothing")
                        .hint("Each relationship has exactly one type."),
                );
            }
        }
        let test = Test { test, span: types.span() };
        if possible.is_empty() { (possible, Some(test)) } else { (possible, None) }
    }

    /// The labels of the schema with which a node passes a test; in a strict schema each node has one.
    fn possible_labels(&mut self, test: &ir::LabelTest) -> Vec<LabelId> {
        let names: Vec<_> = self.schema.nodes.iter().map(|node| node.name.clone()).collect();
        let ids: Vec<LabelId> = names.iter().map(|name| self.names.labels.intern(name)).collect();
        ids.into_iter().filter(|id| passes(test, &|label, _| label == Some(*id))).collect()
    }

    /// The types of the schema with which a relationship passes a test.
    fn possible_types(&mut self, test: &ir::LabelTest) -> Vec<TypeId> {
        let names: Vec<_> = self.schema.rels.iter().map(|rel| rel.name.clone()).collect();
        let mut ids: Vec<TypeId> = names.iter().map(|name| self.names.types.intern(name)).collect();
        ids.sort_unstable();
        ids.into_iter().filter(|id| passes(test, &|_, kind| kind == Some(*id))).collect()
    }

    /// The node types that the labels of a pattern leave possible.
    pub(super) fn kinds_of_node(&self, labels: &NodeLabels) -> Kinds {
        self.kinds_among(&labels.all, labels.options.as_deref())
    }

    /// The node types that have all of these labels, and one of the options if there are any.
    pub(super) fn kinds_among(&self, labels: &[LabelId], options: Option<&[LabelId]>) -> Kinds {
        let by_label = self.kinds_of_labels(labels);
        let Some(options) = options else { return by_label };
        let mut kinds: Vec<usize> = options
            .iter()
            .filter_map(|label| self.kinds_of_labels(&[*label]))
            .flat_map(|kinds| kinds.to_vec())
            .collect();
        kinds.retain(|at| by_label.as_ref().is_none_or(|known| known.contains(at)));
        kinds.sort_unstable();
        Some(kinds.into())
    }

    /// `a:Label` and its kin as an expression.
    pub(super) fn has_labels(&mut self, entity: &ast::Expr, labels: &ast::LabelExpr, span: Span) -> (ir::Expr, Ty) {
        let wanted = Type::OneOf(vec![Type::Node, Type::Rel]);
        let (inner, ty) = self.typed(entity, &wanted, "a label test");
        let (may_be_node, may_be_rel) = (!matches!(ty, Ty::Rel(_)), !matches!(ty, Ty::Node(_)));
        let test = self.test(labels, may_be_node, may_be_rel);
        (ir::Expr { kind: ir::ExprKind::HasLabels(Box::new(inner), test), span }, Ty::BOOL)
    }

    /// A label expression with its names looked up.
    fn test(&mut self, labels: &ast::LabelExpr, may_be_node: bool, may_be_rel: bool) -> ir::LabelTest {
        let mut parts =
            |parts: &[ast::LabelExpr]| parts.iter().map(|part| self.test(part, may_be_node, may_be_rel)).collect();
        match labels {
            ast::LabelExpr::Any(_) => ir::LabelTest::Any,
            ast::LabelExpr::Not(inner, _) => ir::LabelTest::Not(Box::new(self.test(inner, may_be_node, may_be_rel))),
            ast::LabelExpr::And(all) => ir::LabelTest::And(parts(all)),
            ast::LabelExpr::Or(any) => ir::LabelTest::Or(parts(any)),
            ast::LabelExpr::Name(name) => {
                // Where it is not known what is tested, the name decides in which of the two name spaces it is looked up.
                let is_type = self.schema.open || self.schema.rel(&name.text).is_some();
                let is_label = self.schema.open || self.schema.node(&name.text).is_some() || !is_type;
                let as_type = may_be_rel && (is_type || !may_be_node);
                let as_label = may_be_node && (is_label || !may_be_rel);
                let kind = if as_type { self.rel_type(name) } else { None };
                let label = if as_label { self.label(name) } else { None };
                ir::LabelTest::Name { label, kind }
            }
        }
    }
}

fn conjunction(mut tests: Vec<ir::LabelTest>) -> ir::LabelTest {
    if tests.len() == 1 { tests.remove(0) } else { ir::LabelTest::And(tests) }
}

/// Whether something with exactly one name passes a test; `is` says whether a name is that one.
fn passes(test: &ir::LabelTest, is: &dyn Fn(Option<LabelId>, Option<TypeId>) -> bool) -> bool {
    match test {
        ir::LabelTest::Name { label, kind } => is(*label, *kind),
        ir::LabelTest::Any => true,
        ir::LabelTest::Not(inner) => !passes(inner, is),
        ir::LabelTest::And(parts) => parts.iter().all(|part| passes(part, is)),
        ir::LabelTest::Or(parts) => parts.iter().any(|part| passes(part, is)),
    }
}
