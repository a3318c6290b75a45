//! A text with a name, and places in it.

use std::sync::Arc;

/// A range of bytes in one source, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to `end`. Offsets beyond 4 GiB are clamped; sources are limited long before.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as people write it: both parts count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A named text: a file, a saved query or what was typed.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    /// The byte at which each line begins.
    lines: Vec<u32>,
    /// Where the text begins in what the name stands for.
    start: Position,
}

impl Source {
    /// A source that messages call `name` (a path relative to where the user stands, or `<query>`).
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::starting_at(Position { line: 1, column: 1 }, name.into(), text.into())
    }

    /// A part of this source as a source of its own, whose places are still those of the whole.
    ///
    /// ```
    /// use casegraph::diag::{Source, Span};
    /// let script = Source::new("script", "RETURN 1;\nRETURN 2; RETURN 3");
    /// let part = script.part(Span::new(20, 28));
    /// assert_eq!((part.text(), part.position(7).to_string()), ("RETURN 3", "2:18".to_owned()));
    /// ```
    #[must_use]
    pub fn part(&self, span: Span) -> Arc<Self> {
        Self::starting_at(self.position(span.start), self.name.clone(), self.slice(span).to_owned())
    }

    /// A piece of a file that is too large to be held, which begins at a line of it.
    ///
    /// ```
    /// use casegraph::diag::Source;
    /// let line = Source::excerpt("people.csv", 1_000_000, "17|Ada");
    /// assert_eq!(line.position(3).to_string(), "1000000:4");
    /// ```
    pub fn excerpt(name: impl Into<String>, line: u32, text: impl Into<String>) -> Arc<Self> {
        Self::starting_at(Position { line, column: 1 }, name.into(), text.into())
    }

    fn starting_at(start: Position, name: String, text: String) -> Arc<Self> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect();
        Arc::new(Self { name, text, lines, start })
    }

    /// The name given to [`Source::new`].
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under a span; empty when the span lies outside.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The line and column of a byte offset, in O(log lines + line length).
    ///
    /// ```
    /// let source = casegraph::diag::Source::new("q", "MATCH (n)\nRETURN n");
    /// assert_eq!(source.position(10).to_string(), "2:1");
    /// ```
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let line = self.lines.partition_point(|start| *start <= offset).max(1) - 1;
        let start = self.lines[line] as usize;
        let end = (offset as usize).clamp(start, self.text.len());
        let column = self.text.get(start..end).map_or(0, |text| text.chars().count());
        let before = if line == 0 { self.start.column } else { 1 };
        Position { line: self.start.line + line as u32, column: before + column as u32 }
    }

    /// The byte offset of a line and a column, both counted from 1; the end of the text for a place beyond it. The
    /// source must be a whole one.
    #[must_use]
    pub fn offset(&self, position: Position) -> u32 {
        let Some(start) = self.lines.get(position.line.max(1) as usize - 1) else {
            return self.text.len() as u32;
        };
        let rest = &self.text[*start as usize..];
        let skip = position.column.max(1) as usize - 1;
        *start + rest.char_indices().nth(skip).map_or(rest.len(), |(at, _)| at) as u32
    }
}
