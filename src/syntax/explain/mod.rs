//! Why a text is no statement, in a user's words.
//!
//! Input: a text, and the place and rules at which pest stopped. Output: one finding at the place where a person would
//! point. The likely slips are tried one after the other, the most telling first; what is left is said as what was
//! expected and what was found.

mod arrows;
mod foreign;
mod habits;
mod lexis;
mod place;
mod words;

use super::limits::{DEEPEST_NESTING, too_deep};
use super::names::{self, Expected};
use super::parser::{Error, Rule};
use crate::diag::{Diagnostic, Source, Span, codes, or_list};
use pest::error::{ErrorVariant, InputLocation};
use place::Place;
use std::sync::Arc;

pub(super) use lexis::check_lexis;

/// At most so many expected things are named.
const MOST_EXPECTED: usize = 5;

/// The finding for the place at which pest stopped reading a text as the rule `whole`.
pub(super) fn explain(source: &Arc<Source>, whole: Rule, error: &Error) -> Diagnostic {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rules = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        // The only other error is that the stack is used up.
        ErrorVariant::CustomError { .. } => return too_deep(source, Span::new(at, at), DEEPEST_NESTING),
    };
    let place = Place::new(source, at, whole, rules);
    foreign::operator(&place)
        .or_else(|| lexis::bracket(&place))
        .or_else(|| foreign::word(&place))
        .or_else(|| habits::habit(&place))
        .or_else(|| arrows::steps(&place))
        .or_else(|| arrows::arrow(&place))
        .or_else(|| arrows::inside_pattern(&place))
        .or_else(|| words::reserved(&place))
        .or_else(|| words::misspelled(&place))
        .or_else(|| words::misplaced(&place))
        .unwrap_or_else(|| unexpected(&place))
}

/// What was expected and what was found.
fn unexpected(place: &Place<'_>) -> Diagnostic {
    let expected = or_list(&expected_words(place));
    let (found, label) = match place.found() {
        Some(text) => (format!("found `{text}`"), "not expected here"),
        None => (format!("but the {} ends here", place.whole), "missing here"),
    };
    let message = if expected.is_empty() {
        format!("{found}, which cannot stand here")
    } else {
        format!("expected {expected}, {found}")
    };
    // A mark beyond ASCII is none of the language; letters may stand in names.
    let foreign = place.found().and_then(|text| text.chars().next());
    let foreign = foreign.is_some_and(|found| !found.is_ascii() && !found.is_alphanumeric());
    let code = if foreign { codes::BAD_CHARACTER } else { codes::UNEXPECTED };
    Diagnostic::error(code, message).at(place.source, place.span(), label)
}

/// What was expected, in words, the most telling first.
fn expected_words(place: &Place<'_>) -> Vec<String> {
    let mut expected: Vec<Expected> = place.rules.iter().map(|rule| names::expected(*rule)).collect();
    expected.sort_unstable();
    expected.dedup();
    let has = |what: &Expected| expected.contains(what);
    let (expression, operator, clause) =
        (has(&Expected::Thing("an expression")), has(&Expected::Operator), has(&Expected::Clause));
    let node = has(&Expected::Thing("a node pattern such as (n)"));
    expected.retain(|what| match what {
        Expected::Nothing => false,
        // What begins an expression, goes on with one or begins a clause is said by the larger word.
        Expected::Thing("a name" | "a map" | "a parameter" | "a node pattern such as (n)") => !expression && !operator,
        Expected::Mark(":" | "..") => !operator,
        Expected::Mark(">") => !node,
        Expected::Keyword("MATCH" | "OPTIONAL" | "WITH" | "CREATE" | "SET") => !clause,
        Expected::End => !clause && !operator,
        _ => true,
    });
    if expected.len() > MOST_EXPECTED {
        expected.retain(|what| !matches!(what, Expected::Keyword("SKIP" | "LIMIT" | "ASC" | "DESC" | "WHERE")));
    }
    expected.truncate(MOST_EXPECTED);
    let only = expected.len() == 1;
    let words = expected.into_iter().map(|what| match what {
        Expected::Thing("a name") if place.text(-1) == "." => "the name of a property".to_owned(),
        Expected::Thing("a name") if matches!(place.text(-1), ":" | "|") => "the name of a label or type".to_owned(),
        Expected::Clause if !only => "the next clause".to_owned(),
        what => in_words(what),
    });
    words.collect()
}

fn in_words(expected: Expected) -> String {
    match expected {
        Expected::Thing(words) => words.to_owned(),
        Expected::Mark(mark) => format!("`{mark}`"),
        Expected::Keyword(word) => word.to_owned(),
        Expected::Clause => "a clause such as MATCH or RETURN".to_owned(),
        Expected::Operator => "an operator".to_owned(),
        Expected::End | Expected::Nothing => "the end".to_owned(),
    }
}
