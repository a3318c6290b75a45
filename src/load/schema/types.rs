//! Declarations of node types and relationship types.

use super::reader::Reader;
use crate::graph::schema::{Cardinality, NodeType, Place, Property, RelType};
use crate::load::mapping::NodeMap;
use crate::yaml::{Content, Entry, Node};
use std::sync::Arc;

const NODE_KEYS: [&str; 6] = ["about", "key", "caption", "names", "properties", "links"];
const REL_KEYS: [&str; 8] = ["about", "from", "to", "pairs", "per_start", "per_end", "derived", "properties"];
const CARDINALITIES: [(&str, Cardinality); 4] = [
    ("many", Cardinality::Many),
    ("optional", Cardinality::Optional),
    ("one", Cardinality::One),
    ("some", Cardinality::Some),
];

impl Reader<'_> {
    /// A node type, and the half of its mapping that needs no other type.
    pub(super) fn node_type(&mut self, entry: &Entry, common: &[Property]) -> (NodeType, NodeMap) {
        let node = &entry.value;
        let what = format!("the node type {}", entry.key.text);
        let entries = self.mapping(node, &what);
        self.check_keys(entries, &NODE_KEYS, &what);
        let properties = self.own_and_common(node, &entry.key.text, common);
        let names: Vec<Arc<str>> = properties.iter().map(|property| Arc::clone(&property.name)).collect();
        let property = format!("{} has no property", entry.key.text);
        let mut position = |key: &str| node.get(key).and_then(|value| self.name(value, &names, &property));
        let (key, caption) = (position("key"), position("caption"));
        let named = node.get("names").map_or(&[][..], |value| self.one_or_more(value));
        let named = named.iter().filter_map(|value| self.name(value, &names, &property)).collect();
        let name_of = |at: Option<usize>| at.map(|at| Arc::clone(&names[at]));
        let declared = NodeType {
            name: Arc::clone(&entry.key.text),
            about: self.about(node),
            key: name_of(key),
            caption: name_of(caption),
            properties,
            place: Some(Place { source: Arc::clone(self.source), span: entry.key.span }),
        };
        (declared, NodeMap { key, caption, names: named, ..NodeMap::default() })
    }

    /// A relationship type.
    pub(super) fn rel_type(&mut self, entry: &Entry, labels: &[Arc<str>], common: &[Property]) -> RelType {
        let node = &entry.value;
        let what = format!("the relationship type {}", entry.key.text);
        let entries = self.mapping(node, &what);
        self.check_keys(entries, &REL_KEYS, &what);
        RelType {
            name: Arc::clone(&entry.key.text),
            about: self.about(node),
            ends: self.ends(entry, labels),
            per_start: self.cardinality(node, "per_start"),
            per_end: self.cardinality(node, "per_end"),
            derived: self.boolean(node, "derived"),
            properties: self.own_and_common(node, &entry.key.text, common),
            place: Some(Place { source: Arc::clone(self.source), span: entry.key.span }),
        }
    }

    /// A type's own properties, then the common ones that it does not declare itself.
    fn own_and_common(&mut self, node: &Node, owner: &str, common: &[Property]) -> Vec<Property> {
        let mut properties = node.get("properties").map_or_else(Vec::new, |own| self.properties(own, owner, false));
        let own = properties.len();
        for property in common {
            if !properties[..own].iter().any(|each| each.name == property.name) {
                properties.push(property.clone());
            }
        }
        properties
    }

    fn ends(&mut self, entry: &Entry, labels: &[Arc<str>]) -> Vec<(Arc<str>, Arc<str>)> {
        let node = &entry.value;
        let label = |at: usize| Arc::clone(&labels[at]);
        match (node.get("from"), node.get("to"), node.get("pairs")) {
            (Some(from), Some(to), None) => {
                let starts = self.labels(from, labels);
                let targets = self.labels(to, labels);
                let pairs = starts.iter().flat_map(|start| targets.iter().map(move |end| (*start, *end)));
                pairs.map(|(start, end)| (label(start), label(end))).collect()
            }
            (None, None, Some(pairs)) => {
                let mut ends = Vec::new();
                for pair in self.sequence(pairs, "`pairs`") {
                    match &pair.content {
                        Content::Sequence(both) if both.len() == 2 => {
                            let found = both.iter().map(|each| self.name(each, labels, "the schema has no node type"));
                            if let [Some(start), Some(end)] = found.collect::<Vec<_>>()[..] {
                                ends.push((label(start), label(end)));
                            }
                        }
                        _ => {
                            let finding =
                                self.shape(pair.head(self.source), "a pair is a list of two node types: [from, to]");
                            self.report(finding);
                        }
                    }
                }
                ends
            }
            _ => {
                let message = format!("the relationship type {} needs its ends", entry.key.text);
                let finding = self.shape(entry.key.span, message);
                self.report(
                    finding.hint("Write both `from` and `to`, or `pairs` where not every combination is meant."),
                );
                Vec::new()
            }
        }
    }

    fn labels(&mut self, node: &Node, labels: &[Arc<str>]) -> Vec<usize> {
        self.one_or_more(node)
            .iter()
            .filter_map(|each| self.name(each, labels, "the schema has no node type"))
            .collect()
    }

    fn cardinality(&mut self, node: &Node, key: &str) -> Cardinality {
        let Some(value) = node.get(key) else {
            return Cardinality::Many;
        };
        let known: Vec<&str> = CARDINALITIES.iter().map(|(word, _)| *word).collect();
        let word = self.text(value, &format!("`{key}`"));
        match word.map(|word| (word, known.iter().position(|each| *each == &**word))) {
            Some((_, Some(at))) => CARDINALITIES[at].1,
            Some((word, None)) => {
                let finding = self.shape(value.span, format!("`{word}` does not say how many"));
                self.report(finding.hint("The words are many, optional (none or one), one, and some (at least one)."));
                Cardinality::Many
            }
            None => Cardinality::Many,
        }
    }

    /// Every `refers` must name a node type that has a key.
    pub(super) fn check_refers(&mut self, root: &Node, labels: &[Arc<str>]) {
        let mut blocks: Vec<&Node> = root.get("common").into_iter().collect();
        for section in ["nodes", "relationships"] {
            if let Some(Content::Mapping(types)) = root.get(section).map(|node| &node.content) {
                blocks.extend(types.iter().filter_map(|entry| entry.value.get("properties")));
            }
        }
        for block in blocks {
            let Content::Mapping(properties) = &block.content else { continue };
            for refers in properties.iter().filter_map(|entry| entry.value.get("refers")) {
                let Some(at) = refers.as_text().and_then(|_| self.name(refers, labels, "the schema has no node type"))
                else {
                    continue;
                };
                let keyed = root.get("nodes").and_then(|nodes| nodes.get(&labels[at])).and_then(|node| node.get("key"));
                if keyed.is_none() {
                    let message = format!("{} has no `key`, so no property can refer to it", labels[at]);
                    let finding = self.shape(refers.span, message);
                    self.report(finding);
                }
            }
        }
    }
}
