//! The clauses of one part, in order.

use super::aggregation::Aggregates;
use super::pattern::Purpose;
use super::types::Ty;
use super::{Checker, MAX_CLAUSES, ir};
use crate::diag::{Diagnostic, codes};
use crate::syntax::ast;
use crate::value::Type;

/// What a query may end with, by where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A statement, or a query that is called: with RETURN, or with a change.
    Statement,
    /// In `EXISTS` and `COUNT`: with anything.
    Rows,
    /// In `COLLECT`: with RETURN.
    Column,
}

impl Checker<'_> {
    /// One part of a UNION, with the names of its columns.
    pub(super) fn part(&mut self, part: &ast::SingleQuery) -> (ir::Part, Vec<String>) {
        self.pattern_size = 0;
        self.clause_order(part, Ending::Statement);
        let (clauses, columns) = self.clauses(&part.clauses);
        let names = columns.iter().map(|(name, _)| name.clone()).collect();
        let columns = columns.into_iter().map(|(_, slot)| slot).collect();
        (ir::Part { clauses, columns, variables: std::mem::take(&mut self.variables) }, names)
    }

    /// The clauses, with the columns of a final RETURN.
    pub(super) fn clauses(&mut self, clauses: &[ast::Clause]) -> (Vec<ir::Clause>, Vec<(String, ir::Slot)>) {
        if let Some(clause) = clauses.get(MAX_CLAUSES) {
            let message = format!("a statement of more than {MAX_CLAUSES} clauses");
            self.error(codes::TOO_LARGE, message, clause.span(), "one too many");
        }
        let mut checked = Vec::new();
        let mut columns = Vec::new();
        for clause in clauses.iter().take(MAX_CLAUSES) {
            match clause {
                ast::Clause::Match(clause) => checked.push(ir::Clause::Match(self.match_clause(clause))),
                ast::Clause::Unwind(clause) => {
                    self.aggregates = Aggregates::Forbidden("in UNWIND");
                    let (list, ty) = self.expr(&clause.list);
                    self.expect(&ty, &Type::list(Type::Any), clause.list.span, "UNWIND");
                    let slot = self.define(&clause.variable, ty.element());
                    checked.push(ir::Clause::Unwind { list, slot });
                }
                ast::Clause::With(clause) => {
                    let projected = self.projection(&clause.projection, clause.condition.as_ref(), true);
                    checked.push(ir::Clause::Project(projected.ir));
                    if !projected.conditions.is_empty() {
                        checked.push(ir::Clause::Filter(projected.conditions));
                    }
                }
                ast::Clause::Return(projection) => {
                    let projected = self.projection(projection, None, false);
                    checked.push(ir::Clause::Project(projected.ir));
                    columns = projected.columns;
                }
                ast::Clause::Create(clause) => checked.push(self.create(clause)),
                ast::Clause::Merge(clause) => checked.push(self.merge(clause)),
                ast::Clause::Set(clause) => {
                    let items = self.set_items(&clause.items);
                    checked.push(ir::Clause::Set(items));
                }
                ast::Clause::Call(call) => {
                    if let Some((call, yielded)) = self.call_clause(call, clauses.len() == 1) {
                        checked.extend(call);
                        columns = yielded;
                    }
                }
                ast::Clause::CallQuery(call) => checked.extend(self.call_query(call)),
                ast::Clause::Foreach(clause) => checked.push(self.foreach(clause)),
                ast::Clause::Let(clause) => checked.push(self.let_clause(clause)),
                ast::Clause::Filter(clause) => {
                    self.aggregates = Aggregates::Forbidden("in FILTER");
                    checked.push(ir::Clause::Filter(self.condition(&clause.condition)));
                }
                ast::Clause::Finish(_) => {}
                ast::Clause::Delete(clause) => checked.push(self.delete(clause)),
                ast::Clause::Remove(clause) => checked.push(ir::Clause::Set(self.remove_items(&clause.items))),
            }
        }
        (checked, columns)
    }

    fn match_clause(&mut self, clause: &ast::Match) -> ir::Match {
        self.aggregates = Aggregates::Forbidden("in a pattern");
        let first_new = self.slots;
        let before = clause.optional.then(|| self.scope.clone());
        let (mut pattern, mut conditions) = self.found_pattern(&clause.patterns, Purpose::Match);
        let binds = (first_new..self.slots).map(ir::Slot).collect();
        self.aggregates = Aggregates::Forbidden("in WHERE");
        let outer = clause.condition.as_ref().map_or_else(Vec::new, |condition| self.condition(condition));
        conditions.extend(self.restrict_selections(outer, &clause.patterns, &mut pattern));
        // A row without a match stays, so what the pattern says of an older variable holds within the clause only.
        if let Some(before) = before {
            self.scope.take_types(&before);
        }
        ir::Match { pattern, conditions, optional: clause.optional, binds }
    }

    /// `LET x = value`: every variable stays, and these come in one after the other.
    fn let_clause(&mut self, clause: &ast::Let) -> ir::Clause {
        let mut items = Vec::new();
        for (name, value) in &clause.items {
            self.aggregates = Aggregates::Forbidden("in LET");
            let (value, ty) = self.expr(value);
            items.push((value, self.define(name, ty)));
        }
        let scope = self.scope.slots();
        let (grouping, order) = (None, Vec::new());
        ir::Clause::Project(ir::Projection { grouping, items, distinct: false, order, skip: None, limit: None, scope })
    }

    /// A condition as the parts of its AND, each of which must be true.
    pub(super) fn condition(&mut self, condition: &ast::Expr) -> Vec<ir::Expr> {
        let parts: Vec<&ast::Expr> = match &condition.kind {
            ast::ExprKind::Logic(ast::LogicOp::And, parts) => parts.iter().collect(),
            _ => vec![condition],
        };
        let mut checked = Vec::new();
        for part in parts {
            let (expr, ty) = self.expr(part);
            self.expect(&ty, &Type::Bool, part.span, "a condition");
            checked.push(expr);
        }
        checked
    }

    /// A new variable; a mistake when the name is taken.
    pub(super) fn define(&mut self, name: &ast::Name, ty: Ty) -> ir::Slot {
        if self.scope.get(&name.text).is_some() {
            let message = format!("the variable `{}` is defined already", name.text);
            self.report(
                Diagnostic::error(codes::VARIABLE_DEFINED, message)
                    .at(self.source, name.span, "defined again")
                    .hint("Choose another name here."),
            );
        }
        let slot = self.named_slot(&name.text);
        self.scope.insert(&name.text, slot, ty);
        slot
    }

    /// openCypher 9, "Query structure": RETURN comes last, a query ends with RETURN or a change, and after a change a
    /// WITH comes before anything is read again.
    pub(super) fn clause_order(&mut self, part: &ast::SingleQuery, ending: Ending) {
        let mut written = false;
        for (index, clause) in part.clauses.iter().enumerate() {
            let last = index + 1 == part.clauses.len();
            match clause {
                ast::Clause::Return(_) | ast::Clause::Finish(_) if !last => {
                    let word = if matches!(clause, ast::Clause::Return(_)) { "RETURN" } else { "FINISH" };
                    let message = format!("a clause follows {word}, which ends a statement");
                    self.report(
                        Diagnostic::error(codes::CLAUSE_ORDER, message)
                            .at(self.source, part.clauses[index + 1].span(), format!("comes after {word}"))
                            .hint("Use WITH instead to go on, or put a `;` between two statements."),
                    );
                    return;
                }
                ast::Clause::With(_) => written = false,
                clause if clause.writes() => written = true,
                ast::Clause::Match(_) | ast::Clause::Unwind(_) if written => {
                    self.report(
                        Diagnostic::error(codes::CLAUSE_ORDER, "a clause reads after a change in the same statement")
                            .at(self.source, clause.span(), "reads again")
                            .hint("Put a WITH between them that passes on what is still needed, such as WITH *."),
                    );
                }
                _ => {}
            }
        }
        let Some(last) = part.clauses.last() else { return };
        let returns = matches!(last, ast::Clause::Return(_));
        let reads = match last {
            ast::Clause::Match(_)
            | ast::Clause::Unwind(_)
            | ast::Clause::With(_)
            | ast::Clause::Let(_)
            | ast::Clause::Filter(_) => true,
            ast::Clause::CallQuery(call) => call.query.returns(),
            _ => false,
        };
        if (reads && ending == Ending::Statement) || (!returns && ending == Ending::Column) {
            self.report(
                Diagnostic::error(codes::CLAUSE_ORDER, "the statement returns nothing")
                    .at(self.source, last.span(), "the last clause")
                    .hint("End it with RETURN and what you want to see, such as RETURN *."),
            );
        }
    }
}
