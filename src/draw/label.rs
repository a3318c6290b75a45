//! Text → text in a picture: wrapped, and escaped for DOT.

/// The widest line of a node's label, in characters.
pub(super) const LABEL_WIDTH: usize = 24;

/// The most lines of a node's label; the whole text stands in its tooltip.
const LABEL_LINES: usize = 5;

/// A caption in lines of at most `width`, about equally long, and no more of them than fit a node.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let lines = fill(text, width);
    // The least width that needs no line more makes lines of about the same length.
    let even = (1..width).find(|width| longest_word(text) <= *width && fill(text, *width).len() == lines.len());
    let mut lines = even.map_or(lines, |width| fill(text, width));
    if lines.len() > LABEL_LINES {
        lines.truncate(LABEL_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
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

/// Text within an HTML-like label of DOT.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for each in text.chars() {
        match each {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
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

/// Breaks at blanks, and within a word only when it is longer than a line.
fn fill(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = display_width(word);
        if used > 0 && used + 1 + wide <= width {
            used += 1 + wide;
            let line = lines.last_mut().expect("there is a line from the start");
            line.push(' ');
            line.push_str(word);
            continue;
        }
        if used > 0 {
            lines.push(String::new());
            used = 0;
        }
        for each in word.chars() {
            let wide = char_width(each);
            if used > 0 && used + wide > width {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is a line from the start").push(each);
            used += wide;
        }
    }
    lines
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(display_width).max().unwrap_or(0)
}

fn display_width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Characters of East Asia and emoji are about twice as wide as letters; nothing depends on an exact measure here.
fn char_width(each: char) -> usize {
    let wide = matches!(
        each,
        '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f300}'..='\u{1faff}'
    );
    if wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_even_and_words_whole() {
        assert_eq!(wrapped("Netflix", 24), ["Netflix"]);
        assert_eq!(wrapped("Amazon Kinesis Data Streams", 24), ["Amazon Kinesis", "Data Streams"]);
        assert_eq!(wrapped("", 24), [""]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("a 東京都東京都", 6), ["a", "東京都", "東京都"]);
        assert_eq!(wrapped(&"word ".repeat(50), 10).len(), LABEL_LINES);
    }

    #[test]
    fn what_graphviz_would_read_is_escaped() {
        assert_eq!(quoted("a \"b\" \\N & c\nd\u{1b}"), r#""a \"b\" \\N &amp; c\nd ""#);
        assert_eq!(html("<b> & \"c\""), "&lt;b&gt; &amp; &quot;c&quot;");
    }
}
