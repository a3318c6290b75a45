//! What pest read → the tree.
//!
//! Input: the pairs of a text that the grammar accepts. Output: the tree, and findings about literals that are malformed
//! and trees that are too deep, which no grammar sees.
//!
//! The grammar guarantees which pairs stand inside which; where that guarantee is needed, the message of `expect` names
//! the rule.

mod clause;
mod expr;
mod literal;
mod operand;
mod pattern;

use super::ast::Name;
use super::parser::{Pair, Rule};
use super::scan::{Kind, tokens};
use crate::diag::{Diagnostic, Diagnostics, Source, Span};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// More findings about one text than anybody reads are not made.
const MOST_FINDINGS: usize = 20;

/// Builds the tree of one text. Shared references suffice, since the closures of the precedence parser all need it.
pub(super) struct Builder<'s> {
    source: &'s Arc<Source>,
    /// The comments in order, which pest counts to the rule before them.
    comments: Vec<Span>,
    findings: RefCell<Vec<Diagnostic>>,
    /// How deep the expression being built lies in others.
    depth: Cell<usize>,
}

impl<'s> Builder<'s> {
    /// A builder for the pairs of one text.
    pub(super) fn new(source: &'s Arc<Source>) -> Self {
        let comments = tokens(source.text()).filter(|token| token.kind == Kind::Comment);
        Self {
            source,
            comments: comments.map(|token| token.span).collect(),
            findings: RefCell::default(),
            depth: Cell::new(0),
        }
    }

    /// What was found.
    pub(super) fn findings(self) -> Diagnostics {
        self.findings.into_inner().into_iter().collect()
    }

    fn report(&self, diagnostic: Diagnostic) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < MOST_FINDINGS {
            findings.push(diagnostic);
        }
    }

    /// The place of a pair without the blanks and comments that pest counts to its end.
    fn span(&self, pair: &Pair<'_>) -> Span {
        let (start, mut end) = (pair.as_span().start(), pair.as_span().end());
        loop {
            end = self.source.text()[..end].trim_end().len();
            let next = self.comments.partition_point(|comment| (comment.end as usize) < end);
            match self.comments.get(next) {
                Some(comment) if comment.end as usize == end && comment.start as usize > start => {
                    end = comment.start as usize;
                }
                _ => return Span::new(start, end),
            }
        }
    }

    /// The name that a token holds.
    fn name(&self, pair: &Pair<'_>) -> Name {
        Name { text: unquote(pair.as_str()), span: self.span(pair) }
    }

    /// The names among the parts of a pair.
    fn names(&self, pair: Pair<'_>) -> Vec<Name> {
        pair.into_inner().filter(|part| part.as_rule() == Rule::name).map(|part| self.name(&part)).collect()
    }
}

/// Whether a pair is an expression.
fn is_expr(pair: &Pair<'_>) -> bool {
    matches!(pair.as_rule(), Rule::expr | Rule::plain_expr)
}

/// A name, also one with dots, without the back-quotes around its parts.
fn unquote(text: &str) -> String {
    if !text.contains('`') {
        return text.to_owned();
    }
    let mut name = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '`' if quoted && chars.next_if_eq(&'`').is_some() => name.push('`'),
            '`' => quoted = !quoted,
            c => name.push(c),
        }
    }
    name
}
