//! Ids of entries, and the entries that a reference can mean.

use super::entries::{Document, Entry};
use super::mapping::Mapping;
use super::slug::slug;
use crate::diag::{Diagnostic, Diagnostics, codes, nearest};
use crate::graph::Schema;
use crate::value::Type;
use crate::yaml::{Content, Node, Scalar};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::sync::Arc;

/// The ids of all entries, and the ways to name them.
pub(super) struct Names {
    /// The id of each entry.
    pub(super) ids: Vec<Arc<str>>,
    types: Vec<TypeNames>,
}

/// How the entries of one node type can be named.
#[derive(Default)]
struct TypeNames {
    keys: FxHashMap<Arc<str>, u32>,
    names: FxHashMap<Arc<str>, Vec<u32>>,
    /// Keys and names in the order of the entries.
    listed: Vec<(Arc<str>, u32)>,
    /// Keys and names without regard to case, made when a reference needs them.
    folded: OnceCell<FxHashMap<String, Vec<u32>>>,
}

/// What a reference means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    One(u32),
    Several(Vec<u32>),
    Nothing,
}

impl Names {
    /// Gives every entry its id, and indexes ids and names. Written ids come first, so that no generated one takes theirs.
    pub(super) fn new(
        entries: &[Entry<'_>],
        documents: &[Document],
        schema: &Schema,
        mapping: &Mapping,
        findings: &mut Diagnostics,
    ) -> Self {
        let mut types: Vec<TypeNames> = schema.nodes.iter().map(|_| TypeNames::default()).collect();
        let mut ids: Vec<Option<Arc<str>>> = vec![None; entries.len()];
        for (index, entry) in entries.iter().enumerate() {
            let Some((id, node)) = written_id(entry, schema) else { continue };
            ids[index] = Some(Arc::clone(&id));
            if let Some(first) = types[entry.node].keys.get(&id) {
                let other = &entries[*first as usize];
                let message = format!("two entries of type {} have the id `{id}`", schema.nodes[entry.node].name);
                let first = written_id(other, schema).map_or(other.span, |(_, node)| node.span);
                findings.push(
                    Diagnostic::error(codes::DUPLICATE_ID, message)
                        .at(&documents[entry.document].source, node.span, "again here")
                        .at(&documents[other.document].source, first, "first here"),
                );
            } else {
                types[entry.node].keys.insert(id, index as u32);
            }
        }
        let mut generator = Generator { entries, documents, schema, types: &mut types, next: FxHashMap::default() };
        let mut all: Vec<Arc<str>> = Vec::with_capacity(entries.len());
        for (index, written) in ids.into_iter().enumerate() {
            let id = written.unwrap_or_else(|| generator.generate(index, &all, findings));
            all.push(id);
        }
        let mut names = Self { ids: all, types };
        names.index(entries, schema, mapping);
        names
    }

    fn index(&mut self, entries: &[Entry<'_>], schema: &Schema, mapping: &Mapping) {
        for (index, entry) in entries.iter().enumerate() {
            let (kind, at) = (&schema.nodes[entry.node], index as u32);
            let types = &mut self.types[entry.node];
            if kind.key.is_some() {
                types.listed.push((Arc::clone(&self.ids[index]), at));
            }
            for property in &mapping.nodes[entry.node].names {
                let written = entry.written(&kind.properties[*property].name, kind.caption.as_deref());
                for name in written.map_or(&[][..], items) {
                    let Some(name) = text(name) else { continue };
                    let known = types.names.entry(Arc::clone(&name)).or_default();
                    if known.last() != Some(&at) {
                        known.push(at);
                        types.listed.push((name, at));
                    }
                }
            }
        }
    }

    /// The entries of these types that a reference names: by key, else by name, else without regard to case.
    pub(super) fn find(&self, types: &[usize], word: &str) -> Found {
        let mut found: Vec<u32> = types.iter().filter_map(|at| self.types[*at].keys.get(word).copied()).collect();
        if found.is_empty() {
            found = types.iter().filter_map(|at| self.types[*at].names.get(word)).flatten().copied().collect();
        }
        if found.is_empty() {
            let folded = word.to_lowercase();
            found = types.iter().filter_map(|at| self.types[*at].folded().get(&folded)).flatten().copied().collect();
        }
        match found[..] {
            [] => Found::Nothing,
            [only] => Found::One(only),
            _ => Found::Several(found),
        }
    }

    /// The entry of a type that has this key, written exactly so.
    pub(super) fn by_key(&self, node: usize, key: &str) -> Option<u32> {
        self.types[node].keys.get(key).copied()
    }

    /// The name or key of these types that is nearest to a word, and whose it is. O(names).
    pub(super) fn nearest(&self, types: &[usize], word: &str, keys_only: bool) -> Option<(Arc<str>, u32)> {
        let listed = || {
            let all = types.iter().flat_map(|at| self.types[*at].listed.iter());
            all.filter(move |(name, at)| !keys_only || self.ids[*at as usize] == *name)
        };
        let near = nearest(word, listed().map(|(name, _)| &**name))?;
        listed().find(|(name, _)| &**name == near).cloned()
    }
}

impl TypeNames {
    fn folded(&self) -> &FxHashMap<String, Vec<u32>> {
        self.folded.get_or_init(|| {
            let mut folded: FxHashMap<String, Vec<u32>> = FxHashMap::default();
            for (name, at) in &self.listed {
                let entries = folded.entry(name.to_lowercase()).or_default();
                if entries.last() != Some(at) {
                    entries.push(*at);
                }
            }
            folded
        })
    }
}

/// Makes the ids that are not written.
struct Generator<'g, 'd> {
    entries: &'g [Entry<'d>],
    documents: &'g [Document],
    schema: &'g Schema,
    types: &'g mut [TypeNames],
    /// The number to try next behind a base that is taken.
    next: FxHashMap<(usize, Arc<str>), u32>,
}

impl Generator<'_, '_> {
    /// The id of an entry from its caption; nested ones get it below the id of the entry around them, and a number when
    /// siblings are called alike.
    fn generate(&mut self, index: usize, ids: &[Arc<str>], findings: &mut Diagnostics) -> Arc<str> {
        let entry = &self.entries[index];
        let kind = &self.schema.nodes[entry.node];
        let caption = kind.caption.as_deref().and_then(|caption| entry.written(caption, Some(caption)));
        let mut word = caption.and_then(text).map_or_else(String::new, |caption| slug(&caption));
        if word.is_empty() {
            word = slug(&kind.name);
        }
        let base: Arc<str> = match entry.parent {
            Some(parent) => format!("{}/{word}", ids[parent.entry]).into(),
            None => word.into(),
        };
        let Some(first) = self.types[entry.node].keys.get(&base).copied() else {
            self.types[entry.node].keys.insert(Arc::clone(&base), index as u32);
            return base;
        };
        if entry.parent.is_none() && kind.key.is_some() && caption.and_then(text).is_some() {
            findings.push(self.alike(index, first as usize, &base));
            return base;
        }
        let next = self.next.entry((entry.node, Arc::clone(&base))).or_insert(2);
        loop {
            let id: Arc<str> = format!("{base}-{next}").into();
            *next += 1;
            if !self.types[entry.node].keys.contains_key(&id) {
                self.types[entry.node].keys.insert(Arc::clone(&id), index as u32);
                return id;
            }
        }
    }

    fn alike(&self, index: usize, first: usize, id: &str) -> Diagnostic {
        let (entry, other) = (&self.entries[index], &self.entries[first]);
        let kind = &self.schema.nodes[entry.node];
        let message = format!("two entries of type {} get the id `{id}`", kind.name);
        let key = kind.key.as_deref().unwrap_or("id");
        Diagnostic::error(codes::DUPLICATE_ID, message)
            .at(&self.documents[entry.document].source, entry.span, "again here")
            .at(&self.documents[other.document].source, other.span, "first here")
            .hint(format!("If they are two things, give one of them a key `{key}` of its own."))
    }
}

/// The id that is written for an entry.
fn written_id<'d>(entry: &Entry<'d>, schema: &Schema) -> Option<(Arc<str>, &'d Node)> {
    let kind = &schema.nodes[entry.node];
    let node = entry.written(kind.key.as_deref()?, kind.caption.as_deref())?;
    Some((text(node)?, node))
}

/// The items of a list, or the one value.
pub(super) fn items(node: &Node) -> &[Node] {
    match &node.content {
        Content::Sequence(items) => items,
        _ => std::slice::from_ref(node),
    }
}

/// The text of a scalar, whatever its type; nothing for null.
pub(super) fn text(node: &Node) -> Option<Arc<str>> {
    match &node.content {
        Content::Scalar(Scalar::Text(text)) => Some(Arc::clone(text)),
        Content::Scalar(scalar) if *scalar != Scalar::Null => Some(Arc::from(scalar.to_string())),
        _ => None,
    }
}

/// Whether ids of a type can be made from captions.
pub(super) fn has_text_key(schema: &Schema, node: usize) -> bool {
    let kind = &schema.nodes[node];
    kind.key.as_deref().and_then(|key| kind.property(key)).is_some_and(|key| key.item == Type::Str && !key.list)
}
