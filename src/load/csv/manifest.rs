//! The manifest of a bulk load: which table holds which nodes or relationships.
//!
//! ```yaml
//! base: tables            # the folder of the tables, seen from the manifest; may be left out
//! delimiter: "|"          # what stands between fields; a comma when left out
//! nodes:
//!   - {file: people.csv, labels: [Person], key: id}
//! edges:
//!   - {file: knows.csv, type: KNOWS, source: Person, target: Person, from: a, to: b, types: {since: integer}}
//! ```
//!
//! It is YAML, of which JSON is a part. Every table may have `delimiter`, `header`, `columns` (their names, where the
//! header has none or others), `types` (by column: integer, float, boolean, string), `ignore` (columns that are left out)
//! and `null` (the text that stands for no value); what stands beside `nodes` holds for every table that says nothing.

use crate::diag::{Diagnostics, Source, codes};
use crate::load::schema::Reader;
use crate::yaml::{self, Content, Node, Scalar};
use std::sync::Arc;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Float,
    Bool,
    Text,
}

impl Kind {
    pub(super) fn with_article(self) -> &'static str {
        match self {
            Self::Int => "an integer",
            Self::Float => "a float",
            Self::Bool => "a boolean",
            Self::Text => "a string",
        }
    }
}

const KINDS: [(&str, Kind); 4] =
    [("integer", Kind::Int), ("float", Kind::Float), ("boolean", Kind::Bool), ("string", Kind::Text)];

/// A text of the manifest with its place.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub text: Arc<str>,
    pub node: Node,
}

/// How a table is written.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub delimiter: u8,
    pub header: bool,
    pub null: Option<Arc<str>>,
}

/// What is said about any table.
#[derive(Clone, Debug)]
pub(super) struct TableSpec {
    pub file: Word,
    pub form: Form,
    pub columns: Option<Vec<Arc<str>>>,
    pub types: Vec<(Word, Kind)>,
    pub ignore: Vec<Word>,
}

/// A table of nodes.
#[derive(Clone, Debug)]
pub(super) struct NodeSpec {
    pub table: TableSpec,
    pub labels: Vec<Arc<str>>,
    pub key: Option<Word>,
}

/// A table of relationships.
#[derive(Clone, Debug)]
pub(super) struct EdgeSpec {
    pub table: TableSpec,
    pub kind: Arc<str>,
    pub source: Word,
    pub target: Word,
    pub from: Word,
    pub to: Word,
}

/// The manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    pub base: Arc<str>,
    pub nodes: Vec<NodeSpec>,
    pub edges: Vec<EdgeSpec>,
}

const SHARED: [&str; 3] = ["delimiter", "header", "null"];
const TABLE: [&str; 7] = ["file", "delimiter", "header", "null", "columns", "types", "ignore"];

/// Reads the manifest, or tells everything that is wrong with it.
pub(super) fn read(source: &Arc<Source>) -> Result<Manifest, Diagnostics> {
    let root = yaml::parse(source)?;
    let mut reader = Reader::with_code(source, codes::BAD_MANIFEST);
    let entries = reader.mapping(&root, "the manifest");
    let known = [&["base"], &SHARED[..], &["nodes", "edges"]].concat();
    reader.check_keys(entries, &known, "the manifest");
    let mut parser = Parser { reader };
    let default = Form { delimiter: b',', header: true, null: None };
    let form = parser.form(&root, &default);
    let base = root.get("base").and_then(|node| parser.reader.text(node, "`base`")).map_or("".into(), Arc::clone);
    let list = |parser: &mut Parser<'_>, key: &str| {
        root.get(key).map_or_else(Vec::new, |node| parser.reader.sequence(node, &format!("`{key}`")).to_vec())
    };
    let nodes = list(&mut parser, "nodes");
    let nodes: Vec<NodeSpec> = nodes.iter().filter_map(|node| parser.nodes(node, &form)).collect();
    let edges = list(&mut parser, "edges");
    let edges: Vec<EdgeSpec> = edges.iter().filter_map(|node| parser.edges(node, &form, &nodes)).collect();
    let mut reader = parser.reader;
    if nodes.is_empty() {
        let finding = reader.shape(root.head(source), "the manifest names no table of nodes");
        reader.report(finding.hint("List them under `nodes`, as `- {file: people.csv, labels: [Person], key: id}`."));
    }
    reader.finish()?;
    Ok(Manifest { base, nodes, edges })
}

struct Parser<'s> {
    reader: Reader<'s>,
}

impl Parser<'_> {
    fn nodes(&mut self, node: &Node, form: &Form) -> Option<NodeSpec> {
        let entries = self.reader.mapping(node, "a table of nodes");
        self.reader.check_keys(entries, &[&TABLE[..], &["labels", "key"]].concat(), "a table of nodes");
        let table = self.table(node, form, "a table of nodes");
        let labels = self.reader.needed(node, "labels", "a table of nodes").cloned();
        let labels = self.names(labels.as_ref()?, "a label");
        let key = node.get("key").and_then(|node| self.word(node, "`key`"));
        Some(NodeSpec { table: table?, labels, key })
    }

    fn edges(&mut self, node: &Node, form: &Form, nodes: &[NodeSpec]) -> Option<EdgeSpec> {
        const WHAT: &str = "a table of edges";
        let entries = self.reader.mapping(node, WHAT);
        self.reader.check_keys(entries, &[&TABLE[..], &["type", "source", "target", "from", "to"]].concat(), WHAT);
        let table = self.table(node, form, WHAT);
        let [kind, source, target, from, to] =
            ["type", "source", "target", "from", "to"].map(|key| self.needed_word(node, key, WHAT));
        let labels: Vec<&Arc<str>> = nodes.iter().flat_map(|node| &node.labels).collect();
        for end in [&source, &target].into_iter().flatten() {
            self.reader.name(&end.node, &labels, "no table of nodes has the label");
        }
        Some(EdgeSpec { table: table?, kind: kind?.text, source: source?, target: target?, from: from?, to: to? })
    }

    fn table(&mut self, node: &Node, form: &Form, what: &str) -> Option<TableSpec> {
        let file = self.needed_word(node, "file", what);
        let form = self.form(node, form);
        let columns = node.get("columns").map(|node| self.names(node, "a column"));
        if columns.is_none() && !form.header {
            let finding = self.reader.shape(node.head(self.reader.source), "a table without header needs `columns`");
            self.reader.report(finding.hint("List the names of its columns in their order."));
        }
        let types = node.get("types").cloned();
        let types = types.as_ref().map_or(&[][..], |types| self.reader.mapping(types, "`types`"));
        let types = types.iter().filter_map(|entry| {
            let names = KINDS.map(|(name, _)| name);
            let at = self.reader.name(&entry.value, &names, "there is no type")?;
            let node = Node { span: entry.key.span, content: Content::Scalar(Scalar::Text(entry.key.text.clone())) };
            Some((Word { text: Arc::clone(&entry.key.text), node }, KINDS[at].1))
        });
        let types = types.collect();
        let ignore = node.get("ignore").cloned();
        let ignore = ignore.as_ref().map_or(&[][..], |node| self.reader.one_or_more(node));
        let ignore = ignore.iter().filter_map(|node| self.word(node, "a column")).collect();
        Some(TableSpec { file: file?, form, columns, types, ignore })
    }

    fn form(&mut self, node: &Node, default: &Form) -> Form {
        let header = if node.get("header").is_some() { self.reader.boolean(node, "header") } else { default.header };
        let null = node.get("null").and_then(|node| self.reader.text(node, "`null`")).cloned();
        let mut form = Form { delimiter: default.delimiter, header, null: null.or_else(|| default.null.clone()) };
        if let Some(node) = node.get("delimiter")
            && let Some(text) = self.reader.text(node, "`delimiter`").cloned()
        {
            match text.as_bytes() {
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => form.delimiter = *byte,
                _ => {
                    let finding = self.reader.shape(node.span, "a delimiter is one ASCII character, and no quote");
                    self.reader.report(finding);
                }
            }
        }
        form
    }

    fn names(&mut self, node: &Node, what: &str) -> Vec<Arc<str>> {
        let names = self.reader.one_or_more(node);
        names.iter().filter_map(|node| self.reader.text(node, what)).cloned().collect()
    }

    fn needed_word(&mut self, node: &Node, key: &str, what: &str) -> Option<Word> {
        let found = self.reader.needed(node, key, what)?;
        self.word(found, &format!("`{key}`"))
    }

    fn word(&mut self, node: &Node, what: &str) -> Option<Word> {
        let text = Arc::clone(self.reader.text(node, what)?);
        Some(Word { text, node: node.clone() })
    }
}
