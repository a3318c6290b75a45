//! A saved query: a Cypher file with a header of comments that says what it asks and how to show it.
//!
//! ```text
//! // title: Which companies share a stream processor?
//! // about: Groups companies by the technology of one category that they use.
//! // param category: STRING = 'processing/stream'  -- a path in the taxonomy
//! // show: table
//! MATCH …
//! ```
//!
//! **Invariant:** text and header only; it reads no file and knows no graph.

use crate::diag::{Diagnostics, Source, Span};
use crate::value::Type;
use std::sync::Arc;

/// A saved query.
#[derive(Clone, Debug)]
pub struct SavedQuery {
    /// The name: the file's without its extension.
    pub name: String,
    /// The question it answers.
    pub title: String,
    /// More about it; may be empty.
    pub about: String,
    /// The parameters in order.
    pub params: Vec<ParamDecl>,
    /// How to show the answer.
    pub show: Show,
    /// The whole text with the header, which the language reads as comments.
    pub source: Arc<Source>,
}

/// A declared parameter.
#[derive(Clone, Debug)]
pub struct ParamDecl {
    /// The name without `$`.
    pub name: String,
    /// The type.
    pub ty: Type,
    /// The default, as Cypher text, with its place; required when absent.
    pub default: Option<(String, Span)>,
    /// What it is for.
    pub about: String,
    /// Where it is declared.
    pub span: Span,
}

/// How to show an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// As rows.
    #[default]
    Table,
    /// As a picture.
    Graph {
        /// Whether ranks go from left to right rather than from top to bottom.
        left_to_right: bool,
    },
}

impl SavedQuery {
    /// Reads the header of a query file.
    ///
    /// # Errors
    /// Every malformed line of the header (`E0404`).
    pub fn parse(_name: &str, _source: &Arc<Source>) -> Result<Self, Diagnostics> {
        Err(Diagnostics::new())
    }
}
