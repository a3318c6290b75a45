//! A saved query: a Cypher file with a header of comments that says what it asks and how to show it.
//!
//! ```text
//! // title: Which companies share a technology of $category?
//! // about: Groups companies by the technology of one category that they use.
//! // param category: STRING = 'processing/stream'  -- a path in the taxonomy
//! // show: table
//! MATCH …
//! ```
//!
//! **Invariant:** text and header only; it reads no file and knows no graph.

mod header;
mod param;
mod picture;
mod piece;
mod show;
mod title;

pub use picture::{Axes, Direction, Layout, Picture};

use crate::diag::{Diagnostics, Severity, Source, Span};
use crate::value::{Map, Type};
use std::sync::Arc;

/// A saved query.
#[derive(Clone, Debug)]
pub struct SavedQuery {
    /// The name: the file's without its extension.
    pub name: String,
    /// The question it answers; `$name` in it stands for the value of a parameter.
    pub title: String,
    /// More about it; may be empty.
    pub about: String,
    /// The parameters in order.
    pub params: Vec<ParamDecl>,
    /// How to show the answer.
    pub show: Show,
    /// How bad each row is, when the query is a check of the data.
    pub severity: Option<Severity>,
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
    /// Where its name stands in the header.
    pub span: Span,
}

/// How to show an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// As rows.
    #[default]
    Table,
    /// As a picture.
    Graph(Picture),
}

impl Show {
    /// Reads what follows `show:` in a header, such as `matrix, rows technology, value since`. `name` is what findings call
    /// the text.
    ///
    /// # Errors
    /// Everything that is malformed in it (`E0404`).
    ///
    /// ```
    /// use casegraph::library::{Layout, Show};
    ///
    /// let Ok(Show::Graph(picture)) = Show::parse("--layout", "matrix, value since") else { panic!() };
    /// assert_eq!(picture.layout, Layout::Matrix);
    /// assert_eq!(picture.axes.value.as_deref(), Some("since"));
    /// assert!(Show::parse("--layout", "matricks").is_err());
    /// ```
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let source = Source::new(name, text);
        let mut findings = Diagnostics::new();
        let parts = piece::Piece::new(source.text(), 0).split_commas();
        let (form, extras) = parts.split_first().expect("a text has a first part");
        let show = show::read(&source, *form, extras, &mut findings);
        if findings.is_empty() { Ok(show) } else { Err(findings) }
    }
}

impl SavedQuery {
    /// Reads the header of a query file: the comment lines before the first clause.
    ///
    /// A header line is `// key: value` with a key in lower case, or `// param NAME: TYPE = DEFAULT -- about`; the
    /// default and what follows it may be absent, and `about` may be repeated. Other comments among them are left alone.
    ///
    /// # Errors
    /// Every malformed line of the header (`E0404`): a key or type that is unknown, what is given twice, a missing
    /// title.
    ///
    /// ```
    /// use casegraph::diag::Source;
    /// use casegraph::library::{Picture, SavedQuery, Show};
    ///
    /// let text = "// title: Who uses it?\n// param name: STRING = 'Flink'  -- a technology\n// show: graph\nRETURN 1";
    /// let query = SavedQuery::parse("who", &Source::new("who.cypher", text)).unwrap();
    /// assert_eq!(query.title, "Who uses it?");
    /// assert_eq!(query.params[0].default.as_ref().unwrap().0, "'Flink'");
    /// assert_eq!(query.show, Show::Graph(Picture::default()));
    /// assert!(SavedQuery::parse("who", &Source::new("who.cypher", "// titel: x")).is_err());
    /// ```
    pub fn parse(name: &str, source: &Arc<Source>) -> Result<Self, Diagnostics> {
        header::read(name, source)
    }

    /// The title, with the values of the parameters that it names as in `What did $company build?`.
    #[must_use]
    pub fn title_with(&self, values: &Map) -> String {
        title::filled(&self.title, &self.params, values)
    }

    /// What is more about it, likewise.
    #[must_use]
    pub fn about_with(&self, values: &Map) -> String {
        title::filled(&self.about, &self.params, values)
    }
}
