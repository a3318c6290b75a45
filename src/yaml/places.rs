//! The parser's marks → bytes of the text.

use saphyr_parser::Marker;

/// Turns line and column, which count characters, into byte offsets.
///
/// Marks come almost in the order of the text, so it walks from the last one: linear over a whole file, even if that is
/// one line of wide characters.
pub(super) struct Places<'t> {
    text: &'t str,
    /// The byte at which each line begins. A lone carriage return ends a line in YAML.
    lines: Vec<usize>,
    line: usize,
    column: usize,
    byte: usize,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, lines, line: 0, column: 0, byte: 0 }
    }

    /// The byte at which a mark stands; the end of the text for a mark beyond it.
    pub(super) fn byte(&mut self, mark: Marker) -> usize {
        let line = mark.line().saturating_sub(1);
        let Some(start) = self.lines.get(line) else {
            return self.text.len();
        };
        if line != self.line || mark.col() < self.column / 2 {
            (self.line, self.column, self.byte) = (line, 0, *start);
        }
        if mark.col() >= self.column {
            let forward = mark.col() - self.column;
            let rest = &self.text[self.byte..];
            self.byte += rest.char_indices().nth(forward).map_or(rest.len(), |(at, _)| at);
        } else {
            let back = self.column - mark.col();
            let before = &self.text[*start..self.byte];
            self.byte = *start + before.char_indices().rev().nth(back - 1).map_or(0, |(at, _)| at);
        }
        self.column = mark.col();
        self.byte
    }
}
