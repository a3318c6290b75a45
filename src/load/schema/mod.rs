//! `schema.yaml` → the graph's schema and the mapping of documents.
//!
//! Input: the tree of the file. Output: both, or every mistake in it with its place. The format is described at the head
//! of the shipped `data/schema.yaml`.

mod links;
mod property;
mod reader;
mod types;

use super::mapping::{Columns, DocumentRule, Mapping};
use crate::diag::{Diagnostics, Source};
use crate::graph::Schema;
use crate::graph::schema::Property;
use crate::yaml::{Content, Node, Scalar};
pub(super) use reader::Reader;
use std::sync::Arc;

/// Reads the whole file.
///
/// # Errors
/// `SCHEMA_SHAPE` and `SCHEMA_NAME`, all at once.
pub(super) fn read(source: &Arc<Source>, root: &Node) -> Result<(Schema, Mapping), Diagnostics> {
    let mut reader = Reader::new(source);
    let entries = reader.mapping(root, "the schema");
    reader.check_keys(entries, &["common", "nodes", "relationships", "documents"], "the schema");
    let section = |name: &str| entries.iter().find(|entry| &*entry.key.text == name).map(|entry| &entry.value);

    let common = section("common").map_or_else(Vec::new, |node| reader.properties(node, "common", true));
    let declared = section("nodes").map_or(&[][..], |node| reader.mapping(node, "`nodes`"));
    let written = section("relationships").map_or(&[][..], |node| reader.mapping(node, "`relationships`"));
    if declared.is_empty() && matches!(root.content, Content::Mapping(_) | Content::Scalar(Scalar::Null)) {
        let finding = reader.shape(root.head(source), "the schema declares no node type");
        reader.report(
            finding.hint(
                "Write one as `nodes: {Person: {key: id, caption: name, properties: {id: string, name: string}}}`.",
            ),
        );
    }
    let mut schema = Schema::default();
    let mut mapping = Mapping::default();
    for entry in declared {
        let (node, map) = reader.node_type(entry, &common);
        schema.nodes.push(node);
        mapping.nodes.push(map);
    }
    let labels: Vec<Arc<str>> = schema.nodes.iter().map(|node| Arc::clone(&node.name)).collect();
    for entry in written {
        schema.rels.push(reader.rel_type(entry, &labels, &common));
    }
    mapping.inherited = inherited(&schema);
    for (node, map) in schema.nodes.iter().zip(&mut mapping.nodes) {
        map.columns = columns(&node.properties, &mapping.inherited);
    }
    mapping.rels = schema.rels.iter().map(|rel| columns(&rel.properties, &mapping.inherited)).collect();
    reader.check_refers(root, &labels);
    for (index, entry) in declared.iter().enumerate() {
        let links = reader.links(entry, index, &schema);
        let map = &mut mapping.nodes[index];
        map.links_by_key = links.iter().enumerate().map(|(at, link)| (Arc::clone(&link.key), at)).collect();
        map.links = links;
    }
    if let Some(node) = section("documents") {
        mapping.documents = documents(&mut reader, node, &labels);
    }
    reader.finish()?;
    Ok((schema, mapping))
}

/// The names of the properties that some type hands down.
fn inherited(schema: &Schema) -> Vec<Arc<str>> {
    let nodes = schema.nodes.iter().flat_map(|node| &node.properties);
    let rels = schema.rels.iter().flat_map(|rel| &rel.properties);
    let mut names: Vec<Arc<str>> = Vec::new();
    for property in nodes.chain(rels).filter(|property| property.inherit) {
        if !names.contains(&property.name) {
            names.push(Arc::clone(&property.name));
        }
    }
    names
}

fn columns(properties: &[Property], inherited: &[Arc<str>]) -> Columns {
    let place = |property: &Property| inherited.iter().position(|name| property.inherit && *name == property.name);
    Columns {
        by_name: properties.iter().enumerate().map(|(at, property)| (Arc::clone(&property.name), at)).collect(),
        inherit: properties.iter().map(place).collect(),
    }
}

fn documents(reader: &mut Reader<'_>, node: &Node, labels: &[Arc<str>]) -> Vec<DocumentRule> {
    let mut rules = Vec::new();
    for item in reader.sequence(node, "`documents`") {
        let entries = reader.mapping(item, "a rule for documents");
        reader.check_keys(entries, &["files", "node"], "a rule for documents");
        let files = reader.needed(item, "files", "a rule for documents").and_then(|node| reader.pattern(node));
        let label = reader.needed(item, "node", "a rule for documents");
        let node = label.and_then(|label| reader.name(label, labels, "the schema has no node type"));
        if let (Some(files), Some(node)) = (files, node) {
            rules.push(DocumentRule { files, node });
        }
    }
    rules
}
