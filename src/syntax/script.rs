//! Scripts: texts of several statements.

use super::scan::{Kind, tokens};
use crate::diag::Span;

/// The statements of a script, without the semicolons and blanks around them; pieces of nothing but blanks and
/// comments are left out. A semicolon in a string, a back-quoted name or a comment ends nothing. O(length).
///
/// ```
/// let script = "RETURN ';' AS a; // first; of two\nRETURN 2;";
/// let pieces: Vec<&str> = casegraph::syntax::split(script).into_iter().map(|span| &script[span.range()]).collect();
/// assert_eq!(pieces, ["RETURN ';' AS a", "RETURN 2"]);
/// ```
#[must_use]
pub fn split(text: &str) -> Vec<Span> {
    let mut statements = Vec::new();
    let mut current: Option<Span> = None;
    for token in tokens(text) {
        match token.kind {
            Kind::Semicolon => statements.extend(current.take()),
            Kind::Comment => {}
            _ => current = Some(current.map_or(token.span, |span| span.to(token.span))),
        }
    }
    statements.extend(current);
    statements
}

/// Whether a text typed so far can be run: it is blank, or ends with a semicolon outside of strings and comments. A
/// bracket that is still open does not matter, since a semicolon never stands in one: running shows the mistake. O(length).
///
/// ```
/// use casegraph::syntax::is_complete;
/// assert!(is_complete("RETURN 1; // done"));
/// assert!(!is_complete("RETURN 1"));
/// assert!(!is_complete("RETURN ';"));
/// ```
#[must_use]
pub fn is_complete(text: &str) -> bool {
    let mut ended = true;
    for token in tokens(text).filter(|token| token.kind != Kind::Comment) {
        ended = token.kind == Kind::Semicolon;
    }
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn splits_at_semicolons_of_the_language_only() {
        assert_eq!(pieces(""), [""; 0]);
        assert_eq!(pieces(" ; /* a */ ; // b\n"), [""; 0]);
        assert_eq!(pieces("RETURN 1"), ["RETURN 1"]);
        assert_eq!(pieces("RETURN ';' ;\nRETURN `a;b`; "), ["RETURN ';'", "RETURN `a;b`"]);
        assert_eq!(pieces("// a;\nRETURN 1 /* ; */ + 2; RETURN 3"), ["RETURN 1 /* ; */ + 2", "RETURN 3"]);
        assert_eq!(pieces("RETURN 'é\\';'; RETURN \"';\""), ["RETURN 'é\\';'", "RETURN \"';\""]);
        assert_eq!(pieces("RETURN 1; RETURN 'open; RETURN 2"), ["RETURN 1", "RETURN 'open; RETURN 2"]);
    }

    #[test]
    fn knows_when_a_statement_is_complete() {
        for text in ["", "  \n", "// only a comment", "RETURN 1;", "RETURN 1; /* c */", ";", "RETURN (1);"] {
            assert!(is_complete(text), "{text}");
        }
        for text in ["RETURN 1", "RETURN 1 // ;", "RETURN ';", "RETURN `;", "RETURN 1; /* c", "a; b"] {
            assert!(!is_complete(text), "{text}");
        }
    }
}
