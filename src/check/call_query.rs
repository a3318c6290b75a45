//! Whole queries inside a query: `EXISTS { … }` and its kin, `CALL { … }`, and the changes of `FOREACH`.

use super::aggregation::Aggregates;
use super::clause::Ending;
use super::scope::Scope;
use super::types::Ty;
use super::{Checker, Union, ir};
use crate::diag::{Diagnostic, Span, codes};
use crate::syntax::ast;
use crate::value::Type;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// `EXISTS { … }`, `COUNT { … }`, `COLLECT { … }`
    pub(super) fn nested_query(
        &mut self,
        usage: ast::SubqueryUse,
        subquery: &ast::Subquery,
        span: Span,
    ) -> (ir::Expr, Ty) {
        let word = match usage {
            ast::SubqueryUse::Exists => "EXISTS",
            ast::SubqueryUse::Count => "COUNT",
            ast::SubqueryUse::Collect => "COLLECT",
        };
        let ending = if usage == ast::SubqueryUse::Collect { Ending::Column } else { Ending::Rows };
        let outside = self.enter();
        let mut column = Ty::ANY;
        let union = match subquery {
            ast::Subquery::Pattern(clause) => {
                if usage == ast::SubqueryUse::Collect {
                    self.no_column(span);
                }
                let clauses = self.clauses(&[ast::Clause::Match(clause.clone())]).0;
                let part = ir::Part { clauses, columns: Vec::new(), variables: BTreeMap::new() };
                Union { parts: vec![part], distinct: false, columns: Vec::new() }
            }
            ast::Subquery::Query(query) if query.writes() => {
                self.error(
                    codes::CLAUSE_ORDER,
                    format!("{word} {{ }} can't change the graph"),
                    query.span,
                    "changes it",
                );
                Union { parts: Vec::new(), distinct: false, columns: Vec::new() }
            }
            ast::Subquery::Query(query) => {
                let start = self.scope.clone();
                let (union, types) = self.parts(query, ending, |checker, _| checker.scope = start.clone());
                if usage == ast::SubqueryUse::Collect {
                    match types.as_slice() {
                        [only] => column = only.clone(),
                        _ => self.no_column(span),
                    }
                }
                union
            }
        };
        let (yields, ty) = match usage {
            ast::SubqueryUse::Exists => (ir::Yield::Exists, Ty::BOOL),
            ast::SubqueryUse::Count => (ir::Yield::Count, Ty::Plain(Type::Int)),
            ast::SubqueryUse::Collect => (ir::Yield::Column, Ty::list(column)),
        };
        let id = self.leave(outside, union.parts, union.distinct, yields);
        (ir::Expr { kind: ir::ExprKind::Subquery(id), span }, ty)
    }

    fn no_column(&mut self, span: Span) {
        self.report(
            Diagnostic::error(codes::CLAUSE_ORDER, "COLLECT { } returns exactly one column")
                .at(self.source, span, "which value?")
                .hint("End it with RETURN and one value, as in COLLECT { MATCH (a)-->(b) RETURN b.name }."),
        );
    }

    /// The parts of a query inside another, with the types of its columns; `begin` sets the scope of each part.
    fn parts(
        &mut self,
        query: &ast::Query,
        ending: Ending,
        mut begin: impl FnMut(&mut Self, &ast::SingleQuery),
    ) -> (Union, Vec<Ty>) {
        let mut types: Vec<Ty> = Vec::new();
        let union = self.union(query, |checker, part| {
            begin(checker, part);
            checker.clause_order(part, ending);
            if let (Some(ast::Clause::Finish(span)), Ending::Rows) = (part.clauses.last(), ending) {
                checker.error(codes::CLAUSE_ORDER, "FINISH can't stand in an expression", *span, "gives no row");
            }
            let (clauses, columns) = checker.clauses(&part.clauses);
            for (index, (name, _)) in columns.iter().enumerate() {
                let ty = checker.scope.get(name).map_or(Ty::ANY, |variable| variable.ty.clone());
                match types.get_mut(index) {
                    Some(known) => *known = known.clone().join(&ty),
                    None => types.push(ty),
                }
            }
            let (names, slots) = columns.into_iter().unzip();
            (ir::Part { clauses, columns: slots, variables: BTreeMap::new() }, names)
        });
        (union, types)
    }

    /// `[OPTIONAL] CALL (x, y) { … }`
    pub(super) fn call_query(&mut self, call: &ast::CallQuery) -> Option<ir::Clause> {
        let around = self.scope.clone();
        let (outer, outer_slots) = (self.outer.clone(), self.outer_slots);
        match &call.imports {
            ast::Imports::With => {}
            ast::Imports::All => self.outer = around.clone(),
            ast::Imports::Names(names) => {
                self.check_imports(names);
                let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
                self.outer = around.only(&names);
            }
        }
        if let ast::Imports::With = call.imports {
            self.outer = Scope::default();
        } else {
            self.outer_slots = self.slots;
        }
        let (union, types) = self.parts(&call.query, Ending::Statement, |checker, part| {
            checker.scope = match &call.imports {
                ast::Imports::With if checker.imports(part, &around) => around.clone(),
                ast::Imports::With => Scope::apart_from(&around),
                _ => checker.outer.clone(),
            };
        });
        let taken_in = std::mem::replace(&mut self.outer, outer);
        self.outer_slots = outer_slots;
        self.scope = around;
        let outputs = call.query.returns().then(|| {
            self.require_aliases(&call.query);
            let columns = union.columns.iter().zip(types);
            let column = |(name, ty): (&String, Ty)| match taken_in.get(name) {
                // That the name is taken was noted where it was given.
                Some(_) => self.new_slot(),
                None => self.define(&returned(&call.query, name), ty),
            };
            columns.map(column).collect()
        });
        let (parts, distinct, optional) = (union.parts, union.distinct, call.optional);
        Some(ir::Clause::Apply(ir::Apply { parts, distinct, optional, outputs }))
    }

    /// Notes names in parentheses that are not known or stand twice.
    fn check_imports(&mut self, names: &[ast::Name]) {
        for (index, name) in names.iter().enumerate() {
            if names[..index].iter().any(|other| other.text == name.text) {
                self.error(codes::VARIABLE_DEFINED, format!("`{}` stands here twice", name.text), name.span, "again");
            }
            self.variable(&name.text, name.span);
        }
    }

    /// Whether a called query begins with a WITH that takes variables in.
    fn imports(&mut self, part: &ast::SingleQuery, around: &Scope) -> bool {
        let Some(ast::Clause::With(with)) = part.clauses.first() else { return false };
        let projection = &with.projection;
        let known = |item: &ast::Item| match &item.expr.kind {
            ast::ExprKind::Variable(name) => item.alias.is_none() && around.get(name).is_some(),
            _ => false,
        };
        let lists = projection.star.is_some() || !projection.items.is_empty();
        if !lists || !projection.items.iter().all(known) {
            return false;
        }
        let narrowed = projection.distinct
            || !projection.order.is_empty()
            || projection.skip.is_some()
            || projection.limit.is_some()
            || with.condition.is_some();
        if narrowed {
            let message = "a WITH that takes variables into a query only lists them";
            self.report(
                Diagnostic::error(codes::CLAUSE_ORDER, message)
                    .at(self.source, with.span, "does more")
                    .hint("Put what it does besides into a second WITH."),
            );
        }
        true
    }

    /// Notes a returned value without a name, since the query around knows it by that.
    fn require_aliases(&mut self, query: &ast::Query) {
        let projections = query.parts.iter().filter_map(|part| match part.clauses.last() {
            Some(ast::Clause::Return(projection)) => Some(projection),
            _ => None,
        });
        let items: Vec<&ast::Item> = projections.flat_map(|projection| &projection.items).collect();
        for item in items {
            if item.alias.is_none() && !matches!(item.expr.kind, ast::ExprKind::Variable(_)) {
                self.report(
                    Diagnostic::error(codes::NO_ALIAS, "what a called query returns needs a name")
                        .at(self.source, item.expr.span, "has no name")
                        .hint("Add AS and a name, so that the next clause can use it."),
                );
            }
        }
    }

    /// `FOREACH (x IN list | …)`
    pub(super) fn foreach(&mut self, clause: &ast::Foreach) -> ir::Clause {
        self.aggregates = Aggregates::Forbidden("in FOREACH");
        let (list, ty) = self.typed(&clause.list, &Type::list(Type::Any), "FOREACH");
        let scope = self.scope.clone();
        let slot = self.define(&clause.variable, ty.element());
        let (changes, others): (Vec<_>, Vec<_>) = clause
            .clauses
            .iter()
            .cloned()
            .partition(|each| each.writes() && !matches!(each, ast::Clause::CallQuery(_)));
        for other in &others {
            self.report(
                Diagnostic::error(codes::CLAUSE_ORDER, "only changes can stand in FOREACH")
                    .at(self.source, other.span(), "is no change")
                    .hint("Use UNWIND, or CALL (x) { … }, which may hold every clause."),
            );
        }
        let clauses = self.clauses(&changes).0;
        self.scope = scope;
        ir::Clause::Foreach(ir::Foreach { list, slot, clauses })
    }
}

/// The name of a column as the first part of a query writes it.
fn returned(query: &ast::Query, name: &str) -> ast::Name {
    let projection = query.parts.iter().find_map(|part| match part.clauses.last() {
        Some(ast::Clause::Return(projection)) => Some(projection),
        _ => None,
    });
    let items = projection.into_iter().flat_map(|projection| &projection.items);
    let span = items.into_iter().find_map(|item| match (&item.alias, &item.expr.kind) {
        (Some(alias), _) => (alias.text == name).then_some(alias.span),
        (None, ast::ExprKind::Variable(text)) => (text == name).then_some(item.expr.span),
        _ => None,
    });
    let span = span.or(projection.map(|projection| projection.span)).unwrap_or(query.span);
    ast::Name { text: name.to_owned(), span }
}
