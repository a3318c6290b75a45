//! Expressions that look into the graph, and those that bring variables of their own.

use super::aggregation::Aggregates;
use super::pattern::Purpose;
use super::scope::Scope;
use super::types::Ty;
use super::{Checker, ir};
use crate::diag::Span;
use crate::syntax::ast;
use crate::value::Type;
use std::collections::BTreeMap;

/// What a nested query must give back when it is done.
pub(super) struct Outside {
    scope: Scope,
    outer: Scope,
    outer_slots: u32,
    aggregates: Aggregates,
    /// Slots below this one belong to the query around.
    slots: u32,
    reads: usize,
}

impl Checker<'_> {
    /// `(a)-->(b)` as a condition: all its variables are known.
    pub(super) fn pattern_predicate(&mut self, pattern: &ast::Pattern, span: Span) -> (ir::Expr, Ty) {
        let outside = self.enter();
        let clause = self.lookup(pattern, Purpose::Predicate, None);
        let id = self.leave(outside, vec![self.lone(clause)], false, ir::Yield::Exists);
        (ir::Expr { kind: ir::ExprKind::Subquery(id), span }, Ty::BOOL)
    }

    /// `[(a)-->(b) WHERE … | value]`
    pub(super) fn pattern_comprehension(
        &mut self,
        pattern: &ast::Pattern,
        condition: Option<&ast::Expr>,
        value: &ast::Expr,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let outside = self.enter();
        let clause = self.lookup(pattern, Purpose::Match, condition);
        let (value, ty) = self.expr(value);
        let id = self.leave(outside, vec![self.lone(clause)], false, ir::Yield::List(value));
        (ir::Expr { kind: ir::ExprKind::Subquery(id), span }, Ty::list(ty))
    }

    /// `shortestPath((a)-[*]->(b))` as a value.
    pub(super) fn shortest_path(&mut self, pattern: &ast::Pattern, span: Span) -> (ir::Expr, Ty) {
        let outside = self.enter();
        let mut clause = self.lookup(pattern, Purpose::Predicate, None);
        let slot = self.new_slot();
        if let ir::Clause::Match(found) = &mut clause
            && let Some(selection) = found.pattern.selections.first_mut()
        {
            selection.slot = Some(slot);
        }
        let path = ir::Expr::slot(slot, span);
        let ty = Ty::Plain(Type::Path);
        let (yields, ty) = match pattern.selector {
            Some(ast::Selector::AllShortestPaths) => (ir::Yield::List(path), Ty::list(ty)),
            _ => (ir::Yield::First(path), ty),
        };
        let id = self.leave(outside, vec![self.lone(clause)], false, yields);
        (ir::Expr { kind: ir::ExprKind::Subquery(id), span }, ty)
    }

    fn lookup(&mut self, pattern: &ast::Pattern, purpose: Purpose, condition: Option<&ast::Expr>) -> ir::Clause {
        let first_new = self.slots;
        let (pattern, mut conditions) = self.found_pattern(std::slice::from_ref(pattern), purpose);
        let binds = (first_new..self.slots).map(ir::Slot).collect();
        conditions.extend(condition.map_or_else(Vec::new, |condition| self.condition(condition)));
        ir::Clause::Match(ir::Match { pattern, conditions, optional: false, binds })
    }

    /// A query of one clause, of which no column is taken.
    fn lone(&self, clause: ir::Clause) -> ir::Part {
        ir::Part { clauses: vec![clause], columns: Vec::new(), variables: BTreeMap::new() }
    }

    /// Begins a nested query, which sees every variable of the query around it and keeps it.
    pub(super) fn enter(&mut self) -> Outside {
        let aggregates = std::mem::replace(&mut self.aggregates, Aggregates::Forbidden("in a nested query"));
        let outer = std::mem::replace(&mut self.outer, self.scope.clone());
        let outer_slots = std::mem::replace(&mut self.outer_slots, self.slots);
        Outside {
            scope: self.scope.clone(),
            outer,
            outer_slots,
            aggregates,
            slots: self.slots,
            reads: self.reads.len(),
        }
    }

    /// Ends a nested query.
    pub(super) fn leave(
        &mut self,
        outside: Outside,
        parts: Vec<ir::Part>,
        distinct: bool,
        yields: ir::Yield,
    ) -> ir::SubqueryId {
        let mut read = self.reads[outside.reads..].to_vec();
        read.retain(|(slot, _)| slot.0 < outside.slots);
        self.scope = outside.scope;
        self.outer = outside.outer;
        self.outer_slots = outside.outer_slots;
        self.aggregates = outside.aggregates;
        for (slot, span) in &read {
            self.check_grouped(self.source.slice(*span), *slot, *span);
        }
        let mut uses: Vec<ir::Slot> = read.into_iter().map(|(slot, _)| slot).collect();
        uses.sort_unstable();
        uses.dedup();
        self.subqueries.push(ir::Subquery { parts, distinct, yields, uses });
        ir::SubqueryId(self.subqueries.len() - 1)
    }

    /// `[x IN list WHERE condition | value]`
    pub(super) fn list_comprehension(
        &mut self,
        variable: &ast::Name,
        list: &ast::Expr,
        condition: Option<&ast::Expr>,
        value: Option<&ast::Expr>,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let (list, ty) = self.typed(list, &Type::list(Type::Any), "a list comprehension");
        let scope = self.scope.clone();
        let slot = self.local(variable, ty.element());
        let condition = condition.map(|condition| Box::new(self.typed(condition, &Type::Bool, "a condition").0));
        let mut result = ty.element();
        let value = value.map(|value| {
            let (value, ty) = self.expr(value);
            result = ty;
            Box::new(value)
        });
        self.scope = scope;
        let kind = ir::ExprKind::ListComprehension { slot, list: Box::new(list), condition, value };
        (ir::Expr { kind, span }, Ty::list(result))
    }

    /// `all(x IN list WHERE condition)` and its kin.
    pub(super) fn quantifier(
        &mut self,
        quantifier: ast::Quantifier,
        variable: &ast::Name,
        list: &ast::Expr,
        condition: &ast::Expr,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let (list, ty) = self.typed(list, &Type::list(Type::Any), "a quantifier");
        let scope = self.scope.clone();
        let slot = self.local(variable, ty.element());
        let condition = Box::new(self.typed(condition, &Type::Bool, "a condition").0);
        self.scope = scope;
        let quantifier = match quantifier {
            ast::Quantifier::All => ir::Quantifier::All,
            ast::Quantifier::Any => ir::Quantifier::Any,
            ast::Quantifier::None => ir::Quantifier::None,
            ast::Quantifier::Single => ir::Quantifier::Single,
        };
        (
            ir::Expr { kind: ir::ExprKind::Quantifier { quantifier, slot, list: Box::new(list), condition }, span },
            Ty::BOOL,
        )
    }

    /// `reduce(total = init, x IN list | value)`
    pub(super) fn reduce(
        &mut self,
        total: &ast::Name,
        init: &ast::Expr,
        variable: &ast::Name,
        list: &ast::Expr,
        value: &ast::Expr,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let (init, _) = self.expr(init);
        let (list, ty) = self.typed(list, &Type::list(Type::Any), "reduce()");
        let scope = self.scope.clone();
        let total = self.local(total, Ty::ANY);
        let slot = self.local(variable, ty.element());
        let (value, _) = self.expr(value);
        self.scope = scope;
        let (init, list, value) = (Box::new(init), Box::new(list), Box::new(value));
        (ir::Expr { kind: ir::ExprKind::Reduce { total, init, slot, list, value }, span }, Ty::ANY)
    }

    /// A variable within an expression; it may hide one from outside.
    fn local(&mut self, name: &ast::Name, ty: Ty) -> ir::Slot {
        let slot = self.named_slot(&name.text);
        self.scope.insert(&name.text, slot, ty);
        slot
    }
}
