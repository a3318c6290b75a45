//! Habits from other languages that no single word or operator gives away.

use super::super::names::Expected;
use super::super::parser::Rule;
use super::super::scan::Kind;
use super::place::Place;
use crate::diag::{Diagnostic, Span, codes};

/// A habit at the error.
pub(super) fn habit(place: &Place<'_>) -> Option<Diagnostic> {
    condition(place)
        .or_else(|| order(place))
        .or_else(|| result(place))
        .or_else(|| value(place))
        .or_else(|| parameter(place))
        .or_else(|| steps(place))
        .or_else(|| pattern(place))
}

fn error(place: &Place<'_>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(codes::UNEXPECTED, message).at(place.source, place.span(), "")
}

fn operator_expected(place: &Place<'_>) -> bool {
    place.expects_any(Expected::Operator)
}

fn expression_expected(place: &Place<'_>) -> bool {
    place.expects_any(Expected::Thing("an expression"))
}

/// `WHERE … WHERE`, `RETURN … WHERE`, `NOT NULL`, `=>`, `IN (a, b)`
fn condition(place: &Place<'_>) -> Option<Diagnostic> {
    if place.is_word(0, "NOT") && place.is_word(1, "NULL") && operator_expected(place) {
        let span = place.span().to(place.span_of(1));
        return Some(error(place, "whether there is a value is asked by IS NOT NULL").fix(span, "IS NOT NULL"));
    }
    if place.is_word(0, "WHERE") && place.expects_any(Expected::Clause) && !place.expects(Rule::kw_where) {
        let before = (1..=place.index as isize).map(|back| place.text(-back).to_ascii_uppercase());
        let clause = before.into_iter().find(|word| {
            ["WHERE", "RETURN", "WITH", "MATCH", "CREATE", "MERGE", "SET", "DELETE", "REMOVE"].contains(&word.as_str())
        });
        return match clause.as_deref() {
            Some("WHERE") => Some(
                error(place, "a clause has one WHERE, whose conditions are joined by AND").fix(place.span(), "AND"),
            ),
            Some("RETURN") => {
                let hint = "a condition stands before: MATCH … WHERE … RETURN …; one on what was computed: WITH … AS x WHERE x > 1 RETURN x";
                Some(error(place, "after RETURN there is no WHERE").hint(hint))
            }
            _ => None,
        };
    }
    let turned = [(">", "=>", ">="), ("<", "=<", "<=")].into_iter().find(|(mark, ..)| *mark == place.text(0));
    if let (Some((_, written, ours)), "=") = (turned, place.text(-1))
        && expression_expected(place)
    {
        let span = place.span_of(-1).to(place.span());
        let message = format!("`{written}` is written `{ours}`");
        return Some(Diagnostic::error(codes::UNEXPECTED, message).at(place.source, span, "").fix(span, ours));
    }
    let opener = opener(place)?;
    if place.text(0) == "," && place.text(opener) == "(" && place.is_word(opener - 1, "IN") && operator_expected(place)
    {
        let message = "a list stands in square brackets";
        let hint = "for example: n.key IN ['a', 'b']";
        let span = place.span_of(opener);
        return Some(Diagnostic::error(codes::UNEXPECTED, message).at(place.source, span, "").hint(hint));
    }
    None
}

/// The innermost bracket that is open at the error, as tokens before it.
fn opener(place: &Place<'_>) -> Option<isize> {
    let mut closed = 0;
    for back in 1..=place.index as isize {
        match place.token(-back).map(|token| token.kind) {
            Some(Kind::Close) => closed += 1,
            Some(Kind::Open) if closed == 0 => return Some(-back),
            Some(Kind::Open) => closed -= 1,
            _ => {}
        }
    }
    // No bracket is open: no token stands so far before the error.
    Some(-(place.index as isize) - 1)
}

/// `LIMIT 3 ORDER BY x`, `LIMIT 3, 5`
fn order(place: &Place<'_>) -> Option<Diagnostic> {
    let after_limit = place.expects_any(Expected::Clause) && !place.expects(Rule::order_part);
    let hint = "the order is: RETURN … ORDER BY … SKIP … LIMIT …";
    if place.is_word(0, "ORDER") && after_limit && operator_expected(place) {
        return Some(error(place, "ORDER BY stands before SKIP and LIMIT").hint(hint));
    }
    if place.is_word(0, "SKIP") && after_limit && operator_expected(place) {
        return Some(error(place, "SKIP stands before LIMIT").hint(hint));
    }
    if place.text(0) == "," && place.is_word(-2, "LIMIT") {
        let message = "LIMIT has one number; the rows to leave out are told by SKIP";
        return Some(error(place, message).hint("for example: SKIP 3 LIMIT 5"));
    }
    None
}

/// `MATCH (n) count(*)`, `name AS n.name`, `UNWIND [1] RETURN`
fn result(place: &Place<'_>) -> Option<Diagnostic> {
    let is_word = place.token(0).is_some_and(|token| token.kind == Kind::Word);
    let after_pattern = place.expects_any(Expected::Clause) && place.text(-1) == ")" && !operator_expected(place);
    if is_word && place.text(1) == "(" && after_pattern {
        let at = place.span().start as usize;
        return Some(error(place, "what is to be shown stands after RETURN").fix(Span::new(at, at), "RETURN "));
    }
    if matches!(place.text(0), "." | "(") && place.is_word(-2, "AS") {
        let message = "after AS stands the new name, and what it stands for comes before";
        return Some(error(place, message).hint("for example: n.key AS key"));
    }
    if place.rules.contains(&Rule::kw_as) && place.expects_any(Expected::Clause) {
        return None;
    }
    let unwinds = (1..=place.index as isize).any(|back| place.is_word(-back, "UNWIND"));
    if unwinds && place.expects(Rule::kw_as) {
        let message = "UNWIND needs a name for the items of its list";
        return Some(error(place, message).hint("for example: UNWIND [1, 2] AS x RETURN x"));
    }
    None
}

/// `a ? b : c`, `contains(a, b)`, `n.key += 1`, an expression that does not come
fn value(place: &Place<'_>) -> Option<Diagnostic> {
    if place.text(0) == "?" && operator_expected(place) {
        let hint = "for example: CASE WHEN n.key > 1 THEN 'many' ELSE 'one' END";
        return Some(error(place, "a choice is written with CASE").hint(hint));
    }
    if ["CONTAINS", "IN", "AND", "OR", "XOR"].iter().any(|word| place.is_word(0, word))
        && place.text(1) == "("
        && expression_expected(place)
        && !operator_expected(place)
    {
        let word = place.text(0).to_ascii_uppercase();
        let message = format!("{word} is an operator and stands between its operands");
        return Some(error(place, message).hint(format!("for example: a {word} b")));
    }
    if place.text(0) == "+" && place.text(1) == "=" && place.expects(Rule::equals) && !operator_expected(place) {
        let hint = "for example: SET n.key = n.key + 1; `n += {key: 1}` sets several properties";
        return Some(error(place, "a property is changed by `=` alone").hint(hint));
    }
    if place.text(0) == "=" && place.text(-1) == "+" && expression_expected(place) {
        let hint = "for example: SET n.key = n.key + 1; `n += {key: 1}` sets several properties";
        return Some(error(place, "a property is changed by `=` alone").hint(hint));
    }
    let joint = place.text(-1).to_ascii_uppercase();
    let joins = ["AND", "OR", "XOR", "NOT", "WHERE", "RETURN", "IN", "BY", "WITH", "=", "<>", "+", "CONTAINS"];
    let word = place.text(0);
    let is_part = place.is_word(0, "NOT") || matches!(place.text(1), "." | ":");
    let ends = word.is_empty() || (super::words::is_reserved(word) && !is_part);
    if joins.contains(&joint.as_str()) && ends && expression_expected(place) {
        let found =
            place.found().map_or_else(|| "the query ends here".to_owned(), |text| format!("there stands `{text}`"));
        return Some(error(place, format!("an expression is missing after {joint}: {found}")));
    }
    None
}

/// `:name`, `@name`, `?`, `(n:$label)`
fn parameter(place: &Place<'_>) -> Option<Diagnostic> {
    let named = place.token(1).filter(|next| next.kind == Kind::Word && next.span.start == place.span().end);
    if place.text(0) == "$"
        && named.is_some()
        && place.expects_any(Expected::Thing("a name"))
        && !expression_expected(place)
    {
        let message = "a label, a type or the name of a property can't be a parameter";
        return Some(error(place, message).hint("a parameter stands for a value, such as in {key: $value}"));
    }
    if !expression_expected(place) || operator_expected(place) {
        return None;
    }
    match (place.text(0), named) {
        (":" | "@" | "%" | "#", Some(name)) => {
            let span = place.span().to(name.span);
            let fix = format!("${}", place.source.slice(name.span));
            Some(error(place, "a parameter is written with a dollar sign").fix(span, fix))
        }
        ("?", _) => {
            let hint = "for example: n.key = $value, with -p value=1";
            Some(error(place, "a parameter has a name after a dollar sign").hint(hint))
        }
        _ => None,
    }
}

/// `[:TYPE*1-3]`, `[:TYPE*1,3]`, `[:TYPE*{1,3}]`, `[:TYPE 1..3]`
fn steps(place: &Place<'_>) -> Option<Diagnostic> {
    let message = "the number of steps is written as in -[:TYPE*1..3]->";
    let error = |span| Diagnostic::error(codes::BAD_LENGTH, message).at(place.source, span, "");
    let is_number = |offset| place.text(offset).starts_with(|c: char| c.is_ascii_digit());
    if matches!(place.text(0), "-" | "," | ":") && is_number(-1) && place.expects(Rule::dots) {
        return Some(error(place.span()).fix(place.span(), ".."));
    }
    if place.text(-1) == "{" && place.text(-2) == "*" && is_number(0) {
        return Some(error(place.span()));
    }
    if is_number(0) && place.expects(Rule::length) {
        let at = place.span().start as usize;
        return Some(error(place.span()).fix(Span::new(at, at), "*"));
    }
    None
}

/// `-:TYPE->`, `(n:Label(key: 1))`, `(a:A, b:B)`, `(n:Label).key`, `CREATE INDEX`, `-- comment`
fn pattern(place: &Place<'_>) -> Option<Diagnostic> {
    let in_node = place.expects(Rule::close_paren) && place.expects(Rule::map) && !operator_expected(place);
    if place.text(0) == ":" && place.expects(Rule::detail) {
        return Some(error(place, "the type of a relationship stands in brackets").hint("for example: -[:TYPE]->"));
    }
    if place.text(0) == "(" && in_node {
        return Some(error(place, "properties stand in braces").hint("for example: (n:Label {key: 'value'})"));
    }
    if place.text(0) == "," && in_node {
        let hint = "for example: (a:Label), (b:Label); a node with two labels is (n:Label:Other)";
        return Some(error(place, "each node has parentheses of its own").hint(hint));
    }
    if place.text(0) == "." && place.text(-1) == ")" && place.expects(Rule::relationship) {
        let hint = "for example: MATCH (n:Label) RETURN n.key";
        return Some(error(place, "a property is asked of a variable, and not of a pattern").hint(hint));
    }
    if place.is_word(-2, "CREATE") && ["INDEX", "CONSTRAINT"].iter().any(|word| place.is_word(-1, word)) {
        let span = place.span_of(-2).to(place.span_of(-1));
        let message = "indexes are kept by the program itself, and keys and types are declared in schema.yaml";
        return Some(Diagnostic::error(codes::NOT_YET, message).at(place.source, span, ""));
    }
    let dashes = place.text(-1) == "-" && place.text(-2) == "-" && place.span_of(-1).end < place.span().start;
    if dashes
        && !super::words::is_reserved(place.text(0))
        && place.expects(Rule::node)
        && place.token(0).is_some_and(|token| token.kind == Kind::Word)
    {
        let span = place.span_of(-2).to(place.span_of(-1));
        let message = "after this dash a node is missing";
        let diagnostic = Diagnostic::error(codes::UNEXPECTED, message).at(place.source, span, "");
        return Some(diagnostic.hint("a comment begins with `//`").fix(span, "//"));
    }
    None
}
