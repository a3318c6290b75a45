//! Findings about keys and references that lead nowhere: what was meant, and which rule stands behind it.

use super::entries::{Document, Entry};
use super::mapping::{Link, Mapping};
use super::names::{Found, Names};
use crate::diag::{Diagnostic, Source, Span, codes, nearest, or_list};
use crate::graph::Schema;
use crate::graph::schema::Property;
use crate::yaml::{Key, Node};
use std::cell::Cell;
use std::sync::Arc;

/// So many likely meanings are looked for in one run: each costs a walk through all names, and a file of a hundred
/// thousand slips is not mended one by one.
const SUGGESTIONS: usize = 200;

/// The characters of a word that a message quotes.
const SHOWN: usize = 60;

/// A place in a document.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    pub(super) source: &'s Arc<Source>,
    pub(super) span: Span,
}

/// What the findings are made from.
pub(super) struct Strays<'d> {
    pub(super) schema: &'d Schema,
    pub(super) mapping: &'d Mapping,
    pub(super) documents: &'d [Document],
    pub(super) entries: &'d [Entry<'d>],
    pub(super) names: &'d Names,
    pub(super) schema_source: Arc<Source>,
    /// Node types some of whose entries could not be read: a reference to them may be right.
    pub(super) unread: Vec<bool>,
    suggested: Cell<usize>,
}

impl<'d> Strays<'d> {
    pub(super) fn new(
        schema: &'d Schema,
        mapping: &'d Mapping,
        documents: &'d [Document],
        entries: &'d [Entry<'d>],
        names: &'d Names,
        schema_source: &Arc<Source>,
        unread: Vec<bool>,
    ) -> Self {
        let schema_source = Arc::clone(schema_source);
        Self { schema, mapping, documents, entries, names, schema_source, unread, suggested: Cell::new(0) }
    }

    fn label(&self, node: usize) -> &'d Arc<str> {
        &self.schema.nodes[node].name
    }

    /// `a Cook or Ingredient`
    fn one_of(&self, nodes: &[usize]) -> String {
        one_of(&nodes.iter().map(|node| self.label(*node)).collect::<Vec<_>>())
    }

    fn labels(&self, nodes: &[usize]) -> String {
        or_list(&nodes.iter().map(|node| self.label(*node)).collect::<Vec<_>>())
    }

    /// A key that means nothing in an entry.
    pub(super) fn key_of_entry(&self, key: &Key, node: usize, link: Option<&Link>, source: &Arc<Source>) -> Diagnostic {
        let (kind, map) = (&self.schema.nodes[node], &self.mapping.nodes[node]);
        let word = &key.text;
        let finding = Diagnostic::error(codes::UNKNOWN_KEY, format!("{} has no key `{}`", kind.name, short(word)))
            .at(source, key.span, "");
        if **word == *"<<" {
            return finding.hint("Merge keys are not part of YAML 1.2; write the keys out.");
        }
        if let Some(item) = word.strip_prefix('-')
            && (map.columns.by_name.contains_key(item) || map.links_by_key.contains_key(item))
        {
            return finding.hint("A space belongs behind the dash of a list.").fix(key.span, format!("- {item}"));
        }
        let through = |link: &&Link| self.mapping.rels[link.rel].by_name.contains_key(word);
        if let Some(other) = map.links.iter().filter(|link| !link.nested).find(through) {
            let (reference, rel) = (&other.refs[0].0, &self.schema.rels[other.rel].name);
            return finding.hint(format!(
                "`{word}` is a property of {rel}: write `{}: [{{{reference}: …, {word}: …}}]`.",
                other.key
            ));
        }
        let below = |link: &&Link| {
            let columns = &self.mapping.nodes[link.targets[0]].columns;
            columns.by_name.contains_key(word)
        };
        if let Some(other) = map.links.iter().filter(|link| link.nested).find(below) {
            let label = self.label(other.targets[0]);
            return finding
                .hint(format!("`{word}` is a property of {label}, whose entries stand under `{}`.", other.key));
        }
        let own = kind.properties.iter().map(|property| &*property.name);
        let links = map.links.iter().map(|link| &*link.key);
        let rel = link.map_or(&[][..], |link| &self.schema.rels[link.rel].properties);
        let known: Vec<&str> = own.chain(links).chain(rel.iter().map(|property| &*property.name)).collect();
        match nearest(word, known.iter().copied()) {
            Some(near) => finding.fix(key.span, near),
            None => finding.hint(format!("The keys of {} are {}.", kind.name, self.keys(node))),
        }
    }

    /// The keys of an entry; the common ones are left out, since every type has them.
    fn keys(&self, node: usize) -> String {
        let own = self.schema.nodes[node].properties.iter().filter(|property| !property.common);
        let links = self.mapping.nodes[node].links.iter().map(|link| &*link.key);
        own.map(|property| &*property.name).chain(links).collect::<Vec<_>>().join(", ")
    }

    /// A key that means nothing beside a reference.
    pub(super) fn key_of_reference(&self, key: &Key, link: &Link, source: &Arc<Source>) -> Diagnostic {
        let (kind, word) = (&self.schema.rels[link.rel], &key.text);
        let finding = Diagnostic::error(codes::UNKNOWN_KEY, format!("{} has no property `{}`", kind.name, short(word)))
            .at(source, key.span, "");
        let foreign = link.targets.iter().find(|node| self.mapping.nodes[**node].columns.by_name.contains_key(word));
        if let Some(node) = foreign {
            let label = self.label(*node);
            return finding.hint(format!("`{word}` is a property of {label}, and stands where that entry is written."));
        }
        let own = kind.properties.iter().map(|property| &*property.name);
        let known: Vec<&str> = link.refs.iter().map(|(key, _)| &**key).chain(own).collect();
        match nearest(word, known.iter().copied()) {
            Some(near) => finding.fix(key.span, near),
            None => finding.hint(format!("Here may stand {}.", known.join(", "))),
        }
    }

    /// Something stands where a reference should, and names nothing.
    pub(super) fn no_reference(&self, item: &Node, link: &Link, spot: Spot<'_>) -> Diagnostic {
        let labels = self.labels(&link.targets);
        let keys: Vec<String> = link.refs.iter().map(|(key, _)| format!("`{key}`")).collect();
        let message = match item.content {
            crate::yaml::Content::Mapping(_) => {
                format!("this names no {labels}: the key {} is missing or empty", or_list(&keys))
            }
            _ => format!("`{}` takes the key of {}, and this is {}", link.key, self.one_of(&link.targets), item.kind()),
        };
        let finding = Diagnostic::error(codes::VALUE_TYPE, message).at(spot.source, spot.span, "");
        match link.refs.first() {
            Some((key, _)) => finding.hint(format!(
                "Write the key alone, or `{{{key}: …}}` with properties of {} beside it.",
                self.schema.rels[link.rel].name
            )),
            None => finding,
        }
    }

    /// A relationship that lacks a property it needs.
    pub(super) fn incomplete(&self, property: &Property, link: &Link, spot: Spot<'_>) -> Diagnostic {
        let kind = &self.schema.rels[link.rel];
        let finding = Diagnostic::error(
            codes::MISSING_PROPERTY,
            format!("{} needs `{}` here", kind.name, property.name),
        )
        .at(spot.source, spot.span, "");
        let sample = super::value::sample(property);
        match link.refs.first() {
            Some((key, _)) => finding.hint(format!("Write `{{{key}: {}, {sample}}}`.", spot.source.slice(spot.span))),
            None => finding.hint(format!("Add `{sample}`.")),
        }
    }

    /// A reference that could mean several entries.
    pub(super) fn ambiguous(&self, word: &str, found: &[u32], link: &Link, spot: Spot<'_>) -> Diagnostic {
        let message = format!("`{}` could be any of {} entries", short(word), found.len());
        let mut finding = Diagnostic::error(codes::AMBIGUOUS_REFERENCE, message).at(spot.source, spot.span, "");
        for at in found.iter().take(5) {
            let entry = &self.entries[*at as usize];
            let text = format!("{} `{}`", self.label(entry.node), self.names.ids[*at as usize]);
            finding = finding.at(&self.documents[entry.document].source, entry.span, text);
        }
        let ids: Vec<String> = found.iter().take(5).map(|at| format!("`{}`", self.names.ids[*at as usize])).collect();
        let first = self.entries[found[0] as usize].node;
        if found.iter().all(|at| self.entries[*at as usize].node == first) {
            return finding.hint(format!("Write the key: {}.", or_list(&ids)));
        }
        let forms = link.refs.iter().map(|(key, _)| format!("`{{{key}: {word}}}`")).collect::<Vec<_>>();
        finding.hint(format!("Say which type is meant: {}.", or_list(&forms)))
    }

    /// A value that should be the key of an entry, and is not; nothing when that entry may be in a file that could not
    /// be read.
    pub(super) fn unknown_key(&self, target: usize, property: &str, word: &str, spot: Spot<'_>) -> Option<Diagnostic> {
        if self.unread[target] {
            return None;
        }
        let label = self.label(target);
        let message = format!("there is no {label} with the key `{}`, which `{property}` refers to", short(word));
        let finding = Diagnostic::error(codes::UNKNOWN_REFERENCE, message).at(spot.source, spot.span, "");
        let near = match self.names.find(&[target], word) {
            Found::One(at) => Some((Arc::clone(&self.names.ids[at as usize]), at)),
            _ => self.nearest(&[target], word, true),
        };
        Some(self.propose(finding, near, spot))
    }

    /// A reference that names no entry of the types that it may lead to; nothing when that entry may be in a file that
    /// could not be read.
    pub(super) fn unknown(
        &self,
        owner: usize,
        link: &Link,
        types: &[usize],
        word: &str,
        spot: Spot<'_>,
    ) -> Option<Diagnostic> {
        if types.iter().any(|node| self.unread[*node]) {
            return None;
        }
        let kind = &self.schema.rels[link.rel];
        let others: Vec<usize> = (0..self.schema.nodes.len()).filter(|node| !types.contains(node)).collect();
        let elsewhere = match self.names.find(&others, word) {
            Found::One(at) => Some(at),
            Found::Several(found) => found.first().copied(),
            Found::Nothing => None,
        };
        if let Some(at) = elsewhere {
            let entry = &self.entries[at as usize];
            let message = format!(
                "`{}` is {}, and `{}` takes {}",
                short(word),
                one_of(&[self.label(entry.node)]),
                link.key,
                self.one_of(types)
            );
            let finding = Diagnostic::error(codes::WRONG_ENDPOINT, message)
                .at(spot.source, spot.span, "")
                .at(&self.documents[entry.document].source, entry.span, format!("this is `{}`", short(word)))
                .hint(format!("{}.", kind.rule()));
            let near = self.nearest(types, word, false);
            return Some(match near {
                Some((name, _)) => finding.fix(spot.span, &*name),
                None => finding,
            });
        }
        let message = format!("there is no {} `{}`", self.labels(types), short(word));
        let finding = Diagnostic::error(codes::UNKNOWN_REFERENCE, message).at(spot.source, spot.span, "");
        let near = self.nearest(types, word, false);
        if near.is_none() {
            let files: Vec<&str> = self.files(types);
            let rule = format!(
                "`{}` of {} names {} by key or name",
                link.key,
                one_of(&[self.label(owner)]),
                self.one_of(types)
            );
            let finding = finding.hint(format!("{rule}."));
            return Some(match files[..] {
                [] => finding,
                _ => finding.hint(format!("If it is a new one, add an entry to {}.", or_list(&files))),
            });
        }
        Some(self.propose(finding, near, spot))
    }

    /// Where entries of these types are written.
    fn files(&self, types: &[usize]) -> Vec<&str> {
        let rules = self.mapping.documents.iter().filter(|rule| types.contains(&rule.node));
        rules.map(|rule| rule.files.as_str()).collect()
    }

    fn nearest(&self, types: &[usize], word: &str, keys_only: bool) -> Option<(Arc<str>, u32)> {
        self.suggested.set(self.suggested.get() + 1);
        if self.suggested.get() > SUGGESTIONS { None } else { self.names.nearest(types, word, keys_only) }
    }

    /// Proposes a name, and shows the entry that has it.
    fn propose(&self, finding: Diagnostic, near: Option<(Arc<str>, u32)>, spot: Spot<'_>) -> Diagnostic {
        let Some((name, at)) = near else {
            return finding;
        };
        let entry = &self.entries[at as usize];
        let declared = &self.documents[entry.document].source;
        let finding = if Arc::ptr_eq(declared, spot.source) {
            finding
        } else {
            finding.at(declared, entry.span, format!("`{name}` is written here"))
        };
        finding.fix(spot.span, &*name)
    }
}

/// Type names with their article: `a Cook`, `an Ingredient or Cook`.
pub(super) fn one_of<S: AsRef<str>>(labels: &[S]) -> String {
    let vowel =
        labels.first().is_some_and(|label| label.as_ref().starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']));
    format!("{} {}", if vowel { "an" } else { "a" }, or_list(labels))
}

/// A word as a message quotes it: a long one is cut.
pub(super) fn short(word: &str) -> String {
    match word.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
