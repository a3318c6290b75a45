//! `CALL`: a procedure by name, its arguments, and what is taken of its rows.

use super::aggregation::Aggregates;
use super::types::Ty;
use super::{Checker, ir};
use crate::diag::{Diagnostic, Span, codes, nearest};
use crate::functions::procedure::Procedure;
use crate::syntax::ast;
use crate::value::Type;

/// The names of columns in order, with their slots.
type Columns = Vec<(String, ir::Slot)>;

impl Checker<'_> {
    /// A call; one that `stands_alone` is the whole statement, may leave its arguments to the parameters, and returns
    /// what it yields.
    pub(super) fn call_clause(&mut self, call: &ast::Call, stands_alone: bool) -> Option<(Vec<ir::Clause>, Columns)> {
        let Some(procedure) = self.procedures.get(&call.name.text) else {
            self.unknown_procedure(&call.name);
            return None;
        };
        let args = self.call_args(call, &procedure, stands_alone);
        let (outputs, columns) = self.yields(call, &procedure, stands_alone);
        let conditions = call.yields.as_ref().and_then(|yields| yields.condition.as_ref());
        let conditions = conditions.map_or_else(Vec::new, |condition| {
            self.aggregates = Aggregates::Forbidden("in WHERE");
            self.condition(condition)
        });
        let binds = outputs.iter().map(|(_, slot)| *slot).collect();
        let mut clauses = vec![ir::Clause::Call(ir::Call { procedure, args, outputs, span: call.name.span })];
        if !conditions.is_empty() {
            clauses.push(ir::Clause::Filter(conditions));
        }
        if call.optional {
            clauses = vec![ir::Clause::Optional { clauses, binds }];
        }
        Some((clauses, if stands_alone { columns } else { Vec::new() }))
    }

    fn unknown_procedure(&mut self, name: &ast::Name) {
        let message = format!("there is no procedure {}", name.text);
        let diagnostic =
            Diagnostic::error(codes::UNKNOWN_PROCEDURE, message).at(self.source, name.span, "not a procedure");
        let near = nearest(&name.text, self.procedures.names());
        let diagnostic = match near {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic,
        };
        self.report(diagnostic);
    }

    fn call_args(&mut self, call: &ast::Call, procedure: &Procedure, stands_alone: bool) -> Vec<ir::Expr> {
        let span = call.name.span;
        let Some(args) = &call.args else {
            if !stands_alone {
                let message = "a call within a statement needs its arguments in parentheses";
                self.error(codes::IMPLICIT_ARGUMENTS, message, span, "which arguments?");
                return Vec::new();
            }
            let inputs = procedure.inputs().into_iter().take(procedure.required());
            return inputs.map(|(name, _)| self.parameter(name, span).0).collect();
        };
        let (inputs, name) = (procedure.inputs(), procedure.name());
        if !self.arity(name, args.len(), procedure.required(), Some(inputs.len()), call.span) {
            return Vec::new();
        }
        self.aggregates = Aggregates::Forbidden("in the arguments of a call");
        let typed = args.iter().zip(&inputs);
        typed.map(|(arg, (_, ty))| self.typed(arg, ty, &format!("{name}()")).0).collect()
    }

    /// The outputs that are taken, each with its slot, and the same as columns.
    fn yields(
        &mut self,
        call: &ast::Call,
        procedure: &Procedure,
        stands_alone: bool,
    ) -> (Vec<(usize, ir::Slot)>, Columns) {
        let everything = |span: Span| {
            let name = |name: &str| ast::Name { text: name.to_owned(), span };
            procedure.outputs().iter().map(|(output, _)| (name(output), None)).collect::<Vec<_>>()
        };
        let items = match &call.yields {
            None if stands_alone => everything(call.span),
            None if procedure.outputs().is_empty() => Vec::new(),
            None => {
                let names: Vec<&str> = procedure.outputs().into_iter().map(|(name, _)| name).collect();
                self.report(
                    Diagnostic::error(codes::CLAUSE_ORDER, "a call within a statement says what it yields")
                        .at(self.source, call.span, "no YIELD")
                        .hint(format!("Add YIELD {}, or those of them that are needed.", names.join(", "))),
                );
                everything(call.span)
            }
            Some(yields) => match yields.star {
                Some(span) if !stands_alone => {
                    let message = "YIELD * may only stand where the call is the whole statement";
                    self.error(codes::UNEXPECTED, message, span, "name the outputs");
                    Vec::new()
                }
                Some(span) => everything(span),
                None => yields.items.clone(),
            },
        };
        let mut outputs = Vec::new();
        let mut columns = Vec::new();
        for (output, alias) in items {
            let at = procedure.outputs().iter().position(|(name, _)| *name == output.text);
            let Some(at) = at else {
                self.unknown_output(procedure, &output);
                continue;
            };
            let ty: Type = procedure.outputs().swap_remove(at).1;
            let variable = alias.unwrap_or(output);
            let slot = self.define(&variable, Ty::from(ty));
            outputs.push((at, slot));
            columns.push((variable.text, slot));
        }
        (outputs, columns)
    }

    fn unknown_output(&mut self, procedure: &Procedure, output: &ast::Name) {
        let message = format!("{} yields no `{}`", procedure.name(), output.text);
        let diagnostic =
            Diagnostic::error(codes::UNDEFINED_VARIABLE, message).at(self.source, output.span, "not an output");
        let names: Vec<&str> = procedure.outputs().into_iter().map(|(name, _)| name).collect();
        let diagnostic = match nearest(&output.text, names.iter().copied()) {
            Some(near) => diagnostic.fix(output.span, near),
            None => diagnostic.hint(format!("It yields {}.", names.join(", "))),
        };
        self.report(diagnostic);
    }
}
