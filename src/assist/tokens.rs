//! Text → tokens, coarse and forgiving: also of a text that is not finished, and never failing.
//!
//! This is no second parser. It knows quotes, comments, words and brackets, which is what colors and completion need
//! of a text that the grammar cannot read yet.

use crate::diag::Span;
use crate::functions;
use crate::syntax::KEYWORDS;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A reserved word.
    Keyword,
    /// A word that a function of the language has as its name, before a bracket.
    Function,
    /// A label or relationship type.
    Label,
    /// A property key after a dot.
    Property,
    /// Any other name, also one in backticks.
    Name,
    /// A parameter with its `$`.
    Parameter,
    /// A text in quotes, perhaps not closed.
    Text,
    /// A number.
    Number,
    /// A comment.
    Comment,
    /// A sign or bracket.
    Sign,
}

/// A piece of the text; blanks are no tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// Cuts a text into tokens. O(length).
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = one(&text[at..], first);
        tokens.push(Token { kind, span: Span::new(at, at + length) });
        at += length;
    }
    classify(text, &mut tokens);
    tokens
}

/// The kind and length of the token at the start of `rest`.
fn one(rest: &str, first: char) -> (Kind, usize) {
    match first {
        '/' if rest.starts_with("//") => (Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (Kind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2)),
        '\'' | '"' => (Kind::Text, quoted(rest, first, true)),
        '`' => (Kind::Name, quoted(rest, first, false)),
        '$' if rest.starts_with("$`") => (Kind::Parameter, 1 + quoted(&rest[1..], '`', false)),
        '$' => (Kind::Parameter, 1 + word(&rest[1..])),
        '0'..='9' => (Kind::Number, number(rest)),
        _ if is_word(first) => (Kind::Name, word(rest)),
        _ => (Kind::Sign, first.len_utf8()),
    }
}

fn is_word(each: char) -> bool {
    each.is_alphanumeric() || each == '_'
}

fn word(rest: &str) -> usize {
    rest.find(|each| !is_word(each)).unwrap_or(rest.len())
}

/// A number with its fraction; the dots of a range `1..3` are signs.
fn number(rest: &str) -> usize {
    let whole = word(rest);
    let fraction = rest[whole..].strip_prefix('.').map_or("", |fraction| &fraction[..word(fraction)]);
    if fraction.starts_with(|each: char| each.is_ascii_digit()) { whole + 1 + fraction.len() } else { whole }
}

/// The length of a quoted piece with its quotes, or of all the rest when it is not closed.
fn quoted(rest: &str, quote: char, escapes: bool) -> usize {
    let mut escaped = false;
    for (at, each) in rest.char_indices().skip(1) {
        match each {
            _ if escaped => escaped = false,
            '\\' if escapes => escaped = true,
            _ if each == quote => return at + each.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Tells names apart by what stands around them.
fn classify(text: &str, tokens: &mut [Token]) {
    let mut open: Vec<u8> = Vec::new();
    for at in 0..tokens.len() {
        let slice = &text[tokens[at].span.range()];
        match tokens[at].kind {
            Kind::Sign => match slice.as_bytes()[0] {
                bracket @ (b'(' | b'[' | b'{') => open.push(bracket),
                b')' | b']' | b'}' => {
                    open.pop();
                }
                _ => {}
            },
            Kind::Name => {
                let sign = |token: Option<&Token>| token.map_or("", |token| &text[token.span.range()]);
                let before = sign(at.checked_sub(1).and_then(|before| tokens.get(before)));
                let after = sign(tokens.get(at + 1));
                let label = after_label(text, &tokens[..at]);
                tokens[at].kind = name_kind(slice, before, after, open.last().copied(), label);
            }
            _ => {}
        }
    }
}

/// Whether the last tokens are a label and a sign that joins a further one, as in `:A|` and `:A&`.
fn after_label(text: &str, before: &[Token]) -> bool {
    let [.., label, joint] = before else { return false };
    label.kind == Kind::Label && matches!(&text[joint.span.range()], "|" | "&")
}

fn name_kind(slice: &str, before: &str, after: &str, open: Option<u8>, joined: bool) -> Kind {
    if before == "." {
        return Kind::Property;
    }
    if (before == ":" && open != Some(b'{')) || joined {
        return Kind::Label;
    }
    if open == Some(b'{') && after == ":" {
        return Kind::Property;
    }
    let upper = slice.to_ascii_uppercase();
    if after == "(" && (functions::function(slice).is_some() || functions::aggregate(slice).is_some()) {
        return Kind::Function;
    }
    if KEYWORDS.contains(&upper.as_str()) { Kind::Keyword } else { Kind::Name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).iter().map(|token| (token.kind, &text[token.span.range()])).collect()
    }

    #[test]
    fn names_are_told_apart_by_their_surroundings() {
        let found = kinds("(c:Company {name: 'x'})-[r:USES|OLD]->() c.name $p 1.5 // end");
        let wanted = [
            (Kind::Name, "c"),
            (Kind::Label, "Company"),
            (Kind::Property, "name"),
            (Kind::Text, "'x'"),
            (Kind::Name, "r"),
            (Kind::Label, "USES"),
            (Kind::Label, "OLD"),
            (Kind::Name, "c"),
            (Kind::Property, "name"),
            (Kind::Parameter, "$p"),
            (Kind::Number, "1.5"),
            (Kind::Comment, "// end"),
        ];
        let found: Vec<_> = found.into_iter().filter(|(kind, _)| *kind != Kind::Sign).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn unfinished_pieces_reach_to_the_end() {
        assert_eq!(kinds("'it\\'s"), [(Kind::Text, "'it\\'s")]);
        assert_eq!(kinds("/* so"), [(Kind::Comment, "/* so")]);
        assert_eq!(kinds("`a b"), [(Kind::Name, "`a b")]);
        assert_eq!(kinds("$"), [(Kind::Parameter, "$")]);
    }

    #[test]
    fn a_range_is_no_fraction() {
        let found = kinds("*1..3");
        let slices: Vec<_> = found.iter().map(|(_, slice)| *slice).collect();
        assert_eq!(slices, ["*", "1", ".", ".", "3"]);
    }
}
