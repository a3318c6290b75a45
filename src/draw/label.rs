//! Text → text in a picture: wrapped, and escaped for DOT and XML.

use super::measure::{Face, width};

/// The widest line of a node's label, as a multiple of the size of its letters.
pub(super) const LABEL_WIDTH: f64 = 13.0;

/// The most lines of a node's label; the whole text stands in its tooltip.
const LABEL_LINES: usize = 5;

/// Narrower lines are tried in steps of this, to make them about equally long.
const STEP: f64 = 0.25;

/// The caption of a node: no more lines than fit a node, none wider than `limit` times the size of its letters.
pub(super) fn caption(text: &str, limit: f64) -> Vec<String> {
    let mut lines = wrapped(text, Face::Regular, limit);
    if lines.len() > LABEL_LINES {
        lines.truncate(LABEL_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

/// Text in lines of about the same length, none wider than `limit` times the size of its letters.
pub(super) fn wrapped(text: &str, face: Face, limit: f64) -> Vec<String> {
    let lines = fill(text, face, limit);
    if lines.len() == 1 {
        return lines;
    }
    // The least width that needs no line more.
    let longest_word = words(text).iter().map(|word| width(word, face, 1.0)).fold(0.0, f64::max);
    let steps = ((limit - longest_word) / STEP).max(0.0) as usize;
    let narrower = (1..steps).rev().map(|step| limit - step as f64 * STEP);
    let even = narrower.map(|limit| fill(text, face, limit)).find(|even| even.len() == lines.len());
    even.unwrap_or(lines)
}

/// A quoted string of DOT. Backslashes and ampersands would start escapes of Graphviz; characters that XML forbids
/// would break the SVG made of it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for each in text.chars() {
        match each {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("\\n"),
            each => out.push(drawable(each)),
        }
    }
    out.push('"');
    out
}

/// Text within XML, and within an HTML-like label of DOT.
pub(super) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for each in text.chars() {
        match each {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            each => out.push(drawable(each)),
        }
    }
    out
}

fn drawable(each: char) -> char {
    match each {
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        each if each.is_control() => ' ',
        each => each,
    }
}

/// The words of a text. A sign that stands alone, such as a dash, goes with the word before it, so that it begins no line.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if !word.contains(char::is_alphanumeric) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Breaks at blanks, and within a word only when it is longer than a line.
fn fill(text: &str, face: Face, limit: f64) -> Vec<String> {
    let blank = width(" ", face, 1.0);
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for word in &words(text) {
        let wide = width(word, face, 1.0);
        if used > 0.0 && used + blank + wide <= limit {
            used += blank + wide;
            let line = lines.last_mut().expect("there is a line from the start");
            line.push(' ');
            line.push_str(word);
            continue;
        }
        if used > 0.0 {
            lines.push(String::new());
            used = 0.0;
        }
        for each in word.chars() {
            let wide = width(each.encode_utf8(&mut [0; 4]), face, 1.0);
            if used > 0.0 && used + wide > limit {
                lines.push(String::new());
                used = 0.0;
            }
            lines.last_mut().expect("there is a line from the start").push(each);
            used += wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_even_and_words_whole() {
        assert_eq!(caption("Netflix", LABEL_WIDTH), ["Netflix"]);
        assert_eq!(caption("Amazon Kinesis Data Streams", LABEL_WIDTH), ["Amazon Kinesis", "Data Streams"]);
        assert_eq!(caption("", LABEL_WIDTH), [""]);
        assert_eq!(wrapped("aaaaaaaaaa", Face::Regular, 2.5), ["aaaa", "aaaa", "aa"]);
        assert_eq!(wrapped("a 東京都東京都", Face::Regular, 3.2), ["a", "東京都", "東京都"]);
        assert_eq!(caption(&"word ".repeat(50), LABEL_WIDTH).len(), LABEL_LINES);
    }

    #[test]
    fn what_graphviz_and_xml_would_read_is_escaped() {
        assert_eq!(quoted("a \"b\" \\N & c\nd\u{1b}"), r#""a \"b\" \\N &amp; c\nd ""#);
        assert_eq!(markup("<b> & \"c\"\u{1b}"), "&lt;b&gt; &amp; &quot;c&quot; ");
    }
}
