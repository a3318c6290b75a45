//! What the parser says of a broken text → what its writer should do.
//!
//! The parser reports one error by a sentence and a place, often not the place of the slip. Here the lines around it are
//! looked at, so that the finding names the slip and, where it can be known, the text that mends it.

use super::MAX_DEPTH;
use crate::diag::{Diagnostic, Source, Span, codes};
use std::sync::Arc;

/// A longer text is not shown in a message.
const LONGEST_SHOWN: usize = 200;
/// Brackets are looked for no further back than this.
const BRACKET_REACH: usize = 4_000;

/// The finding for an error of the parser.
pub(super) fn explain(source: &Arc<Source>, at: usize, info: &str) -> Diagnostic {
    let spot = Spot { source, text: source.text(), at: at.min(source.text().len()) };
    let has = |part: &str| info.contains(part);
    if has("recursion limit") {
        let message = format!("lists and mappings nest deeper than {MAX_DEPTH} levels");
        return Diagnostic::error(codes::YAML_LIMIT, message).at(source, spot.here(), "");
    }
    if has("unprintable") || has("byte order mark") {
        return Diagnostic::error(codes::YAML_ENCODING, "a character stands here that no text has")
            .at(source, spot.here(), "")
            .hint("Delete it, or write it as an escape in double quotes.");
    }
    if has("tab") && !has("expect") {
        return spot.tab();
    }
    if has("trailing content after") {
        return spot.text_after_quote();
    }
    if has("quoted scalar") {
        return if has("escape") || has("hexadecimal") { spot.escape() } else { spot.unclosed_quote() };
    }
    if has("mapping values are not allowed") {
        return spot.colon();
    }
    if has("simple key expect") {
        return spot.line_without_colon(spot.line_before());
    }
    if has("block sequence entries are not allowed") {
        return spot.list_item_on_key_line();
    }
    if has("block scalar") {
        return spot.block_text(info);
    }
    if has("flow") || has("illegal placement") || has("node content") || has("bracket") || has("plain scalar") {
        return spot.brackets();
    }
    if has("anchor") || has("unexpected character") || has("mapping keys") || has("scanning a tag") || has("handle") {
        return spot.special_character();
    }
    if has("expected key") || has("'-' indicator") || has("indentation") || has("document start") {
        return spot.indentation();
    }
    spot.error(format!("this is not YAML: {info}"), spot.here())
}

/// The place that the parser gave, and what stands around it.
struct Spot<'s> {
    source: &'s Arc<Source>,
    text: &'s str,
    at: usize,
}

impl<'s> Spot<'s> {
    fn error(&self, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::error(codes::YAML_SYNTAX, message).at(self.source, span, "")
    }

    /// The character at the place.
    fn here(&self) -> Span {
        let width = self.text[self.at..].chars().next().filter(|char| *char != '\n').map_or(0, char::len_utf8);
        Span::new(self.at, self.at + width)
    }

    /// The line that a byte stands in, without its break.
    fn line(&self, at: usize) -> Span {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        Span::new(start, start + self.text[start..end].trim_end().len())
    }

    /// The part of a line that is neither indentation, list marker nor comment.
    fn content(&self, line: Span) -> Span {
        let text = self.source.slice(line);
        let mut rest = text.trim_start();
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start();
        }
        let start = line.start as usize + text.len() - rest.len();
        let length = rest.find(" #").map_or(rest.len(), |comment| comment);
        Span::new(start, start + rest[..length].trim_end().len())
    }

    /// The last line before this one that holds more than a comment.
    fn line_before(&self) -> Option<Span> {
        let mut start = self.line(self.at).start as usize;
        while start > 0 {
            let line = self.line(start - 1);
            let text = self.source.slice(line).trim_start();
            if !text.is_empty() && !text.starts_with('#') {
                return Some(line);
            }
            start = line.start as usize;
        }
        None
    }

    fn indent(&self, line: Span) -> usize {
        let text = self.source.slice(line);
        text.len() - text.trim_start_matches(' ').len()
    }

    fn tab(&self) -> Diagnostic {
        // The parser points behind the tab, or at the text of the line before it.
        let line = self.line(self.at);
        let indented = self.text[line.start as usize..self.at].starts_with([' ', '\t']);
        let from = if indented { line.start as usize } else { self.at };
        let found = self.text[from..].find('\t').map_or(self.at, |ahead| from + ahead);
        let start = self.line(found).start as usize;
        let indentation = self.text[start..].len() - self.text[start..].trim_start_matches([' ', '\t']).len();
        let span = Span::new(start, start + indentation);
        if !(start..start + indentation).contains(&found) {
            return self.error("a tab stands where only spaces may", Span::new(found, found + 1));
        }
        self.error("a tab indents this line, and YAML indents by spaces", span)
            .hint("Set the editor to write spaces for the tab key.")
            .fix(span, self.text[span.range()].replace('\t', "  "))
    }

    fn unclosed_quote(&self) -> Diagnostic {
        let quote = &self.text[self.here().range()];
        self.error("this quote is not closed", self.here()).hint(format!(
            "Close it with {quote} on the same line, or indent the lines that belong to it deeper than its key."
        ))
    }

    fn text_after_quote(&self) -> Diagnostic {
        let line = self.line(self.at);
        let before = &self.text[line.start as usize..self.at];
        let finding = self.error("the text goes on behind the closing quote", self.here());
        if before.trim_end().ends_with('\'') {
            return finding.hint("Inside single quotes, a single quote is written twice: 'it''s'.");
        }
        finding.hint("Inside double quotes, a double quote is written \\\": or put single quotes around the whole.")
    }

    fn escape(&self) -> Diagnostic {
        let rest = &self.text[self.at..];
        let mut bytes = rest.bytes().enumerate().skip(1);
        let mut found = self.here();
        while let Some((at, byte)) = bytes.next() {
            if byte == b'\\' {
                let next = bytes.next().map_or(b' ', |(_, next)| next);
                let hexadecimal = |digits: usize| {
                    rest.get(at + 2..at + 2 + digits)
                        .is_some_and(|text| text.bytes().all(|each| each.is_ascii_hexdigit()))
                };
                let known = match next {
                    b'x' => hexadecimal(2),
                    b'u' => hexadecimal(4),
                    b'U' => hexadecimal(8),
                    _ => b"0abt\tnvfre \"/\\N_LP\n\r".contains(&next),
                };
                if !known {
                    let width = rest[at + 1..].chars().next().map_or(0, char::len_utf8);
                    found = Span::new(self.at + at, self.at + at + 1 + width);
                    break;
                }
            }
        }
        let escape = &self.text[found.range()];
        self.error(format!("`{escape}` is no escape, and in double quotes a backslash begins one"), found)
            .hint("Write the backslash twice, or put the text in single quotes.")
    }

    /// A colon where no key can end: in a value, or behind a line that should have been one.
    fn colon(&self) -> Diagnostic {
        let line = self.line(self.at);
        let content = self.content(line);
        let before = &self.text[(content.start as usize).min(self.at)..self.at];
        if let Some(first) = before.find(": ") {
            let start = content.start as usize + first + 2;
            let value = self.text[start..(content.end as usize).max(start)].trim_start();
            let span = Span::new(content.end as usize - value.len(), content.end as usize);
            let finding = self.error("a string that contains `: ` must be quoted", self.here());
            return if value.len() > LONGEST_SHOWN { finding } else { finding.fix(span, quoted(value)) };
        }
        let Some(above) = self.line_before() else {
            return self.error("a key stands where none can", self.here());
        };
        let (key, indent) = (self.content(above), self.indent(line));
        let Some(colon) = self.source.slice(key).find(": ").filter(|_| indent > self.indent(above)) else {
            return self.line_without_colon(Some(above));
        };
        let name = Span::new(key.start as usize, key.start as usize + colon);
        let column = name.start as usize - above.start as usize;
        let indentation = Span::new(line.start as usize, line.start as usize + indent);
        let name = Some(self.source.slice(name)).filter(|name| name.len() <= LONGEST_SHOWN).unwrap_or("…");
        let message = format!("this line is indented as part of `{name}`, which has a value already");
        self.error(message, content).fix(indentation, " ".repeat(column))
    }

    fn line_without_colon(&self, line: Option<Span>) -> Diagnostic {
        let content = line.map_or(self.here(), |line| self.content(line));
        let finding = self.error("this line is neither `key: value` nor an item of a list", content);
        let text = self.source.slice(content);
        if text.starts_with('-') && !text.starts_with("- ") {
            return finding.hint("A space belongs behind the dash.");
        }
        match text.split_once(':') {
            Some((_, rest)) if !rest.starts_with(' ') && !rest.is_empty() => {
                finding.hint("A space belongs behind the colon.")
            }
            _ => finding
                .hint("A colon and a space belong behind a key; text that goes on is indented deeper than its key."),
        }
    }

    fn list_item_on_key_line(&self) -> Diagnostic {
        self.error("an item of a list begins on the line of its key", self.here()).hint(
            "Begin it on a line of its own, write [a, b] for a short list, or quote a string that begins with `-`.",
        )
    }

    fn block_text(&self, info: &str) -> Diagnostic {
        if info.contains("indented") || info.contains("tab") {
            return self
                .error("this line of the text is indented less than its first line", self.here())
                .hint("Indent every line of a text behind `|` or `>` alike, by spaces.");
        }
        self.error("the text behind `|` or `>` begins on the next line", self.here())
            .hint("If the sign belongs to the text, quote the text.")
    }

    /// Something that does not fit between brackets, or a bracket that does not fit.
    fn brackets(&self) -> Diagnostic {
        let here = &self.text[self.at..];
        let Some(open) = self.open_bracket() else {
            let finding = if here.starts_with([']', '}']) {
                self.error("this bracket closes nothing", self.here())
            } else {
                self.error("a value cannot begin like this", self.here())
            };
            return finding.hint("Quote the text if the sign belongs to it.");
        };
        let close = if self.text[open..].starts_with('[') { ']' } else { '}' };
        if here.starts_with([']', '}']) && !here.starts_with(close) {
            return self.error(format!("`{close}` is needed to close this bracket"), self.here()).at(
                self.source,
                Span::new(open, open + 1),
                "opened here",
            );
        }
        let same_line = !self.text[open..self.at].contains('\n') && !here.trim_start_matches([' ', '\t']).is_empty();
        let finding = Span::new(open, open + 1);
        if same_line && !here.starts_with(['\n', '\r']) {
            return self
                .error(format!("a comma or `{close}` is missing here"), self.here())
                .at(self.source, finding, "since this bracket")
                .hint("Between brackets, a string with any of , [ ] { } needs quotes.");
        }
        self.error(format!("this bracket is not closed by `{close}`"), finding)
    }

    /// The nearest bracket before the place that none closes; quotes are not looked at, which is good for a hint.
    fn open_bracket(&self) -> Option<usize> {
        let mut closed = 0;
        for (at, byte) in self.text.bytes().enumerate().take(self.at).rev().take(BRACKET_REACH) {
            match byte {
                b']' | b'}' => closed += 1,
                b'[' | b'{' if closed == 0 => return Some(at),
                b'[' | b'{' => closed -= 1,
                _ => {}
            }
        }
        None
    }

    /// A value that begins with a sign that YAML keeps for itself.
    fn special_character(&self) -> Diagnostic {
        let line = self.content(self.line(self.at));
        let rest = Span::new(self.at, (line.end as usize).max(self.at));
        let value = self.source.slice(rest);
        let sign = &self.text[self.here().range()];
        let finding = self.error(format!("a string that begins with `{sign}` must be quoted"), rest);
        let finding = match sign {
            "*" if value.len() <= LONGEST_SHOWN => finding.hint(format!(
                "Without quotes, `{value}` repeats what an anchor `&{}` has marked, and there is none.",
                &value[1..]
            )),
            _ => finding,
        };
        if value.is_empty() || value.len() > LONGEST_SHOWN || value.contains(['[', ']', '{', '}']) {
            finding
        } else {
            finding.fix(rest, quoted(value))
        }
    }

    /// A line that is in line with nothing above it.
    fn indentation(&self) -> Diagnostic {
        let line = self.line(self.at);
        let content = Span { start: self.at as u32, end: line.end.max(self.at as u32) };
        let item = self.text[line.range()].trim_start().starts_with("- ");
        let Some(above) = self.line_before() else {
            return self.error("this line does not fit where it stands", content);
        };
        let same = self.indent(line) == self.indent(above);
        let above_item = self.source.slice(above).trim_start().starts_with("- ");
        match (item, same, above_item) {
            (true, true, false) => self
                .error("an item of a list stands among keys", self.line_content(line))
                .hint("Indent it under the key it belongs to, and leave that key's own line without a value."),
            (false, true, true) => self
                .error("a key stands among the items of a list", self.line_content(line))
                .hint("Begin it with `- `, or indent it by two more spaces if it belongs to the item above."),
            _ => self
                .error("the indentation of this line fits no line above it", self.line_content(line))
                .at(self.source, self.line_content(above), "the line above")
                .hint("Lines of one mapping or list begin in one column."),
        }
    }

    /// A line without its indentation.
    fn line_content(&self, line: Span) -> Span {
        Span { start: line.start + self.indent(line) as u32, ..line }
    }
}

/// A text in double quotes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
