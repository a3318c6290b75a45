//! Slips in patterns: arrows half drawn, nodes without parentheses, labels without a colon.

use super::super::parser::Rule;
use super::super::scan::Kind;
use super::place::Place;
use crate::diag::{Diagnostic, Span, codes};

/// An arrow that is not drawn to the end.
pub(super) fn arrow(place: &Place<'_>) -> Option<Diagnostic> {
    let (before, found) = (place.text(-1), place.text(0));
    let here = place.span();
    let both = place.span_of(-1).to(here);
    let two_dashes = "an arrow without brackets has two dashes: `-->`, `<--` or `--`";
    let one_dash = "a relationship in brackets has a dash on either side: -[r:TYPE]->";
    let with_next = here.to(place.span_of(1));
    let (message, span, with) = match (before, found) {
        (")", "=") if place.text(1) == ">" => ("an arrow is drawn with dashes: `-->`", with_next, "-->"),
        ("]", "=") if place.text(1) == ">" => ("an arrow is drawn with dashes: `]->`", with_next, "->"),
        ("-", "=") if place.text(1) == ">" => ("an arrow is drawn with dashes: `-->`", with_next, "->"),
        ("<", "=") if place.text(1) == "[" => ("an arrow is drawn with dashes: `<-[`", both, "<-"),
        ("<", "=") => ("an arrow is drawn with dashes: `<--`", both, "<--"),
        ("-", ">") => (two_dashes, both, "-->"),
        ("-", "(") if place.expects(Rule::dash) && place.text(-2) == "<" => {
            (two_dashes, place.span_of(-2).to(place.span_of(-1)), "<--")
        }
        ("-", "(") if place.expects(Rule::dash) => (two_dashes, place.span_of(-1), "--"),
        ("]", ">") => (one_dash, here, "->"),
        ("]", "(") if place.expects(Rule::dash) => {
            (one_dash, Span { end: here.start, ..here }, if is_left(place) { "-" } else { "->" })
        }
        (")", "[") if expects_relationship(place) => (one_dash, Span { end: here.start, ..here }, "-"),
        (")", "(") if expects_relationship(place) => return Some(side_by_side(place)),
        _ => return None,
    };
    Some(Diagnostic::error(codes::UNEXPECTED, message).at(place.source, span, "").fix(span, with))
}

fn expects_relationship(place: &Place<'_>) -> bool {
    place.expects(Rule::relationship) || place.expects(Rule::dash)
}

/// Whether the relationship whose brackets end before the error points to the left.
fn is_left(place: &Place<'_>) -> bool {
    let opening = place.tokens[..place.index].iter().rposition(|token| place.source.slice(token.span) == "[");
    let mark =
        |back: usize| opening.and_then(|at| at.checked_sub(back)).map(|at| place.source.slice(place.tokens[at].span));
    mark(1) == Some("-") && mark(2) == Some("<")
}

fn side_by_side(place: &Place<'_>) -> Diagnostic {
    Diagnostic::error(codes::UNEXPECTED, "between two nodes stands an arrow or a comma")
        .at(place.source, place.span(), "the second node")
        .hint("a path is written (a)-->(b), two patterns (a), (b)")
}

/// A malformed number of steps: `[:T..3]`, `[:T*-2]`, `[:T*1.5]`.
pub(super) fn steps(place: &Place<'_>) -> Option<Diagnostic> {
    let error = |message| Diagnostic::error(codes::BAD_LENGTH, message).at(place.source, place.span(), "");
    let in_range = place.expects(Rule::dots) || place.expects(Rule::bound);
    if place.text(0) == "." && place.text(1) == "." && place.expects(Rule::length) {
        let start = place.span().start as usize;
        return Some(
            error("the range of steps begins with a star, as in -[:TYPE*1..3]->").fix(Span::new(start, start), "*"),
        );
    }
    if place.text(0) == "-" && in_range && matches!(place.text(-1), "*" | ".") {
        return Some(error("the number of steps can't be negative").hint("the range of steps is written as in *1..3"));
    }
    None
}

/// A slip inside or around the parentheses of a node or the brackets of a relationship.
pub(super) fn inside_pattern(place: &Place<'_>) -> Option<Diagnostic> {
    bare_node(place).or_else(|| missing_colon(place)).or_else(|| label_choice(place)).or_else(|| map_entry(place))
}

/// `MATCH n RETURN n`, `(a)-->b`
fn bare_node(place: &Place<'_>) -> Option<Diagnostic> {
    let is_name = |offset| place.token(offset).is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Quoted));
    let begins = |offset| {
        ["MATCH", "CREATE", "MERGE", ","].iter().any(|word| place.is_word(offset, word))
            && !is_reserved_name(place, offset + 1)
    };
    // A name might have been that of a path, so that `=` was expected after it.
    let first = match () {
        () if place.expects(Rule::equals) && is_name(-1) && begins(-2) => -1,
        () if place.expects(Rule::node)
            && is_name(0)
            && !is_reserved_name(place, 0)
            && matches!(place.text(-1), "-" | ">") =>
        {
            0
        }
        () => return None,
    };
    let mut last = first;
    while place.text(last + 1) == ":" && is_name(last + 2) {
        last += 2;
    }
    let span = place.span_of(first).to(place.span_of(last));
    let inner = place.source.slice(span);
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, "a node stands in parentheses");
    Some(diagnostic.at(place.source, span, "").fix(span, format!("({inner})")))
}

/// Whether a word is one that can be no name.
fn is_reserved_name(place: &Place<'_>, offset: isize) -> bool {
    super::words::is_reserved(place.text(offset))
}

/// `(n Person)`, `[r KNOWS]`
fn missing_colon(place: &Place<'_>) -> Option<Diagnostic> {
    let colon = place.expects(Rule::labels) || place.expects(Rule::colon);
    let node = colon && place.expects(Rule::close_paren);
    let relationship = (colon || place.expects(Rule::types)) && place.expects(Rule::close_bracket);
    let is_name = place.token(0).is_some_and(|token| token.kind == Kind::Word);
    if !(node || relationship) || !is_name || is_reserved_name(place, 0) || place.expects(Rule::op_and) {
        return None;
    }
    let (what, example) = if node { ("a label", "(n:Label)") } else { ("a type", "[r:TYPE]") };
    let gap = Span::new(place.span_of(-1).end as usize, place.span().start as usize);
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, format!("{what} stands after a colon, as in {example}"));
    let between = if matches!(place.text(-1), "(" | "[") { Span { end: gap.start, ..gap } } else { gap };
    Some(diagnostic.at(place.source, place.span(), "").fix(between, ":"))
}

/// `(n:A:B|C)`
fn label_choice(place: &Place<'_>) -> Option<Diagnostic> {
    let after_colons = place.text(-2) == ":" && place.text(-4) == ":";
    if !after_colons || !matches!(place.text(0), "|" | "&") || !place.expects(Rule::close_paren) {
        return None;
    }
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, "labels are joined by colons or by `&` and `|`, not by both");
    Some(diagnostic.at(place.source, place.span(), "").hint("for example: (n:A&(B|C))"))
}

/// `{key = 1}`, `{'key': 1}`, `{parameter}`
fn map_entry(place: &Place<'_>) -> Option<Diagnostic> {
    let here = place.span();
    let error = |message| Diagnostic::error(codes::UNEXPECTED, message).at(place.source, here, "");
    if place.rules == [Rule::colon] && place.text(0) == "=" {
        return Some(error("in a map a colon stands between key and value").fix(here, ":"));
    }
    if place.rules == [Rule::colon] && place.text(0) == "}" && place.text(-2) == "{" {
        let span = place.span_of(-2).to(here);
        let hint = "a parameter is written with a dollar sign";
        let name = place.text(-1);
        let diagnostic = Diagnostic::error(codes::UNEXPECTED, format!("the key `{name}` has no value"));
        return Some(diagnostic.at(place.source, span, "").hint(hint).fix(span, format!("${name}")));
    }
    let is_key = place.token(0).is_some_and(|token| token.kind == Kind::Word) && place.text(1) == ":";
    if is_key && place.expects(Rule::close_brace) && place.expects(Rule::comma) {
        let end = place.span_of(-1).end as usize;
        let message = "a comma is missing between the entries of this map";
        let diagnostic = Diagnostic::error(codes::UNEXPECTED, message).at(place.source, here, "the next entry");
        return Some(diagnostic.fix(Span::new(end, end), ","));
    }
    let key = place.token(0).is_some_and(|token| token.kind == Kind::Text) && place.text(1) == ":";
    let in_map = matches!(place.text(-1), "{" | ",");
    if key && in_map && (place.expects(Rule::entry) || place.expects(Rule::name)) {
        let raw = place.text(0);
        let inner = &raw[1..raw.len() - 1];
        let plain =
            inner.chars().all(|c| c == '_' || c.is_alphanumeric()) && !inner.starts_with(|c: char| c.is_ascii_digit());
        let name = if plain && !inner.is_empty() { inner.to_owned() } else { format!("`{inner}`") };
        return Some(error("a key of a map stands without quotes").fix(here, name));
    }
    None
}
