//! The colors of a statement while it is typed.

use super::editor::{INDENT, MARKER};
use crate::assist::{Kind, tokens};

/// Longer texts are shown without colors, as every key would cost the whole of it.
const LONGEST: usize = 20_000;

/// The text with colors, and with a mark at the start of each further line; as wide as the text itself.
pub(super) fn paint(text: &str, color: bool) -> String {
    if !color || text.len() > LONGEST {
        return marked(text, color);
    }
    let mut painted = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for token in tokens(text) {
        let range = token.span.range();
        painted.push_str(&marked(&text[done..range.start], color));
        let piece = marked(&text[range.clone()], color);
        match code(token.kind) {
            Some(code) => painted.push_str(&format!("\x1b[{code}m{piece}\x1b[0m")),
            None => painted.push_str(&piece),
        }
        done = range.end;
    }
    painted.push_str(&marked(&text[done..], color));
    painted
}

/// The indentation of further lines is shown as the prompt that they do not have.
fn marked(piece: &str, color: bool) -> String {
    let marker = if color { format!("\n\x1b[2m{MARKER}\x1b[0m") } else { format!("\n{MARKER}") };
    piece.replace(INDENT, &marker)
}

/// Colors of the terminal's own palette, which its owner chose for the background there is.
fn code(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Keyword => Some("1"),
        Kind::Function => Some("34"),
        Kind::Label => Some("36"),
        Kind::Parameter => Some("33"),
        Kind::Text => Some("32"),
        Kind::Number => Some("35"),
        Kind::Comment => Some("2"),
        Kind::Property | Kind::Name | Kind::Sign => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(painted: &str) -> String {
        let mut text = String::new();
        let mut rest = painted;
        while let Some(at) = rest.find('\x1b') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            rest = rest.find('m').map_or("", |end| &rest[end + 1..]);
        }
        text + rest
    }

    #[test]
    fn colors_change_no_character() {
        for text in ["MATCH (c:Company {name: 'x'}) // é", "'open", "1.5 $p `a", ""] {
            assert_eq!(bare(&paint(text, true)), text);
        }
        assert!(paint("'x'", true).contains("\x1b[32m'x'\x1b[0m"));
    }

    #[test]
    fn further_lines_are_marked_and_keep_their_width() {
        let text = format!("MATCH (n){INDENT}RETURN 'a{INDENT}b'");
        let shown = bare(&paint(&text, true));
        assert_eq!(shown, format!("MATCH (n)\n{MARKER}RETURN 'a\n{MARKER}b'"));
        assert_eq!(shown.chars().count(), text.chars().count());
        assert_eq!(paint(&text, false), shown);
    }
}
