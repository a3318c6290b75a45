//! What is refused before it is parsed, so that no text can exhaust memory or stack.

use super::scan::{Kind, tokens};
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use std::sync::Arc;

/// The largest text in bytes.
pub(super) const LONGEST_TEXT: usize = 4 * 1024 * 1024;

/// How deep brackets and CASE may be nested in the text. pest guards its own stack; this limit comes first, and names the
/// place.
pub(super) const DEEPEST_NESTING: usize = 200;

/// How deep expressions may lie in each other. Every walk over the tree is recursive; this depth leaves each of them more
/// than ten kilobytes a level on a thread of 2 MB, which is what they need without optimization. A pattern with
/// properties takes two brackets a level, hence the other limit is twice this one.
pub(super) const DEEPEST_TREE: usize = 100;

/// The finding for a text of more than [`LONGEST_TEXT`] bytes.
pub(super) fn check_size(source: &Arc<Source>) -> Result<(), Diagnostics> {
    let length = source.text().len();
    if length <= LONGEST_TEXT {
        return Ok(());
    }
    let megabytes = length as f64 / (1024.0 * 1024.0);
    let diagnostic = Diagnostic::error(codes::TOO_LARGE, format!("the query has {megabytes:.1} MB, the limit is 4 MB"));
    Err(diagnostic.at(source, Span::new(0, 0), "").hint("give large data as a parameter, or load it from files").into())
}

/// The finding for brackets and CASE nested deeper than [`DEEPEST_NESTING`]. O(length).
pub(super) fn check_nesting(source: &Arc<Source>) -> Result<(), Diagnostics> {
    let text = source.text();
    let mut open: Vec<bool> = Vec::new();
    let mut before = "";
    let mut tokens = tokens(text).filter(|token| token.kind != Kind::Comment).peekable();
    while let Some(token) = tokens.next() {
        let word = &text[token.span.range()];
        match token.kind {
            Kind::Open => open.push(false),
            Kind::Close => {
                // Whatever CASE was opened inside ends with the bracket.
                while open.pop() == Some(true) {}
            }
            Kind::Word if !matches!(before, "." | ":" | "$" | "|") => {
                let is_key = tokens.peek().is_some_and(|next| &text[next.span.range()] == ":");
                if word.eq_ignore_ascii_case("case") && !is_key {
                    open.push(true);
                } else if word.eq_ignore_ascii_case("end") && open.last() == Some(&true) {
                    open.pop();
                }
            }
            _ => {}
        }
        if open.len() > DEEPEST_NESTING {
            return Err(too_deep(source, token.span, DEEPEST_NESTING).into());
        }
        before = word;
    }
    Ok(())
}

/// The finding at the place where a limit is passed.
pub(super) fn too_deep(source: &Arc<Source>, span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error(codes::TOO_DEEP, format!("the query is nested more than {limit} levels deep"))
        .at(source, span, "one level too many")
        .hint("name inner parts in a WITH clause and use the names")
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// The code of the first finding, and whether it has a place.
    fn code(text: &str) -> Option<(&'static str, bool)> {
        let findings = parse(&Source::new("q", text)).err()?;
        findings.iter().next().map(|finding| (finding.code.id, finding.place().is_some()))
    }

    /// A text for each thing that nests: what opens it, what is in the middle, what closes it.
    const NESTS: &[(&str, &str, &str)] = &[
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a: ", "1", "}"),
        ("f(", "1", ")"),
        ("[x IN ", "y", " WHERE x | x]"),
        ("all(x IN ", "y", " WHERE x)"),
        ("reduce(a = 0, x IN ", "y", " | a)"),
        ("({a: ", "1", "})-->()"),
        ("()-[{a: ", "1", "}]-()"),
        ("[(a {b: ", "1", "})-->() | 1]"),
        ("shortestPath(({a: ", "1", "})-->())"),
        ("EXISTS { MATCH (a) WHERE ", "1", " }"),
        ("CASE WHEN ", "1", " THEN 1 END"),
        ("CASE WHEN 1 THEN 1 ELSE ", "1", " END"),
        ("a[", "1", "]"),
        ("NOT ", "1", ""),
        ("- ", "1", ""),
        ("+ ", "1", ""),
        ("", "a", ".b"),
        ("", "a", "[0]"),
        ("", "a", " IN b"),
        ("", "a", " IS NULL"),
    ];

    fn nest((open, middle, close): (&str, &str, &str), depth: usize) -> String {
        format!("RETURN {}{middle}{}", open.repeat(depth), close.repeat(depth))
    }

    /// A naive grammar reads the inside of a bracket twice at each level, and would not come back from this.
    #[test]
    fn deep_nesting_is_read_once() {
        for case in NESTS {
            assert_eq!(code(&nest(*case, 64)), None, "{case:?}");
            let (open, _, close) = *case;
            let wrong = code(&nest((open, "1 1", close), 64));
            assert!(matches!(wrong, Some(("E0101" | "E0102", true))), "{case:?}: {wrong:?}");
        }
    }

    #[test]
    fn too_deep_nesting_is_refused() {
        for case in NESTS {
            for depth in [300, 5_000] {
                assert_eq!(code(&nest(*case, depth)), Some(("E0104", true)), "{case:?}");
            }
        }
        let half: String = NESTS[..7].iter().map(|(open, ..)| open.repeat(50)).collect();
        assert_eq!(code(&format!("RETURN {half}")), Some(("E0104", true)));
    }

    #[test]
    fn words_named_case_do_not_count() {
        let items = "p.case, {case: 1}.case, (:CASE)-->(), $case, ".repeat(300);
        assert_eq!(code(&format!("RETURN {items} 1")), None);
    }

    #[test]
    fn long_chains_are_flat() {
        let chains = [
            ("RETURN 1".to_owned(), " + 1", 100_000),
            ("RETURN a".to_owned(), " AND NOT a.b.c OR -a * 2 ^ 3 < 1", 3_000),
            ("RETURN 1".to_owned(), " UNION ALL RETURN 1", 2_000),
            ("MATCH (a)".to_owned(), "-->(b)", 3_000),
            ("RETURN 1".to_owned(), ", [1] /* and */ // so on\n", 3_000),
        ];
        for (start, more, times) in chains {
            assert_eq!(code(&(start + &more.repeat(times))), None, "{more}");
        }
    }

    #[test]
    fn too_large_texts_are_refused() {
        assert_eq!(code(&" ".repeat(LONGEST_TEXT + 1)), Some(("E0103", true)));
        assert_eq!(code(&format!("RETURN 1//{}", " ".repeat(LONGEST_TEXT - 10))), None);
    }
}
