//! Access to the tree of the schema file, or one like it, that reports what does not fit.

use crate::diag::{Code, Diagnostic, Diagnostics, Source, Span, codes, nearest, or_list};
use crate::load::glob::Pattern;
use crate::yaml::{Content, Entry, Node, Scalar};
use std::sync::Arc;

/// The schema file and what is wrong with it so far.
pub(in crate::load) struct Reader<'s> {
    pub(in crate::load) source: &'s Arc<Source>,
    /// The code of what is written in another form than it must be.
    code: Code,
    findings: Diagnostics,
}

impl<'s> Reader<'s> {
    pub(in crate::load) fn new(source: &'s Arc<Source>) -> Self {
        Self::with_code(source, codes::SCHEMA_SHAPE)
    }

    /// Access to a file like the schema, whose mistakes of form have this code.
    pub(in crate::load) fn with_code(source: &'s Arc<Source>, code: Code) -> Self {
        Self { source, code, findings: Diagnostics::new() }
    }

    /// Everything that was reported, if anything was.
    pub(in crate::load) fn finish(mut self) -> Result<(), Diagnostics> {
        self.findings.sort();
        if self.findings.is_empty() { Ok(()) } else { Err(self.findings) }
    }

    pub(in crate::load) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Something is written in another form than the schema has.
    pub(in crate::load) fn shape(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.code, message).at(self.source, span, "")
    }

    /// A key that the schema needs.
    pub(in crate::load) fn needed<'n>(&mut self, node: &'n Node, key: &str, what: &str) -> Option<&'n Node> {
        if !matches!(node.content, Content::Mapping(_)) {
            return None;
        }
        let found = node.get(key).filter(|value| !value.is_null());
        if found.is_none() {
            let finding = self.shape(node.head(self.source), format!("{what} needs the key `{key}`"));
            self.report(finding);
        }
        found
    }

    /// The entries of a mapping; nothing where nothing is written.
    pub(in crate::load) fn mapping<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Entry] {
        match &node.content {
            Content::Mapping(entries) => entries,
            Content::Scalar(Scalar::Null) => &[],
            _ => {
                let message = format!("{what} is a mapping of keys to values, and this is {}", node.kind());
                let finding = self.shape(node.head(self.source), message);
                self.report(finding);
                &[]
            }
        }
    }

    pub(in crate::load) fn sequence<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.content {
            Content::Sequence(items) => items,
            Content::Scalar(Scalar::Null) => &[],
            _ => {
                let finding =
                    self.shape(node.head(self.source), format!("{what} is a list, and this is {}", node.kind()));
                self.report(finding);
                &[]
            }
        }
    }

    /// Reports every key that is not one of these.
    pub(in crate::load) fn check_keys(&mut self, entries: &[Entry], known: &[&str], what: &str) {
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key.text)) {
            let word = &entry.key.text;
            let mut finding = self
                .shape(entry.key.span, format!("{what} has no key `{word}`"))
                .hint(format!("The keys are {}.", known.join(", ")));
            if let Some(near) = nearest(word, known.iter().copied()) {
                finding = finding.fix(entry.key.span, near);
            }
            self.report(finding);
        }
    }

    pub(in crate::load) fn text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Arc<str>> {
        let text = node.as_text();
        if text.is_none() {
            let mut finding =
                self.shape(node.head(self.source), format!("{what} is a string, and this is {}", node.kind()));
            if matches!(&node.content, Content::Scalar(scalar) if *scalar != Scalar::Null) {
                finding = finding.fix(node.span, format!("\"{}\"", self.source.slice(node.span)));
            }
            self.report(finding);
        }
        text
    }

    /// A sentence under `about`.
    pub(in crate::load) fn about(&mut self, node: &Node) -> String {
        let text = node.get("about").and_then(|node| self.text(node, "`about`"));
        text.map_or_else(String::new, |text| text.trim().to_owned())
    }

    /// One name, or a list of names.
    pub(in crate::load) fn one_or_more<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.content {
            Content::Sequence(items) => items,
            Content::Scalar(Scalar::Null) => &[],
            _ => std::slice::from_ref(node),
        }
    }

    pub(in crate::load) fn boolean(&mut self, node: &Node, key: &str) -> bool {
        match node.get(key).map(|value| (&value.content, value)) {
            None | Some((Content::Scalar(Scalar::Null), _)) => false,
            Some((Content::Scalar(Scalar::Bool(value)), _)) => *value,
            Some((_, value)) => {
                let message = format!("`{key}` is true or false, and this is {}", value.kind());
                let finding = self.shape(value.head(self.source), message);
                self.report(finding);
                false
            }
        }
    }

    /// The position of a name among those declared; `lacks` begins the message, such as `the schema has no node type`.
    pub(in crate::load) fn name<S: AsRef<str>>(&mut self, node: &Node, known: &[S], lacks: &str) -> Option<usize> {
        let word = self.text(node, "a name")?;
        let found = known.iter().position(|name| name.as_ref() == &**word);
        if found.is_none() {
            let finding = self.unknown(word, node.span, known, format!("{lacks} `{word}`"));
            self.report(finding);
        }
        found
    }

    /// A name that is not declared.
    pub(in crate::load) fn unknown<S: AsRef<str>>(
        &self,
        word: &str,
        span: Span,
        known: &[S],
        message: String,
    ) -> Diagnostic {
        let finding = Diagnostic::error(codes::SCHEMA_NAME, message).at(self.source, span, "");
        match nearest(word, known.iter().map(AsRef::as_ref)) {
            Some(near) => finding.fix(span, near),
            None if known.is_empty() => finding.hint("None is declared."),
            None if known.len() <= 40 => finding.hint(format!("Declared are {}.", and_list(known))),
            None => finding,
        }
    }

    /// A pattern of paths below the data directory.
    pub(in crate::load) fn pattern(&mut self, node: &Node) -> Option<Pattern> {
        let text = self.text(node, "`files`")?;
        let finding = if text.starts_with('/') || text.split('/').any(|part| part == "..") {
            self.shape(node.span, "the path leads out of the data directory")
                .hint("Paths begin at the folder of the schema.")
        } else if text.contains("**") || text.contains(['?', '[', '{']) {
            self.shape(node.span, "a path knows no other wildcard than `*`").hint("`*` stands for a part of one name.")
        } else {
            return Some(Pattern::new(text.strip_prefix("./").unwrap_or(text)));
        };
        self.report(finding);
        None
    }
}

/// Names as an English list that joins with "and".
pub(in crate::load) fn and_list<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => {
            format!("{} and {}", first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
        _ => or_list(names),
    }
}
