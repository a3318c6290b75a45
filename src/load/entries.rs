//! Documents → a flat list of entries, nested ones behind the entry around them.

use super::mapping::{Link, Mapping};
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use crate::graph::Schema;
use crate::yaml::{self, Content, Node, Scalar};
use std::sync::Arc;

/// A file that a rule of the schema reads.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) source: Arc<Source>,
    pub(super) root: Node,
    /// The node type of its entries.
    pub(super) node: usize,
}

/// What becomes one node. The position in the list of entries is the number of the node.
#[derive(Debug)]
pub(super) struct Entry<'d> {
    /// The node type.
    pub(super) node: usize,
    /// The file.
    pub(super) document: usize,
    pub(super) body: Body<'d>,
    /// Its first key or its text, to point at.
    pub(super) span: Span,
    pub(super) parent: Option<Parent>,
}

/// How an entry is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body<'d> {
    Keys(&'d [yaml::Entry]),
    /// Only a text, which sets the caption.
    Caption(&'d Node),
}

/// The entry in which a nested one stands, and the link under whose key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parent {
    pub(super) entry: usize,
    pub(super) link: usize,
}

impl<'d> Entry<'d> {
    /// What is written for a property of the entry's type.
    pub(super) fn written(&self, name: &str, caption: Option<&str>) -> Option<&'d Node> {
        match self.body {
            Body::Keys(entries) => entries.iter().find(|entry| &*entry.key.text == name).map(|entry| &entry.value),
            Body::Caption(node) => (caption == Some(name)).then_some(node),
        }
    }
}

/// Lists every entry of all documents, an entry before those nested in it.
pub(super) fn collect<'d>(
    documents: &'d [Document],
    schema: &'d Schema,
    mapping: &'d Mapping,
    findings: &mut Diagnostics,
) -> Vec<Entry<'d>> {
    let mut collector = Collector { documents, schema, mapping, findings, entries: Vec::new() };
    for index in 0..documents.len() {
        collector.document(index);
    }
    collector.entries
}

struct Collector<'d, 'f> {
    documents: &'d [Document],
    schema: &'d Schema,
    mapping: &'d Mapping,
    findings: &'f mut Diagnostics,
    entries: Vec<Entry<'d>>,
}

impl<'d> Collector<'d, '_> {
    fn document(&mut self, index: usize) {
        let document = &self.documents[index];
        let label = &self.schema.nodes[document.node].name;
        match &document.root.content {
            Content::Mapping(_) => self.entry(&document.root, document.node, index, None),
            Content::Sequence(items) if !items.is_empty() => {
                for item in items {
                    self.entry(item, document.node, index, None);
                }
            }
            Content::Sequence(_) | Content::Scalar(Scalar::Null) => {
                let finding = Diagnostic::warning(codes::NO_DOCUMENT, format!("the file holds no {label}"))
                    .at(&document.source, document.root.span, "")
                    .hint(format!("It should hold the keys of one {label}, or a list of such entries."));
                self.findings.push(finding);
            }
            Content::Scalar(scalar) => {
                let message = format!("the file is only {}, and should hold the keys of a {label}", scalar.kind());
                let mut finding = Diagnostic::error(codes::VALUE_TYPE, message).at(
                    &document.source,
                    document.root.head(&document.source),
                    "",
                );
                if matches!(scalar, Scalar::Text(text) if text.contains(':')) {
                    finding = finding.hint("A space belongs behind the colon of a key.");
                }
                self.findings.push(finding);
            }
        }
    }

    fn entry(&mut self, item: &'d Node, node: usize, document: usize, parent: Option<Parent>) {
        let source = &self.documents[document].source;
        let kind = &self.schema.nodes[node];
        let span = item.head(source);
        match &item.content {
            Content::Mapping(keys) => {
                let index = self.entries.len();
                self.entries.push(Entry { node, document, body: Body::Keys(keys), span, parent });
                self.nested(index, keys);
            }
            Content::Scalar(scalar) if *scalar != Scalar::Null && kind.caption.is_some() => {
                self.entries.push(Entry { node, document, body: Body::Caption(item), span, parent });
            }
            _ => {
                let message = match &item.content {
                    Content::Scalar(Scalar::Null) => format!("an entry of type {} is empty", kind.name),
                    _ => format!("an entry of type {} is a mapping, and this is {}", kind.name, item.kind()),
                };
                let finding = Diagnostic::error(codes::VALUE_TYPE, message).at(source, span, "");
                self.findings.push(match &kind.caption {
                    Some(caption) => finding.hint(format!("Write its keys, or only its `{caption}`.")),
                    None => finding.hint("Write its keys."),
                });
            }
        }
    }

    fn nested(&mut self, parent: usize, keys: &'d [yaml::Entry]) {
        let (node, document) = (self.entries[parent].node, self.entries[parent].document);
        let map = &self.mapping.nodes[node];
        for entry in keys {
            let Some(at) = map.links_by_key.get(&entry.key.text) else { continue };
            let link: &Link = &map.links[*at];
            if !link.nested || entry.value.is_null() {
                continue;
            }
            let place = Some(Parent { entry: parent, link: *at });
            match &entry.value.content {
                Content::Sequence(items) => {
                    for item in items {
                        self.entry(item, link.targets[0], document, place);
                    }
                }
                _ => self.entry(&entry.value, link.targets[0], document, place),
            }
        }
    }
}
