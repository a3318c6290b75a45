//! The one type for every finding, and a list of them.

use super::{Code, Source, Span};
use std::sync::Arc;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The work could not be done.
    Error,
    /// The work was done, and something about it is probably not meant.
    Warning,
}

/// A place in a source, with a word on why it is shown.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where the text stands.
    pub source: Arc<Source>,
    /// The bytes underlined.
    pub span: Span,
    /// What to say beside the underline; may be empty.
    pub text: String,
}

/// A replacement that would mend the finding.
#[derive(Clone, Debug)]
pub struct Fix {
    /// Where to replace, in the source of the first label.
    pub span: Span,
    /// What to put there.
    pub with: String,
}

/// One finding: what is wrong, where, and the likely fix.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The row of the code table.
    pub code: Code,
    /// What is wrong, in the user's words, in one sentence without a full stop.
    pub message: String,
    /// The places, the first being *the* place.
    pub labels: Vec<Label>,
    /// What to do about it, or the rule behind it: a sentence each.
    pub hints: Vec<String>,
    /// The replacement to propose, when one is likely right.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self { severity, code, message, labels: Vec::new(), hints: Vec::new(), fix: None }
    }

    /// Adds a place. The first place added is the one that `file:line:col` names.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { source: Arc::clone(source), span, text: text.into() });
        self
    }

    /// Adds a sentence of help.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Proposes to replace `span` of the first label's source by `with`.
    #[must_use]
    pub fn fix(mut self, span: Span, with: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, with: with.into() });
        self
    }

    /// Whether the work could not be done.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// `name:line:col` of the first label, or nothing when the finding has no place.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let label = self.labels.first()?;
        Some(format!("{}:{}", label.source.name(), label.source.position(label.span.start)))
    }
}

/// Findings in the order they were made.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No finding yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Diagnostic::is_error)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The findings in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The first findings, so many, of which the last tells how many more there are. One slip in a generated text can be
    /// repeated a million times.
    #[must_use]
    pub fn first(mut self, most: usize) -> Self {
        let more = self.0.len().saturating_sub(most);
        self.0.truncate(most);
        if let (Some(last), 1..) = (self.0.last_mut(), more) {
            last.hints.push(format!("There are {more} more findings after this one."));
        }
        self
    }

    /// Orders by file, then place, so that a report reads from top to bottom; findings without a place come first. What is
    /// said twice of one place is said once.
    pub fn sort(&mut self) {
        fn place(finding: &Diagnostic) -> Option<(&str, Span)> {
            finding.labels.first().map(|label| (label.source.name(), label.span))
        }
        self.0.sort_by(|a, b| place(a).cmp(&place(b)));
        self.0.dedup_by(|a, b| a.code == b.code && a.message == b.message && place(a) == place(b));
    }

    /// The errors alone: what a warning says of a query with a mistake often comes from the mistake.
    #[must_use]
    pub fn errors(mut self) -> Self {
        self.0.retain(Diagnostic::is_error);
        self
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl From<Box<Diagnostic>> for Diagnostics {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self(vec![*diagnostic])
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
