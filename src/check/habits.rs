//! Habits from other languages that only the meaning of a query gives away.

use super::{Checker, ir};
use crate::diag::{Diagnostic, Span, codes};
use crate::syntax::ast;

/// Functions of other languages, and what stands for them here.
const FUNCTIONS: &[(&str, &str)] = &[
    ("len", "The length of a text or list is told by size()."),
    ("length", "The length of a text or list is told by size()."),
    ("strlen", "The length of a text or list is told by size()."),
    ("ifnull", "The first value that is not null is told by coalesce()."),
    ("isnull", "Null is asked for by n.key IS NULL; the first value that is not null is told by coalesce()."),
    ("nvl", "The first value that is not null is told by coalesce()."),
    ("concat", "Texts and lists are joined with `+`."),
    ("substr", "A part of a text is told by substring(), whose positions count from 0."),
    ("startswith", "The beginning of a text is asked for by n.key STARTS WITH 'a'."),
    ("endswith", "The end of a text is asked for by n.key ENDS WITH 'a'."),
    ("contains", "A part of a text is asked for by n.key CONTAINS 'a'."),
    ("now", "The present time is told by datetime()."),
    ("getdate", "The present time is told by datetime()."),
    ("group_concat", "The values of a group are listed by collect()."),
    ("array_agg", "The values of a group are listed by collect()."),
    ("string_agg", "The values of a group are listed by collect()."),
    ("iif", "A choice is written CASE WHEN n.key > 1 THEN 'many' ELSE 'one' END."),
    ("if", "A choice is written CASE WHEN n.key > 1 THEN 'many' ELSE 'one' END."),
    ("cast", "Values are changed by toString(), toInteger(), toFloat() and toBoolean()."),
    ("mean", "The mean of the values of a group is told by avg()."),
    ("average", "The mean of the values of a group is told by avg()."),
];

impl Checker<'_> {
    /// What to write instead of a function that is not there.
    pub(super) fn function_of_habit(&self, name: &str) -> Option<String> {
        if let Some(procedure) = self.procedures.get(name) {
            let outputs: Vec<&str> = procedure.outputs().into_iter().map(|(output, _)| output).collect();
            let outputs = outputs.join(", ");
            return Some(format!("It is a procedure: CALL {name}(…) YIELD {outputs} RETURN {outputs}."));
        }
        let last = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
        FUNCTIONS.iter().find(|(foreign, _)| *foreign == last).map(|(_, hint)| (*hint).to_owned())
    }

    /// Warns where a value is compared with a null that is written out, which is never true.
    pub(super) fn warn_about_null(&mut self, a: &ast::Expr, op: ast::CompareOp, b: &ast::Expr) {
        let is_null = |expr: &ast::Expr| matches!(expr.kind, ast::ExprKind::Null);
        let null = match (is_null(a), is_null(b)) {
            (false, true) => b,
            (true, false) => a,
            _ => return,
        };
        let value = self.source.slice(if std::ptr::eq(null, a) { b.span } else { a.span });
        let hint = match op {
            ast::CompareOp::Eq => format!("Whether there is no value is asked by {value} IS NULL."),
            ast::CompareOp::Ne => format!("Whether there is a value is asked by {value} IS NOT NULL."),
            _ => return,
        };
        self.report(
            Diagnostic::warning(
                codes::COMPARED_WITH_NULL,
                "nothing equals null or differs from it, so this is never true",
            )
            .at(self.source, null.span, "null is unknown")
            .hint(hint),
        );
    }

    /// Warns where a relationship without a type has a variable with the name of a type, or a node one with that of a
    /// label: a colon is missing.
    pub(super) fn warn_about_name(&mut self, name: &ast::Name, is_known: bool, what: &str) {
        if is_known {
            let message = format!("`{}` is a new variable here, and there is a {what} of this name", name.text);
            let start = name.span.start as usize;
            self.report(
                Diagnostic::warning(codes::NAME_OF_TYPE, message)
                    .at(self.source, name.span, format!("matches any {what}"))
                    .fix(Span::new(start, start), ":"),
            );
        }
    }

    /// Warns where a walk has to be longer than it may be.
    pub(super) fn warn_about_length(&mut self, length: Option<ir::Length>, span: Span) {
        if let Some(ir::Length { min, max: Some(max) }) = length
            && max < min
        {
            let message = format!("no walk has at least {min} and at most {max} steps");
            self.report(Diagnostic::warning(codes::IMPOSSIBLE_PATTERN, message).at(
                self.source,
                span,
                "matches nothing",
            ));
        }
    }
}
