//! A quick pass over a text that sees strings, quoted names, comments, brackets and words, and no grammar.
//!
//! Input: any text, also a wrong one. Output: its tokens in order. It serves what must be known before the text is
//! parsed (where statements end, how deep it is nested) and after it could not be (what stands at the wrong place).

use crate::diag::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, keyword or number: letters, digits and `_`.
    Word,
    /// A string.
    Text,
    /// A name in back-quotes.
    Quoted,
    /// A comment of either kind.
    Comment,
    /// `(`, `[`, `{`
    Open,
    /// `)`, `]`, `}`
    Close,
    /// `;`
    Semicolon,
    /// A string, back-quote or block comment that runs to the end of the text.
    Unclosed,
    /// Any other character.
    Mark,
}

/// A token and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// The tokens of a text, blanks left out. O(length) over the whole text.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// The iterator of [`tokens`].
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let blank = |c: char| c.is_whitespace() || c == '\u{FEFF}';
        let rest = self.text[self.at..].trim_start_matches(blank);
        let start = self.text.len() - rest.len();
        let first = rest.chars().next()?;
        let (kind, length) = match first {
            '\'' | '"' => closed(Kind::Text, string_end(rest, first)),
            '`' => closed(Kind::Quoted, quoted_end(rest)),
            '/' if rest.starts_with("//") => (Kind::Comment, rest.find(['\n', '\r']).unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => closed(Kind::Comment, rest[2..].find("*/").map(|at| at + 4)),
            '(' | '[' | '{' => (Kind::Open, 1),
            ')' | ']' | '}' => (Kind::Close, 1),
            ';' => (Kind::Semicolon, 1),
            c if is_word(c) => (Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            c => (Kind::Mark, c.len_utf8()),
        };
        let (kind, length) = if length == 0 { (Kind::Unclosed, rest.len()) } else { (kind, length) };
        self.at = start + length;
        Some(Token { kind, span: Span::new(start, self.at) })
    }
}

/// Whether a name may hold the character.
fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// A token that must be closed; length 0 says that it is not.
fn closed(kind: Kind, end: Option<usize>) -> (Kind, usize) {
    (kind, end.unwrap_or(0))
}

/// The length of the string at the start, if it is closed.
fn string_end(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of the quoted name at the start, if it is closed. A doubled back-quote stands for one, and ends nothing.
fn quoted_end(rest: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += rest[at..].find('`')? + 1;
        if !rest[at..].starts_with('`') {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).map(|token| (token.kind, &text[token.span.range()])).collect()
    }

    #[test]
    fn sees_what_hides_brackets() {
        let expected = vec![
            (Kind::Text, r"'(\''"),
            (Kind::Quoted, "`a``(`"),
            (Kind::Comment, "/* [ */"),
            (Kind::Word, "naïve_1"),
            (Kind::Mark, "."),
            (Kind::Comment, "// {"),
            (Kind::Close, ")"),
        ];
        assert_eq!(kinds("'(\\'' `a``(` /* [ */ naïve_1. // {\n )"), expected);
    }

    #[test]
    fn sees_what_is_not_closed() {
        assert_eq!(kinds("a 'b\\'"), [(Kind::Word, "a"), (Kind::Unclosed, "'b\\'")]);
        assert_eq!(kinds("`a``"), [(Kind::Unclosed, "`a``")]);
        assert_eq!(kinds("/*/"), [(Kind::Unclosed, "/*/")]);
    }
}
