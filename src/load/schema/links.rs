//! Declarations of the keys that make relationships.

use super::reader::Reader;
use crate::diag::Span;
use crate::graph::Schema;
use crate::graph::schema::{NodeType, Property, RelType};
use crate::load::mapping::Link;
use crate::load::value::convert;
use crate::value::Value;
use crate::yaml::{Content, Entry, Node};
use std::sync::Arc;

const KEYS: [&str; 7] = ["rel", "nested", "to", "reverse", "ref", "set", "with"];

impl Reader<'_> {
    /// The links of a node type, in order.
    pub(super) fn links(&mut self, entry: &Entry, index: usize, schema: &Schema) -> Vec<Link> {
        let Some(node) = entry.value.get("links") else {
            return Vec::new();
        };
        let owner = &schema.nodes[index];
        let entries = self.mapping(node, &format!("`links` of {}", owner.name));
        entries.iter().filter_map(|link| self.link(link, owner, schema)).collect()
    }

    fn link(&mut self, entry: &Entry, owner: &NodeType, schema: &Schema) -> Option<Link> {
        let (key, node) = (&entry.key.text, &entry.value);
        if owner.property(key).is_some() {
            let finding = self.shape(entry.key.span, format!("`{key}` is a property of {} and a link too", owner.name));
            self.report(finding.hint("Every key of an entry means one thing."));
            return None;
        }
        let what = format!("the link `{key}`");
        let long = matches!(node.content, Content::Mapping(_));
        let name = if long {
            let entries = self.mapping(node, &what);
            self.check_keys(entries, &KEYS, &what);
            self.needed(node, "rel", &what)?
        } else {
            node
        };
        let types: Vec<&Arc<str>> = schema.rels.iter().map(|rel| &rel.name).collect();
        let rel = self.name(name, &types, "the schema has no relationship type")?;
        let kind = &schema.rels[rel];
        if kind.derived {
            let finding = self.shape(name.span, format!("{} is derived, so no document may write it", kind.name));
            self.report(finding.hint("Derived types are made by rules alone."));
            return None;
        }
        let (reverse, nested) = (self.boolean(node, "reverse"), self.boolean(node, "nested"));
        let targets = self.targets(entry, name.span, owner, kind, reverse, schema)?;
        if nested && targets.len() > 1 {
            let finding = self.shape(entry.key.span, format!("{what} needs `to`: nested entries are of one type"));
            self.report(finding.hint(format!("{}.", kind.rule())));
            return None;
        }
        let refs = if nested { Vec::new() } else { self.refs(node, &targets, kind, schema) };
        let set = node.get("set").map_or_else(Vec::new, |set| self.fixed(set, &kind.properties, &kind.name));
        let with = match (node.get("with"), nested) {
            (Some(with), true) => {
                let other = &schema.nodes[targets[0]];
                self.fixed(with, &other.properties, &other.name)
            }
            (Some(with), false) => {
                let finding =
                    self.shape(with.head(self.source), "`with` is for nested entries; `set` is for the relationship");
                self.report(finding);
                Vec::new()
            }
            (None, _) => Vec::new(),
        };
        Some(Link { key: Arc::clone(key), rel, nested, targets, reverse, refs, set, with, span: entry.key.span })
    }

    /// The types that the other node may have.
    fn targets(
        &mut self,
        entry: &Entry,
        name: Span,
        owner: &NodeType,
        kind: &RelType,
        reverse: bool,
        schema: &Schema,
    ) -> Option<Vec<usize>> {
        let index = |label: &str| schema.nodes.iter().position(|node| &*node.name == label);
        let mut possible: Vec<usize> = Vec::new();
        for (start, end) in &kind.ends {
            let (this, other) = if reverse { (end, start) } else { (start, end) };
            if let Some(at) = index(other).filter(|at| *this == owner.name && !possible.contains(at)) {
                possible.push(at);
            }
        }
        if possible.is_empty() {
            // A relationship type whose ends are wrong was reported already.
            if !kind.ends.is_empty() {
                let verb = if reverse { "come to" } else { "leave" };
                let message = format!("{} does not {verb} a {}", kind.name, owner.name);
                let mut finding = self.shape(name, message).hint(format!("{}.", kind.rule()));
                if kind.ends.iter().any(|(start, end)| *(if reverse { start } else { end }) == owner.name) {
                    let way = if reverse { "Without `reverse: true`" } else { "With `reverse: true`" };
                    finding = finding.hint(format!("{way} the relationship goes the other way."));
                }
                self.report(finding);
            }
            return None;
        }
        let Some(to) = entry.value.get("to") else {
            return Some(possible);
        };
        let labels: Vec<&Arc<str>> = schema.nodes.iter().map(|node| &node.name).collect();
        let mut targets = Vec::new();
        for each in self.one_or_more(to) {
            let at = self.name(each, &labels, "the schema has no node type")?;
            if !possible.contains(&at) {
                let (from, to) = if reverse { (labels[at], &owner.name) } else { (&owner.name, labels[at]) };
                let finding = self.shape(each.span, format!("{} does not go from {from} to {to}", kind.name));
                self.report(finding.hint(format!("{}.", kind.rule())));
                return None;
            }
            targets.push(at);
        }
        Some(targets)
    }

    /// The keys that may hold the reference beside relationship properties: the one declared, or the name of each type.
    fn refs(&mut self, node: &Node, targets: &[usize], kind: &RelType, schema: &Schema) -> Vec<(Arc<str>, Vec<usize>)> {
        let declared = node.get("ref");
        let refs: Vec<(Arc<str>, Vec<usize>)> = match declared.and_then(|value| self.text(value, "`ref`")) {
            Some(key) => vec![(Arc::clone(key), targets.to_vec())],
            None => {
                let key = |at: &usize| (Arc::from(schema.nodes[*at].name.to_lowercase()), vec![*at]);
                targets.iter().map(key).collect()
            }
        };
        if let Some((key, _)) = refs.iter().find(|(key, _)| kind.property(key).is_some()) {
            let span = declared.map_or_else(|| node.head(self.source), |value| value.span);
            let message = format!("`{key}` would hold the reference, and is a property of {} too", kind.name);
            let finding = self.shape(span, message).hint("Give the reference another key by `ref`.");
            self.report(finding);
        }
        refs
    }

    /// Values that every relationship or node of a link gets.
    fn fixed(&mut self, node: &Node, properties: &[Property], owner: &str) -> Vec<(usize, Value)> {
        let names: Vec<&Arc<str>> = properties.iter().map(|property| &property.name).collect();
        let mut fixed = Vec::new();
        for entry in self.mapping(node, "what a link sets") {
            let Some(at) = names.iter().position(|name| **name == entry.key.text) else {
                let finding = self.unknown(
                    &entry.key.text,
                    entry.key.span,
                    &names,
                    format!("{owner} has no property `{}`", entry.key.text),
                );
                self.report(finding);
                continue;
            };
            match convert(&properties[at], &entry.value, self.source) {
                Ok(value) => fixed.push((at, value)),
                Err(findings) => self.report_values(findings),
            }
        }
        fixed
    }
}
