//! A part of a source that knows where it stands.

use crate::diag::Span;

/// A text and the byte of the source at which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'s> {
    pub text: &'s str,
    pub start: usize,
}

impl<'s> Piece<'s> {
    pub(super) fn new(text: &'s str, start: usize) -> Self {
        Self { text, start }
    }

    /// Its bytes in the source.
    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// The part before byte `at`, and the rest.
    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        let (before, after) = self.text.split_at(at);
        (Self::new(before, self.start), Self::new(after, self.start + at))
    }

    /// What comes after a prefix, if it has it.
    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text.starts_with(prefix).then(|| self.split_at(prefix.len()).1)
    }

    /// The longest beginning of which every character is `wanted`, and the rest.
    pub(super) fn take_while(self, wanted: impl Fn(char) -> bool) -> (Self, Self) {
        self.split_at(self.text.find(|each| !wanted(each)).unwrap_or(self.text.len()))
    }

    /// Without blanks at both ends.
    pub(super) fn trim(self) -> Self {
        let rest = self.split_at(self.text.len() - self.text.trim_start().len()).1;
        Self::new(rest.text.trim_end(), rest.start)
    }

    /// The parts between commas, each without blanks around it.
    pub(super) fn split_commas(self) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut rest = self;
        while let Some(at) = rest.text.find(',') {
            let (part, after) = rest.split_at(at);
            parts.push(part.trim());
            rest = after.split_at(1).1;
        }
        parts.push(rest.trim());
        parts
    }

    pub(super) fn is_empty(self) -> bool {
        self.text.is_empty()
    }
}
