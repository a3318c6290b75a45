//! Numbers and strings: their notations, and what is wrong with a malformed one.

use super::super::ast::ExprKind;
use super::super::parser::Pair;
use super::Builder;
use crate::diag::{Code, Diagnostic, Span, codes};

impl Builder<'_> {
    /// The value of a number, in whichever notation.
    pub(super) fn number(&self, pair: &Pair<'_>) -> ExprKind {
        match number(pair.as_str()) {
            Ok(kind) => kind,
            Err((code, message, hint)) => {
                let diagnostic = Diagnostic::error(code, message).at(self.source, self.span(pair), "");
                self.report(diagnostic.hint(hint));
                ExprKind::Null
            }
        }
    }

    /// The text of a string, its escapes resolved.
    pub(super) fn string(&self, pair: &Pair<'_>) -> String {
        let raw = pair.as_str();
        let inner = &raw[1..raw.len() - 1];
        if !inner.contains('\\') {
            return inner.to_owned();
        }
        let mut text = String::with_capacity(inner.len());
        let mut rest = inner;
        while let Some(at) = rest.find('\\') {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            match escape(rest) {
                Ok((c, length)) => {
                    text.push(c);
                    rest = &rest[length..];
                }
                Err((length, hint)) => {
                    let start = pair.as_span().start() + 1 + (inner.len() - rest.len());
                    let message = format!("`{}` is not an escape that strings know", &rest[..length]);
                    let names_character = matches!(rest.as_bytes()[1], b'u' | b'U');
                    let code = if names_character { codes::BAD_UNICODE } else { codes::BAD_ESCAPE };
                    let diagnostic = Diagnostic::error(code, message);
                    let span = Span::new(start, start + length);
                    self.report(diagnostic.at(self.source, span, "").hint(hint));
                    rest = &rest[length..];
                }
            }
        }
        text.push_str(rest);
        text
    }
}

/// What is wrong with a number, and what would be right.
type Wrong = (Code, String, &'static str);

/// The value of a number.
fn number(text: &str) -> Result<ExprKind, Wrong> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let malformed = |hint| (codes::BAD_LITERAL, format!("`{text}` is not a number"), hint);
    let radix = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        _ => 10,
    };
    if radix != 10 {
        let digits = &digits[2..];
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
            return Err(malformed("hexadecimal is written as in 0x2A, octal as in 0o52"));
        }
        return int(text, i64::from_str_radix(&format!("{sign}{digits}"), radix));
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(malformed("a whole number does not begin with 0; octal is written as in 0o52"));
        }
        return int(text, text.parse());
    }
    // What Rust reads beyond the language (`inf`, `1.`) does not come here by the grammar.
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(ExprKind::Float(value)),
        Ok(_) => Err((codes::FLOAT_RANGE, format!("`{text}` is out of range"), "the largest number is about 1.8e308")),
        Err(_) if text.trim_matches(|c: char| c == '-' || c == '_' || c.is_ascii_digit()).is_empty() => {
            Err(malformed("digits stand without separators"))
        }
        Err(_) => Err(malformed("a name cannot begin with a digit, unless it is in back-quotes")),
    }
}

fn int(text: &str, value: Result<i64, std::num::ParseIntError>) -> Result<ExprKind, Wrong> {
    let range = "whole numbers go from -9223372036854775808 to 9223372036854775807";
    value.map(ExprKind::Int).map_err(|_| (codes::INTEGER_RANGE, format!("`{text}` is out of range"), range))
}

/// The character of the escape at the start and its length; if there is none, the length of what looks like one and
/// what would be right.
fn escape(rest: &str) -> Result<(char, usize), (usize, &'static str)> {
    let mark = rest[1..].chars().next().unwrap_or('\\');
    let plain = match mark {
        '\\' | '\'' | '"' | '`' => mark,
        'b' | 'B' => '\u{8}',
        'f' | 'F' => '\u{C}',
        'n' | 'N' => '\n',
        'r' | 'R' => '\r',
        't' | 'T' => '\t',
        'u' => {
            let hint = "`\\u` is followed by four hexadecimal digits, as in \\u00E9";
            return surrogates(rest).map_or_else(|| code_point(rest, 4, hint), Ok);
        }
        'U' => return code_point(rest, 8, "`\\U` is followed by eight hexadecimal digits, as in \\U0001F600"),
        other => {
            let hint =
                "known are \\\\ \\' \\\" \\b \\f \\n \\r \\t \\uXXXX \\UXXXXXXXX; a backslash itself is written \\\\";
            return Err((1 + other.len_utf8(), hint));
        }
    };
    Ok((plain, 2))
}

/// The character of a `\u` or `\U` with so many digits.
fn code_point(rest: &str, digits: usize, hint: &'static str) -> Result<(char, usize), (usize, &'static str)> {
    let end = rest[2..].find(|c: char| !c.is_ascii_hexdigit()).map_or(rest.len(), |at| at + 2).min(2 + digits);
    let code = if end == 2 + digits { u32::from_str_radix(&rest[2..end], 16).ok() } else { None };
    code.and_then(char::from_u32).map(|c| (c, end)).ok_or((end, hint))
}

/// The character of two `\u` that are the halves of one in UTF-16, as JSON and Java write it.
fn surrogates(rest: &str) -> Option<(char, usize)> {
    let half = |at: usize| u16::from_str_radix(rest.get(at..)?.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let decoded = char::decode_utf16([half(0)?, half(6)?]).next()?.ok()?;
    (decoded.len_utf16() == 2).then_some((decoded, 12))
}

#[cfg(test)]
mod tests {
    use super::super::super::parse_expression;
    use super::*;
    use crate::diag::Source;

    fn kind(text: &str) -> Option<ExprKind> {
        parse_expression(&Source::new("e", text)).ok().map(|expr| expr.kind)
    }

    #[test]
    fn reads_whole_numbers() {
        let cases = [("0", 0), ("42", 42), ("0x2A", 42), ("0o52", 42), ("-0x1", -1), ("-0x8000000000000000", i64::MIN)];
        for (text, value) in cases {
            assert!(matches!(kind(text), Some(ExprKind::Int(read)) if read == value), "{text}");
        }
        for text in
            ["9223372036854775808", "- 9223372036854775808", "0x8000000000000000", "0x", "0xG", "0o8", "012", "1a"]
        {
            assert!(kind(text).is_none(), "{text}");
        }
    }

    #[test]
    fn reads_floats() {
        let cases = [("1.5", 1.5), (".1e-5", 1e-6), ("1e3", 1000.0), ("-2.5E+1", -25.0), ("-.5", -0.5), ("00.5", 0.5)];
        for (text, value) in cases {
            assert!(matches!(kind(text), Some(ExprKind::Float(read)) if read == value), "{text}");
        }
        for text in ["1.34E999", "1e", "1.5.2x", "1_000"] {
            assert!(kind(text).is_none(), "{text}");
        }
    }

    #[test]
    fn resolves_escapes() {
        let cases = [
            (r"'a\'b'", "a'b"),
            (r#""\"\\\n""#, "\"\\\n"),
            (r"'\u00e9\U0001F600!'", "é😀!"),
            (r"'\\u'", "\\u"),
            (r"'\uD83D\ude00'", "😀"),
        ];
        for (text, value) in cases {
            assert!(matches!(kind(text), Some(ExprKind::Str(read)) if read == value), "{text}");
        }
        for text in [r"'\uH'", r"'\uD800'", r"'\uD83D\u0041'", r"'\uDE00\uD83D'", r"'\U00110000'", r"'\q'", r"'\u12'"] {
            assert!(kind(text).is_none(), "{text}");
        }
    }
}
