//! Entries → what the nodes and relationships will be, with everything checked.
//!
//! Input: the entries with their ids. Output: a [`NodeDraft`] for each entry and [`RelDraft`]s in the order of the text.
//! Values that are not written come, in this order, from the link (`set`, `with`), from the entry around (`inherit`) and
//! from the schema (`default`).

use super::entries::{Body, Document, Entry};
use super::mapping::{Link, Mapping};
use super::names::{Found, Names, has_text_key, items, text};
use super::strays::{Spot, Strays};
use super::value::{convert, same, sample, shown};
use crate::diag::{Diagnostic, Diagnostics, Source, Span, codes};
use crate::graph::Schema;
use crate::graph::schema::Property;
use crate::value::Value;
use crate::yaml::{self, Content, Node};
use std::sync::Arc;

/// The properties that there are, by their position in the type.
pub(super) type Values = Box<[(usize, Value)]>;

/// A node to be.
#[derive(Debug)]
pub(super) struct NodeDraft {
    pub(super) values: Values,
}

/// A relationship to be.
#[derive(Debug)]
pub(super) struct RelDraft {
    pub(super) rel: usize,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) values: Values,
    pub(super) document: usize,
    pub(super) span: Span,
    /// Whether a second one of the same ends and properties would say nothing new.
    pub(super) comparable: bool,
}

/// What is written for a type's properties so far.
struct Written {
    values: Vec<Value>,
    /// Whether something is written, be it right or wrong.
    seen: Vec<bool>,
    /// Whether all of it is right.
    right: bool,
}

impl Written {
    fn new(properties: &[Property]) -> Self {
        Self { values: vec![Value::Null; properties.len()], seen: vec![false; properties.len()], right: true }
    }

    /// What is there. Most entries use few of the properties that they might, and all drafts are held at once.
    fn finish(self) -> Values {
        self.values.into_iter().enumerate().filter(|(_, value)| !value.is_null()).collect()
    }
}

/// The values that an entry hands down, by their position in [`Mapping::inherited`].
type Heritage = Arc<[Value]>;

/// Everything that the entries are judged by.
pub(super) struct Drafter<'d> {
    pub(super) documents: &'d [Document],
    pub(super) entries: &'d [Entry<'d>],
    pub(super) schema: &'d Schema,
    pub(super) mapping: &'d Mapping,
    pub(super) names: &'d Names,
    pub(super) strays: Strays<'d>,
    pub(super) nodes: Vec<NodeDraft>,
    pub(super) rels: Vec<RelDraft>,
    pub(super) findings: Diagnostics,
    /// For each relationship type, whether some reference of it could not be followed.
    broken: Vec<bool>,
    heritage: Vec<Heritage>,
}

impl<'d> Drafter<'d> {
    pub(super) fn new(
        documents: &'d [Document],
        entries: &'d [Entry<'d>],
        schema: &'d Schema,
        mapping: &'d Mapping,
        names: &'d Names,
        strays: Strays<'d>,
    ) -> Self {
        Self {
            documents,
            entries,
            schema,
            mapping,
            names,
            strays,
            nodes: Vec::with_capacity(entries.len()),
            rels: Vec::new(),
            findings: Diagnostics::new(),
            broken: vec![false; schema.rels.len()],
            heritage: Vec::with_capacity(entries.len()),
        }
    }

    /// Drafts every entry, in order; a parent comes before its nested entries.
    pub(super) fn run(&mut self) {
        let nothing: Heritage = vec![Value::Null; self.mapping.inherited.len()].into();
        for index in 0..self.entries.len() {
            let around = self.entries[index].parent.map(|parent| Arc::clone(&self.heritage[parent.entry]));
            self.entry(index, around.unwrap_or_else(|| Arc::clone(&nothing)));
        }
    }

    fn entry(&mut self, index: usize, around: Heritage) {
        let entry = &self.entries[index];
        let (kind, map) = (&self.schema.nodes[entry.node], &self.mapping.nodes[entry.node]);
        let link = entry.parent.map(|parent| &self.mapping.nodes[self.entries[parent.entry].node].links[parent.link]);
        let mut node = Written::new(&kind.properties);
        let mut rel = link.map(|link| Written::new(&self.schema.rels[link.rel].properties));
        match entry.body {
            Body::Caption(value) => {
                if let Some(at) = map.caption {
                    self.property(&mut node, &kind.properties, at, value, entry.document);
                }
            }
            Body::Keys(keys) => {
                for each in keys {
                    if let Some(at) = map.columns.by_name.get(&each.key.text) {
                        self.property(&mut node, &kind.properties, *at, &each.value, entry.document);
                    } else if !map.links_by_key.contains_key(&each.key.text) {
                        self.stray(each, index, link, &mut node, rel.as_mut());
                    }
                }
            }
        }
        if let Some(link) = link {
            self.fix_values(&mut node, &kind.properties, &link.with, entry.document, entry.span, link);
        }
        if let Some(key) = map.key.filter(|_| has_text_key(self.schema, entry.node)) {
            node.values[key] = Value::Str(Arc::clone(&self.names.ids[index]));
            node.seen[key] = true;
        }
        complete(&mut node, &kind.properties, &map.columns.inherit, &around);
        self.required(&node, &kind.properties, &kind.name, entry);
        let mut heritage = around;
        for (value, slot) in node.values.iter().zip(&map.columns.inherit) {
            if let Some(slot) = slot.filter(|_| !value.is_null()) {
                Arc::make_mut(&mut heritage)[slot] = value.clone();
            }
        }
        self.nodes.push(NodeDraft { values: node.finish() });
        if let (Some(parent), Some(link), Some(rel)) = (entry.parent, link, rel) {
            self.relationship(parent.entry, link, index as u32, rel, (entry.document, entry.span), &heritage);
        }
        if let Body::Keys(keys) = entry.body {
            for each in keys {
                let Some(link) = map.links_by_key.get(&each.key.text).map(|at| &map.links[*at]) else { continue };
                if !link.nested && !each.value.is_null() {
                    for item in items(&each.value) {
                        self.reference(index, link, item, &heritage);
                    }
                }
            }
        }
        self.heritage.push(heritage);
    }

    /// Takes what is written for a property, and follows a value that refers.
    fn property(&mut self, into: &mut Written, properties: &[Property], at: usize, node: &Node, document: usize) {
        let source = &self.documents[document].source;
        let property = &properties[at];
        into.seen[at] = !node.is_null();
        match convert(property, node, source) {
            Ok(value) => into.values[at] = value,
            Err(findings) => {
                into.right = false;
                return self.findings.append(findings);
            }
        }
        let Some(label) = &property.refers else { return };
        let Some(target) = self.schema.nodes.iter().position(|node| node.name == *label) else { return };
        for item in items(node) {
            let Some(key) = text(item) else { continue };
            if self.names.by_key(target, &key).is_none()
                && let Some(finding) =
                    self.strays.unknown_key(target, &property.name, &key, Spot { source, span: item.span })
            {
                self.findings.push(finding);
            }
        }
    }

    /// A key that the type does not know; in a nested entry it may be a property of the relationship that leads there.
    fn stray(
        &mut self,
        written: &'d yaml::Entry,
        index: usize,
        link: Option<&'d Link>,
        node: &mut Written,
        rel: Option<&mut Written>,
    ) {
        let entry = &self.entries[index];
        if let (Some(link), Some(rel)) = (link, rel)
            && let Some(at) = self.mapping.rels[link.rel].by_name.get(&written.key.text)
        {
            let properties = &self.schema.rels[link.rel].properties;
            return self.property(rel, properties, *at, &written.value, entry.document);
        }
        let source = &self.documents[entry.document].source;
        let finding = self.strays.key_of_entry(&written.key, entry.node, link, source);
        // A property whose name is mistyped is not missing, too.
        let meant = finding.fix.as_ref().map(|fix| fix.with.trim_start_matches("- "));
        if let Some(at) = meant.and_then(|meant| self.mapping.nodes[entry.node].columns.by_name.get(meant)) {
            node.seen[*at] = true;
        }
        self.findings.push(finding);
    }

    /// Gives the values that a link sets; what is written beside them must be the same.
    fn fix_values(
        &mut self,
        into: &mut Written,
        properties: &[Property],
        fixed: &[(usize, Value)],
        document: usize,
        span: Span,
        link: &Link,
    ) {
        for (at, value) in fixed {
            if into.seen[*at] && !same(&into.values[*at], value) && !into.values[*at].is_null() {
                let name = &properties[*at].name;
                let message = format!("`{name}` is {} for everything under `{}`", shown(value), link.key);
                let schema = &self.strays.schema_source;
                self.findings.push(
                    Diagnostic::error(codes::VALUE_NOT_ALLOWED, message)
                        .at(
                            &self.documents[document].source,
                            span,
                            format!("here `{name}` is {}", shown(&into.values[*at])),
                        )
                        .at(schema, link.span, "the schema sets it here"),
                );
            }
            into.values[*at] = value.clone();
            into.seen[*at] = true;
        }
    }

    fn required(&mut self, written: &Written, properties: &[Property], name: &str, entry: &Entry<'_>) {
        for (at, property) in properties.iter().enumerate() {
            if !property.required || !written.values[at].is_null() || written.seen[at] {
                continue;
            }
            let message = format!("this {name} has no `{}`", property.name);
            let mut finding = Diagnostic::error(codes::MISSING_PROPERTY, message).at(
                &self.documents[entry.document].source,
                entry.span,
                "in the entry that begins here",
            );
            finding = finding.hint(format!("Add `{}`.", sample(property)));
            self.findings.push(finding);
        }
    }

    /// A reference: the key of an entry, or a mapping with the key and properties of the relationship.
    fn reference(&mut self, index: usize, link: &'d Link, item: &'d Node, heritage: &Heritage) {
        let document = self.entries[index].document;
        let source = &self.documents[document].source;
        let kind = &self.schema.rels[link.rel];
        let mut written = Written::new(&kind.properties);
        // Whether a key was reported that should have held the reference.
        let mut mistyped = false;
        let named = match &item.content {
            Content::Scalar(_) if !item.is_null() => Some((item, &link.targets)),
            Content::Mapping(keys) => {
                let mut named = None;
                for each in keys {
                    if let Some(at) = self.mapping.rels[link.rel].by_name.get(&each.key.text) {
                        self.property(&mut written, &kind.properties, *at, &each.value, document);
                    } else if let Some((_, types)) = link.refs.iter().find(|(key, _)| *key == each.key.text) {
                        named = Some((&each.value, types));
                    } else {
                        written.right = false;
                        let finding = self.strays.key_of_reference(&each.key, link, source);
                        let meant = finding.fix.as_ref().map(|fix| fix.with.as_str());
                        mistyped |= link.refs.iter().any(|(key, _)| Some(&**key) == meant);
                        self.findings.push(finding);
                    }
                }
                named
            }
            _ => None,
        };
        let word = named.and_then(|(node, types)| text(node).map(|word| (node, types, word)));
        let Some((node, types, word)) = word else {
            self.broken[link.rel] = true;
            if mistyped {
                return;
            }
            let place = named.map_or_else(|| item.head(source), |(node, _)| node.head(source));
            self.findings.push(self.strays.no_reference(item, link, Spot { source, span: place }));
            return;
        };
        match self.names.find(types, &word) {
            Found::One(target) => {
                self.relationship(index, link, target, written, (document, node.span), heritage);
            }
            Found::Several(found) => {
                self.broken[link.rel] = true;
                self.findings.push(self.strays.ambiguous(&word, &found, link, Spot { source, span: node.span }));
            }
            Found::Nothing => {
                self.broken[link.rel] = true;
                let owner = self.entries[index].node;
                if let Some(finding) = self.strays.unknown(owner, link, types, &word, Spot { source, span: node.span })
                {
                    self.findings.push(finding);
                }
            }
        }
    }

    /// Completes a relationship between an entry and another node.
    fn relationship(
        &mut self,
        index: usize,
        link: &'d Link,
        other: u32,
        mut written: Written,
        (document, span): (usize, Span),
        heritage: &Heritage,
    ) {
        let kind = &self.schema.rels[link.rel];
        self.fix_values(&mut written, &kind.properties, &link.set, document, span, link);
        complete(&mut written, &kind.properties, &self.mapping.rels[link.rel].inherit, heritage);
        for (at, property) in kind.properties.iter().enumerate() {
            if property.required && written.values[at].is_null() && !written.seen[at] {
                let spot = Spot { source: &self.documents[document].source, span };
                self.findings.push(self.strays.incomplete(property, link, spot));
            }
        }
        let this = index as u32;
        let (start, end) = if link.reverse { (other, this) } else { (this, other) };
        let comparable = written.right && !link.nested;
        self.rels.push(RelDraft { rel: link.rel, start, end, values: written.finish(), document, span, comparable });
    }

    /// Whether an entry may lack relationships of a type because something about them was reported already.
    pub(super) fn is_excused(&self, entry: u32, rel: usize, at_start: bool) -> bool {
        let entry = &self.entries[entry as usize];
        let map = &self.mapping.nodes[entry.node];
        let here = |link: &&Link| link.rel == rel && link.reverse != at_start;
        let Body::Keys(keys) = entry.body else {
            return false;
        };
        let written = keys.iter().any(|each| {
            let link = map.links_by_key.get(&each.key.text).map(|at| &map.links[*at]);
            link.as_ref().is_some_and(here) && items(&each.value).iter().any(|item| !item.is_null())
        });
        let elsewhere = !map.links.iter().any(|link| here(&link));
        written || elsewhere && (self.broken[rel] || self.strays.unread.contains(&true))
    }

    /// The source and the place of an entry.
    pub(super) fn place(&self, entry: u32) -> (&'d Arc<Source>, Span) {
        let entry = &self.entries[entry as usize];
        (&self.documents[entry.document].source, entry.span)
    }
}

/// Fills what is not written from the entry around, then from the defaults.
fn complete(written: &mut Written, properties: &[Property], inherit: &[Option<usize>], heritage: &[Value]) {
    for (at, property) in properties.iter().enumerate() {
        if !written.values[at].is_null() || written.seen[at] {
            continue;
        }
        if let Some(slot) = inherit[at] {
            written.values[at] = heritage[slot].clone();
        }
        if let Some(default) = property.default.as_ref().filter(|_| written.values[at].is_null()) {
            written.values[at] = default.clone();
        }
    }
}
