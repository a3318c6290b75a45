//! Words that are misspelled, reserved or out of place.

use super::super::names::{Expected, KEYWORDS, expected};
use super::super::parser::Rule;
use super::super::scan::Kind;
use super::place::Place;
use crate::diag::{Diagnostic, Span, codes, nearest};

/// The keywords that may be names all the same, as the grammar has it.
const NOT_RESERVED: &[&str] = &["ALL", "BY", "EXISTS", "ON"];

/// Whether a word can be no name.
pub(super) fn is_reserved(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    let is = |words: &[&str]| words.contains(&upper.as_str());
    (is(KEYWORDS) && !is(NOT_RESERVED)) || is(&["DELETE", "DETACH", "REMOVE"])
}

/// A reserved word where it can only be meant as a name.
pub(super) fn reserved(place: &Place<'_>) -> Option<Diagnostic> {
    let word = place.text(0);
    if !is_reserved(word) {
        return None;
    }
    let next = place.text(1);
    if place.expects_any(Expected::Operator) {
        return None;
    }
    let named = place.expects_any(Expected::Thing("a name"));
    let value = place.expects_any(Expected::Thing("an expression"));
    let in_brackets = matches!(place.text(-1), "(" | "[") && matches!(next, ":" | ")" | "]" | "{" | "*");
    let as_name = named && (in_brackets || place.is_word(-1, "AS") || place.is_word(1, "IN") || next == "=");
    let as_value = value && matches!(next, "." | ":");
    if !as_name && !as_value {
        return None;
    }
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, format!("`{word}` is a word of the language and no name"));
    let hint = "choose another name, or put it in back-quotes wherever it stands";
    Some(diagnostic.at(place.source, place.span(), "").hint(hint).fix(place.span(), format!("`{word}`")))
}

/// A misspelled keyword at the error, or before it where it was taken for a name.
pub(super) fn misspelled(place: &Place<'_>) -> Option<Diagnostic> {
    let mut candidates: Vec<&str> = Vec::new();
    for rule in place.rules {
        match expected(*rule) {
            Expected::Keyword(word) => candidates.extend(word.split(' ').next()),
            Expected::Clause => {
                candidates.extend(["MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "CREATE", "MERGE", "SET", "UNION"]);
            }
            Expected::Operator => candidates.extend(["AND", "OR", "XOR", "IN", "IS", "STARTS", "ENDS", "CONTAINS"]),
            Expected::Thing("an expression") => candidates.extend(["NOT", "CASE", "NULL", "TRUE", "FALSE", "DISTINCT"]),
            _ => {}
        }
    }
    let before = ["DISTINCT", "NOT", "CASE", "WHEN", "EXISTS"];
    let (word, span, ours) = guess(place, 0, candidates).or_else(|| guess(place, -1, before.to_vec()))?;
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, format!("`{word}` is not a word of the language"));
    Some(diagnostic.at(place.source, span, format!("did you mean {ours}?")).fix(span, ours))
}

/// The keyword that a word is likely meant to be. Words of one or two letters are near to too many.
fn guess<'s>(
    place: &Place<'s>,
    offset: isize,
    mut candidates: Vec<&'static str>,
) -> Option<(&'s str, Span, &'static str)> {
    let word = place.text(offset);
    let is_word = place.token(offset).is_some_and(|token| token.kind == Kind::Word) && word.len() > 2;
    let begins_alike = |ours: &str| {
        let first = |text: &str| text.chars().next().map(|c| c.to_ascii_uppercase());
        first(ours) == first(word)
    };
    // Of equally near ones the first is taken, and slips at the first letter are rare.
    candidates.sort_by_key(|candidate| !begins_alike(candidate));
    let known = KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word));
    let ours = if is_word && !known { nearest(word, candidates)? } else { return None };
    // Among words of three letters, one that begins otherwise is likely another word.
    if word.len() == 3 && !begins_alike(ours) {
        return None;
    }
    Some((word, place.span_of(offset), ours))
}

/// Words of the language, or whole statements, where they cannot stand.
pub(super) fn misplaced(place: &Place<'_>) -> Option<Diagnostic> {
    let error = |message: &str| Diagnostic::error(codes::UNEXPECTED, message).at(place.source, place.span(), "");
    if place.text(-1) == ";" {
        return Some(error("only one statement can stand here").hint("statements of a script are run one by one"));
    }
    if place.is_word(0, "NOT") && place.expects_any(Expected::Operator) && !place.is_word(-1, "IS") {
        return Some(error("NOT stands before the whole condition").hint("for example: NOT n.key IN ['a', 'b']"));
    }
    if place.is_word(0, "NOT") && place.expects_any(Expected::Thing("an expression")) {
        return Some(error("NOT after an operator stands in parentheses").hint("for example: a = (NOT b)"));
    }
    if place.text(0) == "$" {
        return Some(error("a parameter has a name directly after the dollar sign").hint("for example: $name"));
    }
    let after_is = place.is_word(-1, "IS") || (place.is_word(-1, "NOT") && place.is_word(-2, "IS"));
    if after_is && place.expects_any(Expected::Keyword("NULL")) {
        let hint = "other values are compared with `=` and `<>`";
        return Some(error("IS asks for NULL only: IS NULL, IS NOT NULL").hint(hint));
    }
    structure(place)
}

/// Parts of a form that are missing, or one too many.
fn structure(place: &Place<'_>) -> Option<Diagnostic> {
    let error = |message: &str| Diagnostic::error(codes::UNEXPECTED, message).at(place.source, place.span(), "");
    let caller = caller(place);
    let is_caller = |names: &[&str]| names.iter().any(|name| caller.eq_ignore_ascii_case(name));
    if is_caller(&["filter", "extract"]) && (place.is_word(0, "WHERE") || place.text(0) == "|") {
        let message = format!("{caller} is written as a list in brackets");
        return Some(error(&message).hint("for example: [x IN list WHERE x > 0], or [x IN list | x + 1]"));
    }
    if is_caller(&["all", "any", "none", "single"])
        && matches!(place.text(0), ")" | "|")
        && place.expects(Rule::kw_where)
    {
        let message = format!("{caller} has a condition after its list");
        return Some(error(&message).hint(format!("for example: {caller}(x IN list WHERE x > 0)")));
    }
    if place.text(0) == "]" && place.expects(Rule::bar) && !place.expects(Rule::close_bracket) {
        let hint = "for example: [(a)-->(b) WHERE b.key > 1 | b.key]";
        return Some(error("what to collect stands after a bar").hint(hint));
    }
    if place.text(0) == "," && place.expects(Rule::close_bracket) && place.expects(Rule::kw_where) {
        let hint = "a list of conditions is written [(x IN list), …]";
        return Some(error("brackets that begin with a name and IN hold one condition and one value").hint(hint));
    }
    if place.text(0) == "*" && place.text(-1) == "," && place.expects_any(Expected::Thing("an expression")) {
        return Some(error("`*` stands before all other items").hint("for example: RETURN *, n.key AS key"));
    }
    if place.text(0) == "," && (place.expects(Rule::kw_on) || place.expects(Rule::on_create)) {
        return Some(error("MERGE has one pattern").hint("write a MERGE for each pattern"));
    }
    if place.is_word(0, "WHERE") && place.expects_any(Expected::Clause) && !place.expects(Rule::kw_where) {
        return Some(error("WHERE stands after MATCH or WITH only").hint("for example: MATCH (n) WHERE n.key = 1"));
    }
    None
}

/// The word before the innermost parenthesis that is open at the error.
fn caller<'s>(place: &Place<'s>) -> &'s str {
    let mut closed: isize = 0;
    for back in 1..=place.index as isize {
        match place.token(-back).map(|token| token.kind) {
            Some(Kind::Close) => closed += 1,
            Some(Kind::Open) if closed == 0 => return place.text(-back - 1),
            Some(Kind::Open) => closed -= 1,
            _ => {}
        }
    }
    ""
}
