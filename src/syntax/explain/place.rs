//! The place of an error: the tokens around it and what was expected there.

use super::super::names::{self, Expected};
use super::super::parser::Rule;
use super::super::scan::{Kind, Token, tokens};
use crate::diag::{Source, Span};
use std::sync::Arc;

/// The place of an error.
pub(super) struct Place<'s> {
    pub(super) source: &'s Arc<Source>,
    /// What was expected.
    pub(super) rules: &'s [Rule],
    /// The tokens of the text without comments.
    pub(super) tokens: Vec<Token>,
    /// The first token that was not read, or the number of tokens at the end of the text.
    pub(super) index: usize,
    /// What the text is called.
    pub(super) whole: &'static str,
    /// The byte of the error.
    at: usize,
}

impl<'s> Place<'s> {
    /// The place at a byte of a text that was read as the rule `whole`.
    pub(super) fn new(source: &'s Arc<Source>, at: usize, whole: Rule, rules: &'s [Rule]) -> Self {
        let tokens: Vec<Token> = tokens(source.text()).filter(|token| token.kind != Kind::Comment).collect();
        let index = tokens.partition_point(|token| token.span.end as usize <= at);
        let at = tokens.get(index).map_or(at, |token| at.max(token.span.start as usize));
        let whole = if whole == Rule::query { "query" } else { "value" };
        Self { source, rules, tokens, index, whole, at }
    }

    /// The text of the token `offset` tokens after the error, empty where there is none.
    pub(super) fn text(&self, offset: isize) -> &'s str {
        self.token(offset).map_or("", |token| self.source.slice(token.span))
    }

    /// The token `offset` tokens after the error.
    pub(super) fn token(&self, offset: isize) -> Option<Token> {
        self.tokens.get(self.index.checked_add_signed(offset)?).copied()
    }

    /// The place of the token `offset` tokens after the error; past the tokens, the end of the last one.
    pub(super) fn span_of(&self, offset: isize) -> Span {
        let end = self.tokens.last().map_or(0, |token| token.span.end as usize);
        self.token(offset).map_or(Span::new(end, end), |token| token.span)
    }

    /// The place of the error: the rest of the token there, or the end of the last token at the end of the text.
    pub(super) fn span(&self) -> Span {
        let span = self.span_of(0);
        Span::new(self.at.clamp(span.start as usize, span.end as usize), span.end as usize)
    }

    /// The text at the place of the error as it is shown, or nothing at the end of the query.
    pub(super) fn found(&self) -> Option<String> {
        let text = self.source.slice(self.span());
        let ends = text.is_empty() || (text == ";" && self.token(1).is_none());
        let short: String = text.chars().take(30).collect();
        let short = if short.len() < text.len() { format!("{short}…") } else { short };
        (!ends).then(|| short.replace('\n', " "))
    }

    /// The text from the token before the error on, when both touch, else from the error on. Operators of other
    /// languages are often half read before they fail.
    pub(super) fn touching(&self) -> (usize, &'s str) {
        let touches = self.token(-1).filter(|before| before.kind == Kind::Mark && before.span.end as usize == self.at);
        let start = touches.map_or(self.at, |before| before.span.start as usize);
        (start, &self.source.text()[start..])
    }

    /// Whether the rule was tried at the place of the error.
    pub(super) fn expects(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// Whether what a rule stands for was tried at the place of the error.
    pub(super) fn expects_any(&self, expected: Expected) -> bool {
        self.rules.iter().any(|rule| names::expected(*rule) == expected)
    }

    /// Whether a word stands at so many tokens after the error, in any case.
    pub(super) fn is_word(&self, offset: isize, word: &str) -> bool {
        self.text(offset).eq_ignore_ascii_case(word)
    }
}
