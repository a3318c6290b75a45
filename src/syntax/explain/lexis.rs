//! What is opened and not closed: quotes, comments, brackets.

use super::super::parser::Rule;
use super::super::scan::{Kind, Token, tokens};
use super::place::Place;
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use std::sync::Arc;

/// Typographic quotes, which word processors put in the place of plain ones.
const TYPOGRAPHIC: [char; 8] = ['‘', '’', '“', '”', '„', '‚', '«', '»'];

/// The finding for what no grammar is needed to see: nothing there, typographic quotes, an open quote or comment.
pub(in super::super) fn check_lexis(source: &Arc<Source>, rule: Rule) -> Result<(), Diagnostics> {
    let text = source.text();
    let mut empty = true;
    let mut before: Option<Token> = None;
    for token in tokens(text) {
        let typographic = source.slice(token.span).starts_with(TYPOGRAPHIC);
        match token.kind {
            Kind::Unclosed => return Err(unclosed(source, token, before).into()),
            Kind::Mark if typographic => return Err(typographic_quote(source, token.span).into()),
            Kind::Comment => continue,
            kind => empty &= kind == Kind::Semicolon,
        }
        before = Some(token);
    }
    if empty {
        let (what, hint) = match rule {
            Rule::query => ("the query is empty", "a query is for example MATCH (n) RETURN n"),
            _ => ("there is no value", "a value is for example 42, 'text', true, null or [1, 2]"),
        };
        let start = Span::new(0, 0);
        return Err(Diagnostic::error(codes::EMPTY_QUERY, what).at(source, start, "").hint(hint).into());
    }
    Ok(())
}

/// The finding for a quote or comment that runs to the end of the text, at its opening mark.
fn unclosed(source: &Arc<Source>, token: Token, before: Option<Token>) -> Diagnostic {
    let text = source.slice(token.span);
    let start = token.span.start as usize;
    let (what, mark) = match text.as_bytes()[0] {
        b'`' => ("this back-quote", "`"),
        b'/' => ("this comment", "*/"),
        b'"' => ("this quote", "\""),
        _ => ("this quote", "'"),
    };
    let length = if mark == "*/" { 2 } else { 1 };
    let diagnostic = Diagnostic::error(codes::UNCLOSED, format!("{what} is not closed"));
    let diagnostic = diagnostic.at(source, Span::new(start, start + length), format!("opened here, no {mark} follows"));
    // In 'it's' a text ends at the apostrophe, a word follows at once, and then the last quote opens another text.
    let apostrophe = before.is_some_and(|before| before.kind == Kind::Word && before.span.end as usize == start);
    if apostrophe && matches!(mark, "'" | "\"") {
        return diagnostic.hint(format!("inside a text, {mark} is written \\{mark}"));
    }
    diagnostic
}

/// The finding for a typographic quote, mended up to its partner on the same line.
fn typographic_quote(source: &Arc<Source>, span: Span) -> Diagnostic {
    let rest = &source.text()[span.end as usize..];
    let line = rest.lines().next().unwrap_or("");
    let diagnostic = Diagnostic::error(codes::BAD_CHARACTER, "texts stand between plain quotes: ' or \"").at(
        source,
        span,
        "this is a typographic quote",
    );
    let Some(length) = line.find(TYPOGRAPHIC) else { return diagnostic };
    let close = line[length..].chars().next().map_or(0, char::len_utf8);
    let inner = &line[..length];
    let quote = if inner.contains('\'') { '"' } else { '\'' };
    let whole = Span::new(span.start as usize, span.end as usize + length + close);
    diagnostic.fix(whole, format!("{quote}{inner}{quote}"))
}

/// The finding for a bracket that is open at the error and never closed, or for one that closes nothing.
pub(super) fn bracket(place: &Place<'_>) -> Option<Diagnostic> {
    let mut open: Vec<Token> = Vec::new();
    for token in &place.tokens[..place.index] {
        match token.kind {
            Kind::Open => open.push(*token),
            Kind::Close => drop(open.pop()),
            _ => {}
        }
    }
    let Some(opener) = open.pop() else {
        let stray = place.token(0).filter(|token| token.kind == Kind::Close)?;
        let message = format!("this `{}` closes nothing", place.text(0));
        return Some(Diagnostic::error(codes::UNEXPECTED, message).at(place.source, stray.span, ""));
    };
    let (opening, closing) = match place.source.slice(opener.span) {
        "(" => ("(", ")"),
        "[" => ("[", "]"),
        _ => ("{", "}"),
    };
    if is_closed(place, closing) {
        return None;
    }
    let diagnostic = Diagnostic::error(codes::UNCLOSED, format!("this `{opening}` is not closed"))
        .at(place.source, opener.span, "opened here")
        .at(place.source, place.span(), format!("`{closing}` is missing before this"));
    let expected = [Rule::close_paren, Rule::close_bracket, Rule::close_brace];
    let before = place.span_of(-1).end as usize;
    let fits = expected.iter().any(|rule| place.expects(*rule));
    Some(if fits { diagnostic.fix(Span::new(before, before), closing) } else { diagnostic })
}

/// Whether the innermost bracket that is open at the error is closed after it.
fn is_closed(place: &Place<'_>, closing: &str) -> bool {
    let mut depth: usize = 0;
    for token in &place.tokens[place.index..] {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close if depth == 0 => return place.source.slice(token.span) == closing,
            Kind::Close => depth -= 1,
            _ => {}
        }
    }
    false
}
