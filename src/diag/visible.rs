//! Text of others in a message: without what a terminal would obey, and not longer than a person reads.

use std::borrow::Cow;

/// The characters of the longest text that is shown whole.
const LONGEST: usize = 1_000;

/// How many characters are left at the start and at the end of a longer one.
const KEPT: (usize, usize) = (600, 300);

/// A text that may hold names and values from anywhere, made fit for one line of a message: each control character is
/// shown by its picture, a character that turns the direction of writing by �, and the middle of a very long text by `…`.
///
/// ```
/// use casegraph::diag::visible;
/// assert_eq!(visible("a\u{1b}[31m\n\u{202e}"), "a␛[31m␊�");
/// assert_eq!(visible(&"x".repeat(1_000_000)).chars().count(), 901);
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let short = if text.len() > LONGEST { shorten(text) } else { Cow::Borrowed(text) };
    if short.chars().all(|each| picture(each) == each) { short } else { short.chars().map(picture).collect() }
}

fn shorten(text: &str) -> Cow<'_, str> {
    let place = |found: Option<(usize, char)>| found.map_or(0, |(at, _)| at);
    let end = place(text.char_indices().nth(KEPT.0));
    let start = place(text.char_indices().nth_back(KEPT.1 - 1));
    if text.chars().count() <= LONGEST {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{}…{}", &text[..end], &text[start..]))
}

/// The character itself, or what stands for it.
fn picture(each: char) -> char {
    match each {
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(each)).unwrap_or('�'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '�',
        other => other,
    }
}
