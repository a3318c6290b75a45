//! `RETURN` and `WITH`: items, grouping, order, limits.

use super::aggregation::{Aggregates, Group, GroupKey, contains_aggregate};
use super::scope::Scope;
use super::types::Ty;
use super::{Checker, MAX_COLUMNS, ir};
use crate::diag::{Diagnostic, Span, codes};
use crate::syntax::ast;
use crate::value::{Type, Value};

/// An item of a projection under its name.
struct Column {
    name: String,
    expr: ast::Expr,
    /// Where the name is written, or the expression.
    span: Span,
}

/// A checked projection.
pub(super) struct Projected {
    pub(super) ir: ir::Projection,
    /// The condition of a WITH.
    pub(super) conditions: Vec<ir::Expr>,
    /// The names of the columns in order, with their slots.
    pub(super) columns: Vec<(String, ir::Slot)>,
}

impl Checker<'_> {
    /// Checks a projection and makes its columns the scope.
    pub(super) fn projection(
        &mut self,
        projection: &ast::Projection,
        condition: Option<&ast::Expr>,
        is_with: bool,
    ) -> Projected {
        let mistakes = self.findings.len();
        let columns = self.columns(projection, is_with);
        let before = self.scope.clone();
        let grouped = columns.iter().any(|column| contains_aggregate(&column.expr));
        let mut group = Group { locals: u32::MAX, ..Group::default() };
        let mut items = Vec::new();
        let mut slots: Vec<Option<(ir::Slot, Ty)>> = vec![None; columns.len()];
        let mut keys = Vec::new();
        // The items without an aggregate come first, since they are the keys that the others may use.
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| !contains_aggregate(&column.expr)) {
            self.aggregates = Aggregates::Forbidden("here");
            let (expr, ty) = self.expr(&column.expr);
            let slot = if grouped { self.key(expr, &mut keys) } else { self.keep(expr, &mut items) };
            group.keys.push(GroupKey { expr: column.expr.clone(), slot, ty: ty.clone() });
            slots[index] = Some((slot, ty));
        }
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| contains_aggregate(&column.expr)) {
            group.locals = self.slots;
            self.aggregates = Aggregates::Grouped(group);
            let (expr, ty) = self.expr(&column.expr);
            group = self.take_group();
            let slot = self.keep(expr, &mut items);
            slots[index] = Some((slot, ty));
        }
        let mut scope = Scope::default();
        let mut names: Vec<(String, ir::Slot)> = Vec::new();
        for (column, slot) in columns.iter().zip(slots) {
            let (slot, ty) = slot.expect("every item either holds an aggregate or does not");
            if names.iter().any(|(name, _)| *name == column.name) {
                let message = format!("two columns have the name `{}`", column.name);
                self.report(
                    Diagnostic::error(codes::COLUMN_CONFLICT, message)
                        .at(self.source, column.span, "name taken")
                        .hint("Give it another name with AS."),
                );
            }
            self.variables.entry(slot).or_insert_with(|| column.name.clone());
            let known = before.get(&column.name).map(|variable| variable.slot);
            if self.outer.get(&column.name).is_some_and(|outer| outer.slot != slot && known == Some(outer.slot)) {
                self.shadows(&column.name, column.span);
            }
            scope.insert(&column.name, slot, ty);
            names.push((column.name.clone(), slot));
        }
        scope.remember_lost(&before);
        let narrow = grouped || projection.distinct;
        let order = self.order(projection, &columns, &before, &scope, grouped, &mut group);
        let conditions = condition.map_or_else(Vec::new, |condition| {
            self.aggregates = Aggregates::Forbidden("in WHERE");
            self.scope = if narrow { self.outer.under(&scope) } else { before.under(&scope) };
            self.condition(condition)
        });
        self.scope = before.under(&scope);
        self.aggregates = Aggregates::Forbidden("in SKIP or LIMIT");
        let skip = projection.skip.as_ref().and_then(|expr| self.limit(expr, "SKIP"));
        let limit = projection.limit.as_ref().and_then(|expr| self.limit(expr, "LIMIT"));
        self.aggregates = Aggregates::Forbidden("here");
        // A missing name is the least of the mistakes, and the others are told better without it.
        if is_with && self.findings.len() == mistakes {
            self.require_names(projection);
        }
        let mut live = scope.slots();
        for condition in &conditions {
            condition.slots(&self.subqueries, &mut |slot| live.push(slot));
        }
        live.sort_unstable();
        live.dedup();
        self.scope = self.outer.under(&scope);
        let grouping = grouped.then_some(ir::Grouping { keys, aggregates: group.calls });
        let ir = ir::Projection { grouping, items, distinct: projection.distinct, order, skip, limit, scope: live };
        Projected { ir, conditions, columns: names }
    }

    /// The items under their names; `*` stands for every variable.
    fn columns(&mut self, projection: &ast::Projection, is_with: bool) -> Vec<Column> {
        let mut columns = Vec::new();
        if let Some(span) = projection.star {
            if self.scope.iter().all(|(name, _)| self.outer.get(name).is_some()) && !is_with {
                self.report(
                    Diagnostic::error(codes::NO_VARIABLES, "RETURN * has nothing to return")
                        .at(self.source, span, "no variable is in scope")
                        .hint("Name a node or relationship in the pattern, as in MATCH (n), or list what to return."),
                );
            }
            for (name, _) in self.scope.iter().filter(|(name, _)| self.outer.get(name).is_none()) {
                let expr = ast::Expr { kind: ast::ExprKind::Variable(name.clone()), span };
                columns.push(Column { name: name.clone(), expr, span });
            }
        }
        if let Some(item) = projection.items.get(MAX_COLUMNS) {
            let message = format!("a clause of more than {MAX_COLUMNS} columns");
            self.error(codes::TOO_LARGE, message, item.expr.span, "one too many");
        }
        for item in projection.items.iter().take(MAX_COLUMNS) {
            let (name, span) = match (&item.alias, &item.expr.kind) {
                (Some(alias), _) => (alias.text.clone(), alias.span),
                (None, ast::ExprKind::Variable(name)) => (name.clone(), item.expr.span),
                (None, _) => (self.source.slice(item.expr.span).to_owned(), item.expr.span),
            };
            if let ast::ExprKind::Pattern(_) = item.expr.kind {
                self.pattern_as_value(item.expr.span);
            }
            columns.push(Column { name, expr: item.expr.clone(), span });
        }
        columns
    }

    /// Notes each item of a WITH that is neither a variable nor has a name.
    fn require_names(&mut self, projection: &ast::Projection) {
        for item in projection.items.iter().filter(|item| item.alias.is_none()) {
            if !matches!(item.expr.kind, ast::ExprKind::Variable(_)) {
                self.report(
                    Diagnostic::error(codes::NO_ALIAS, "an expression in WITH needs a name")
                        .at(self.source, item.expr.span, "has no name")
                        .hint("Add AS and a name, so that the next clause can use it."),
                );
            }
        }
    }

    /// Notes a name that a nested query would take from the query around it.
    pub(super) fn shadows(&mut self, name: &str, span: Span) {
        let message = format!("`{name}` is a variable of the query around this one");
        self.report(
            Diagnostic::error(codes::VARIABLE_DEFINED, message)
                .at(self.source, span, "defined outside")
                .hint("Choose another name here."),
        );
    }

    /// The slot of an item: that of its variable, or a new one that the item fills.
    fn keep(&mut self, expr: ir::Expr, items: &mut Vec<(ir::Expr, ir::Slot)>) -> ir::Slot {
        if let ir::ExprKind::Slot(slot) = expr.kind {
            return slot;
        }
        let slot = self.new_slot();
        items.push((expr, slot));
        slot
    }

    /// The slot of a grouping key, which is filled anew for each group even when it is a variable.
    fn key(&mut self, expr: ir::Expr, keys: &mut Vec<(ir::Expr, ir::Slot)>) -> ir::Slot {
        let slot = match expr.kind {
            ir::ExprKind::Slot(slot) => slot,
            _ => self.new_slot(),
        };
        if !keys.iter().any(|(_, other)| *other == slot) {
            keys.push((expr, slot));
        }
        slot
    }

    fn take_group(&mut self) -> Group {
        match std::mem::replace(&mut self.aggregates, Aggregates::Forbidden("here")) {
            Aggregates::Grouped(group) => group,
            Aggregates::Forbidden(_) => Group::default(),
        }
    }

    /// `ORDER BY`: sees the items and, unless rows are grouped or made distinct, everything before them.
    fn order(
        &mut self,
        projection: &ast::Projection,
        columns: &[Column],
        before: &Scope,
        scope: &Scope,
        grouped: bool,
        group: &mut Group,
    ) -> Vec<ir::SortKey> {
        if projection.order.is_empty() {
            return Vec::new();
        }
        self.scope = before.under(scope);
        let narrow = grouped || projection.distinct;
        let mut saved = std::mem::take(group);
        if narrow {
            for column in columns {
                let Some(variable) = scope.get(&column.name).cloned() else { continue };
                let alias = ast::Expr { kind: ast::ExprKind::Variable(column.name.clone()), span: column.span };
                for expr in [alias, column.expr.clone()] {
                    saved.keys.push(GroupKey { expr, slot: variable.slot, ty: variable.ty.clone() });
                }
            }
            // Names of columns hide variables of the same name, so they are looked for first.
            saved.keys.reverse();
            saved.closed = true;
            saved.distinct = !grouped;
            saved.locals = self.slots;
        }
        let mut order = Vec::new();
        for item in &projection.order {
            self.aggregates = if narrow { Aggregates::Grouped(saved) } else { Aggregates::Forbidden("in ORDER BY") };
            let (expr, _) = self.expr(&item.expr);
            saved = self.take_group();
            order.push(ir::SortKey { expr, descending: item.descending });
        }
        group.calls = saved.calls;
        order
    }

    /// The number of a SKIP or LIMIT: it may use parameters, and no variable.
    fn limit(&mut self, expr: &ast::Expr, clause: &str) -> Option<ir::Expr> {
        let (errors, reads, first_new) = (self.findings.len(), self.reads.len(), self.slots);
        let (checked, ty) = self.expr(expr);
        if self.findings.len() > errors {
            return None;
        }
        if let Some((_, span)) = self.reads[reads..].iter().find(|(slot, _)| slot.0 < first_new).copied() {
            let message = format!("{clause} can't use a variable, since it is one number for all rows");
            self.report(
                Diagnostic::error(codes::LIMIT_VARIES, message)
                    .at(self.source, span, "differs from row to row")
                    .hint("Write a number or a parameter, as in LIMIT $count."),
            );
            return None;
        }
        let negative = matches!(checked.kind, ir::ExprKind::Const(Value::Int(value)) if value < 0);
        if negative || !Type::Int.accepts(&ty.plain()) {
            let message = format!("{clause} needs a whole number from 0 up");
            let (code, label) =
                if negative { (codes::BAD_LIMIT, "is negative") } else { (codes::LIMIT_TYPE, "is not a whole number") };
            self.error(code, message, expr.span, label);
            return None;
        }
        Some(checked)
    }
}
