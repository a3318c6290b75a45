//! Operators and words of other languages, and clauses that this version does not know.

use super::super::names::Expected;
use super::super::scan::Kind;
use super::place::Place;
use crate::diag::{Diagnostic, Span, codes};

/// What a foreign operator is, and what stands for it here.
const OPERATORS: &[(&str, &str, &str)] = &[
    ("==", "=", "equality is written `=`"),
    ("!=", "<>", "inequality is written `<>`"),
    ("&&", "AND", "this operator is written AND"),
    ("||", "OR", "this operator is written OR, and texts and lists are joined with `+`"),
    ("**", "^", "the power is written `^`"),
    ("!", "NOT ", "negation is written NOT"),
    ("→", "-->", "the arrow is written `-->`"),
    ("←", "<--", "the arrow is written `<--`"),
    ("–", "-", "the dash is written `-`"),
    ("—", "-", "the dash is written `-`"),
    ("−", "-", "the minus is written `-`"),
    ("≠", "<>", "inequality is written `<>`"),
    ("≤", "<=", "this comparison is written `<=`"),
    ("≥", ">=", "this comparison is written `>=`"),
];

/// An operator of another language at the error, or half before it.
pub(super) fn operator(place: &Place<'_>) -> Option<Diagnostic> {
    let (start, text) = place.touching();
    let own = place.span().start as usize;
    let from_error = &place.source.text()[own..];
    for (foreign, ours, message) in OPERATORS {
        let start = match () {
            () if from_error.starts_with(foreign) => own,
            () if text.starts_with(foreign) && start + foreign.len() > own => start,
            () => continue,
        };
        let span = Span::new(start, start + foreign.len());
        // What is joined with a text is a text.
        let is_text = |offset| place.token(offset).is_some_and(|token| token.kind == Kind::Text);
        let joins = *foreign == "||" && (is_text(-1) || is_text(2));
        let (ours, message) = if joins { (&"+", &"texts are joined with `+`") } else { (ours, message) };
        let code = if foreign.is_ascii() { codes::UNEXPECTED } else { codes::BAD_CHARACTER };
        let diagnostic = Diagnostic::error(code, *message);
        return Some(diagnostic.at(place.source, span, "").fix(span, *ours));
    }
    None
}

/// Clauses of openCypher that come in a later version, and what to say about them.
const LATER: &[&str] = &["LOAD"];

/// Words of SQL and its kin, what stands for them here, and the replacement where one word stands for one.
const SQL: &[(&str, &str, Option<&str>)] = &[
    ("SELECT", "a query says what to find and then what to show: MATCH (n:Label) RETURN n.key", None),
    ("FROM", "where the data comes from is said by a pattern: MATCH (n:Label)", None),
    ("JOIN", "what belongs together is drawn as a path: MATCH (a:Label)-[:TYPE]->(b:Label)", None),
    ("GROUP", "there is no GROUP BY: what stands beside an aggregate in RETURN or WITH is what is grouped by", None),
    ("HAVING", "a condition on groups stands behind WITH: WITH n.key AS key, count(*) AS many WHERE many > 1", None),
    ("LIKE", "parts of texts are found by CONTAINS, STARTS WITH and ENDS WITH, regular expressions by `=~`", None),
    (
        "ILIKE",
        "case is ignored by toLower(n.key) CONTAINS 'text', or by a regular expression: n.key =~ '(?i).*text.*'",
        None,
    ),
    ("BETWEEN", "a range is written as a chain: 1 <= n.key <= 9", None),
    ("INSERT", "new nodes are made by CREATE (n:Label {key: 'value'})", None),
    ("UPDATE", "properties are changed by MATCH (n:Label) SET n.key = 'value'", None),
    ("STARTSWITH", "the beginning of a text is asked for by two words", Some("STARTS WITH")),
    ("ENDSWITH", "the end of a text is asked for by two words", Some("ENDS WITH")),
    ("OFFSET", "rows are left out by SKIP", Some("SKIP")),
    ("NULLS", "null comes last in ascending order and first in descending order", None),
    ("USE", "the graph is chosen on the command line, by -g", None),
    ("TOP", "the number of rows is limited by LIMIT, at the end", None),
];

/// A clause of a later version, or a word of SQL, at the error.
pub(super) fn word(place: &Place<'_>) -> Option<Diagnostic> {
    let word = place.text(0).to_ascii_uppercase();
    let clause = place.expects_any(Expected::Clause);
    if LATER.contains(&word.as_str()) && clause {
        let diagnostic = Diagnostic::error(codes::NOT_YET, format!("{word} is not part of this version"));
        let known = "the clauses are MATCH, OPTIONAL MATCH, UNWIND, WITH, RETURN, UNION, CREATE, MERGE, SET, DELETE, DETACH \
                     DELETE, REMOVE and CALL";
        return Some(diagnostic.at(place.source, place.span(), "").hint(known));
    }
    if place.text(0) == "{" && place.expects_any(Expected::Operator) && place.text(1) == "." {
        let diagnostic = Diagnostic::error(codes::NOT_YET, "map projections are not part of this version");
        let hint = format!("write out the map: {{{key}: {owner}.{key}}}", owner = place.text(-1), key = place.text(2));
        return Some(diagnostic.at(place.source, place.span(), "").hint(hint));
    }
    let (sql, hint, ours) = SQL.iter().find(|(sql, ..)| *sql == word)?;
    let message = format!("{sql} is not a word of openCypher");
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, message);
    let diagnostic = diagnostic.at(place.source, place.span(), "").hint(*hint);
    Some(match ours {
        Some(ours) => diagnostic.fix(place.span(), *ours),
        None => diagnostic,
    })
}
