//! The tree: scalars, lists and mappings, each with its place.

use crate::diag::{Source, Span};
use std::sync::Arc;

/// A value and the bytes it stands on.
///
/// The span of what an alias repeats is that of the text behind the anchor, since that is the text to mend.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands, without anchor and tag. Where nothing is written it is the empty place behind the key.
    pub span: Span,
    /// What it is.
    pub content: Content,
}

/// What a node can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A single value.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys with values, in the order of the text; no key stands twice.
    Mapping(Vec<Entry>),
}

/// A single value, resolved by the core schema of YAML 1.2.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of 64 bits.
    Int(i64),
    /// Any other number; a whole number beyond 64 bits is one.
    Float(f64),
    /// A text.
    Text(Arc<str>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value; null where none is written.
    pub value: Node,
}

/// The key of an entry: always a text, be it written `1` or `true`.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The text.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// Whether it is null, or not written at all.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.content, Content::Scalar(Scalar::Null))
    }

    /// The text of a scalar that is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Scalar(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The value under a key of a mapping. O(keys).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.content {
            Content::Mapping(entries) => entries.iter().find(|entry| &*entry.key.text == key).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// What it is, as a message names it: `a string`, `an integer`, `a list`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.content {
            Content::Scalar(scalar) => scalar.kind(),
            Content::Sequence(_) => "a list",
            Content::Mapping(_) => "a mapping",
        }
    }

    /// The part of its span to underline: all of a value on one line, else the first key or item, or the first line.
    #[must_use]
    pub fn head(&self, source: &Source) -> Span {
        let text = source.slice(self.span);
        if !text.contains('\n') {
            return self.span;
        }
        match &self.content {
            Content::Mapping(entries) if !text.starts_with('{') => {
                entries.first().map_or(self.span, |entry| entry.key.span)
            }
            _ => {
                let line = text.lines().next().unwrap_or("").trim_end();
                Span::new(self.span.start as usize, self.span.start as usize + line.len())
            }
        }
    }
}

impl Scalar {
    /// What it is, as a message names it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Text(_) => "a string",
        }
    }
}

impl std::fmt::Display for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}
