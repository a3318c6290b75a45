//! What the schema file says about documents, with every name resolved to an index.
//!
//! The graph's own schema says what may exist; this says how it is written. Both are read from one file by
//! [`super::schema`], and indices here are positions in [`Schema::nodes`](crate::graph::Schema) and
//! [`Schema::rels`](crate::graph::Schema).

use super::glob::Pattern;
use crate::diag::Span;
use crate::value::Value;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How documents become a graph.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    /// For each node type, how its entries are written.
    pub(super) nodes: Vec<NodeMap>,
    /// For each relationship type, where its properties are.
    pub(super) rels: Vec<Columns>,
    /// Which file holds what; the first rule that fits a path counts.
    pub(super) documents: Vec<DocumentRule>,
    /// The properties that entries hand down to what stands in them.
    pub(super) inherited: Vec<Arc<str>>,
}

/// Where the properties of one type are.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The position of each property by its name.
    pub(super) by_name: FxHashMap<Arc<str>, usize>,
    /// For each property that is handed down, its position in [`Mapping::inherited`].
    pub(super) inherit: Vec<Option<usize>>,
}

/// How entries of one node type are written.
#[derive(Debug, Default)]
pub(super) struct NodeMap {
    pub(super) columns: Columns,
    /// The property that tells entries apart.
    pub(super) key: Option<usize>,
    /// The property that an entry sets which is only a text.
    pub(super) caption: Option<usize>,
    /// The properties, besides the key, by which a reference may name an entry.
    pub(super) names: Vec<usize>,
    /// The keys that make relationships, in the order of the schema.
    pub(super) links: Vec<Link>,
    pub(super) links_by_key: FxHashMap<Arc<str>, usize>,
}

/// A key of an entry that makes relationships.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) key: Arc<str>,
    /// The relationship type.
    pub(super) rel: usize,
    /// Whether the other node is written in place.
    pub(super) nested: bool,
    /// The types the other node may have; a nested one has exactly one.
    pub(super) targets: Vec<usize>,
    /// Whether the relationship comes from the other node.
    pub(super) reverse: bool,
    /// The keys that may hold the reference where relationship properties stand beside it, each with the types that
    /// it can mean.
    pub(super) refs: Vec<(Arc<str>, Vec<usize>)>,
    /// Properties that the relationship gets.
    pub(super) set: Vec<(usize, Value)>,
    /// Properties that a nested node gets.
    pub(super) with: Vec<(usize, Value)>,
    /// Where it is declared.
    pub(super) span: Span,
}

/// Which files hold entries of which type.
#[derive(Debug)]
pub(super) struct DocumentRule {
    pub(super) files: Pattern,
    pub(super) node: usize,
}
