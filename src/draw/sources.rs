//! The facts of a picture → where they can be read.
//!
//! Input: nodes and relationships, and the graph. Output: one line that names the sources, those that say most first: the
//! parts of a document, or the documents when there are several; or the files, when the data names no sources.

use super::Subgraph;
use crate::graph::{Entity, Origin, View};
use crate::value::{NodeId, Stop, Value, Why};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// So many are named; the rest is counted.
const NAMED: usize = 3;

/// The property that holds the key of a source.
const KEY: &str = "source";

/// The property of a source that names the document of which it is a part.
const DOCUMENT: &str = "document";

/// Where a fact can be read.
struct Read {
    title: String,
    document: Option<String>,
}

/// The line, without a mark at its end; empty when nothing is known. O(nodes + relationships + sources).
pub(super) fn footnote(subgraph: &Subgraph, view: View<'_>, stop: &Stop) -> Result<String, Why> {
    // What a picture states are its relationships; a picture without any states its nodes.
    let facts: Vec<Entity> = if subgraph.rels.is_empty() {
        subgraph.nodes.iter().map(|node| Entity::Node(*node)).collect()
    } else {
        subgraph.rels.iter().map(|rel| Entity::Rel(*rel)).collect()
    };
    let known = titles(view);
    let mut read = Vec::with_capacity(facts.len());
    for fact in &facts {
        stop.look()?;
        read.push(match view.source(*fact) {
            Value::Str(key) => Some(known.get(&*key).map_or_else(
                || Read { title: key.to_string(), document: None },
                |node| Read { title: view.caption(*node).to_string(), document: document(*node, view) },
            )),
            _ => None,
        });
    }
    let documents = by_weight(read.iter().flatten().map(|read| read.document.clone()), stop)?;
    // Parts of documents may have the same title, such as an overview: of several documents each stands for its parts.
    let one = documents.len() == 1 && read.iter().flatten().all(|read| read.document.is_some());
    let name = |read: &Read| read.document.as_ref().filter(|_| !one).unwrap_or(&read.title).clone();
    let names = by_weight(read.iter().map(|read| read.as_ref().map(name)), stop)?;
    if !names.is_empty() {
        let line = line(if names.len() == 1 { "Source" } else { "Sources" }, &names);
        return Ok(if one { format!("{line}, in {}", documents[0]) } else { line });
    }
    let files = by_weight(
        facts.iter().map(|fact| match view.origin(*fact) {
            Some(Origin::Written { file, .. }) => Some(file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned()),
            _ => None,
        }),
        stop,
    )?;
    Ok(if files.is_empty() { String::new() } else { line(if files.len() == 1 { "File" } else { "Files" }, &files) })
}

/// Each text that there is once, the most frequent first, else in the order of appearance.
fn by_weight(texts: impl Iterator<Item = Option<String>>, stop: &Stop) -> Result<Vec<String>, Why> {
    let mut counts: Vec<(usize, String)> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for text in texts {
        stop.look()?;
        let Some(text) = text else { continue };
        let at = *places.entry(text.clone()).or_insert(counts.len());
        if at == counts.len() {
            counts.push((0, text));
        }
        counts[at].0 += 1;
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    Ok(counts.into_iter().map(|(_, text)| text).collect())
}

fn line(word: &str, names: &[String]) -> String {
    let named = names[..names.len().min(NAMED)].join(" · ");
    match names.len().saturating_sub(NAMED) {
        0 => format!("{word}: {named}"),
        more => format!("{word}: {named} · and {more} more"),
    }
}

/// The nodes that sources' keys refer to, when the schema says which type they have.
fn titles(view: View<'_>) -> FxHashMap<Arc<str>, NodeId> {
    let schema = view.schema();
    let properties = schema.rels.iter().flat_map(|kind| &kind.properties);
    let properties = properties.chain(schema.nodes.iter().flat_map(|kind| &kind.properties));
    let found = properties.filter(|property| &*property.name == KEY).find_map(|property| property.refers.clone());
    let kind = found.and_then(|label| schema.nodes.iter().find(|kind| kind.name == label));
    let Some((kind, key)) = kind.and_then(|kind| Some((kind, kind.key.as_ref()?))) else { return FxHashMap::default() };
    let Some(label) = view.names().labels.get(&kind.name) else { return FxHashMap::default() };
    let title = |node: &NodeId| match view.property_named(Entity::Node(*node), key) {
        Value::Str(key) => Some((Arc::from(&*key), *node)),
        _ => None,
    };
    view.nodes_with(label).iter().filter_map(title).collect()
}

fn document(node: NodeId, view: View<'_>) -> Option<String> {
    match view.property_named(Entity::Node(node), DOCUMENT) {
        Value::Str(document) => Some(document.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::schema::{NodeType, Property};
    use crate::graph::{Graph, Schema};
    use crate::value::Type;

    #[test]
    fn the_sources_that_say_most_come_first() {
        let mut graph = Graph::new(Schema::open().into());
        let key = graph.names_mut().keys.intern(KEY);
        let nodes: Vec<NodeId> = ["a talk", "a book", "a book", "a page", "a post"]
            .into_iter()
            .map(|source| {
                let node = graph.add_node(&[]);
                graph.set_property(Entity::Node(node), key, Value::from(source));
                node
            })
            .collect();
        let of = |nodes: &[NodeId]| {
            let subgraph = Subgraph { nodes: nodes.to_vec(), ..Subgraph::default() };
            footnote(&subgraph, graph.view(), &Stop::default()).expect("nobody asks for an end")
        };
        assert_eq!(of(&nodes), "Sources: a book · a talk · a page · and 1 more");
        assert_eq!(of(&nodes[..1]), "Source: a talk");
        assert_eq!(of(&[]), "");
    }

    #[test]
    fn parts_of_one_document_are_named_and_several_documents() {
        let property = Property { refers: Some("Source".into()), ..Property::plain(KEY.into(), Type::Str) };
        let source = NodeType {
            name: "Source".into(),
            key: Some("id".into()),
            caption: Some("title".into()),
            properties: vec![property],
            ..NodeType::default()
        };
        let mut graph = Graph::new(Schema { nodes: vec![source], ..Schema::open() }.into());
        let label = graph.names_mut().labels.intern("Source");
        let keys = ["id", "title", DOCUMENT, KEY].map(|key| graph.names_mut().keys.intern(key));
        let mut facts = Vec::new();
        for (id, title, document) in [
            ("a1", "Overview", Some("a.md")),
            ("a2", "Phases", Some("a.md")),
            ("b1", "Overview", Some("b.md")),
            ("c", "A talk", None),
        ] {
            let node = graph.add_node(&[label]);
            let texts = [Some(id), Some(title), document, None];
            for (key, text) in keys.iter().zip(texts).filter_map(|(key, text)| Some((*key, text?))) {
                graph.set_property(Entity::Node(node), key, Value::from(text));
            }
            let fact = graph.add_node(&[]);
            graph.set_property(Entity::Node(fact), keys[3], Value::from(id));
            facts.push(fact);
        }
        let of = |facts: &[NodeId]| {
            let subgraph = Subgraph { nodes: facts.to_vec(), ..Subgraph::default() };
            footnote(&subgraph, graph.view(), &Stop::default()).expect("nobody asks for an end")
        };
        assert_eq!(of(&facts[..1]), "Source: Overview, in a.md");
        assert_eq!(of(&facts[..2]), "Sources: Overview · Phases, in a.md");
        assert_eq!(of(&facts[..3]), "Sources: a.md · b.md");
        assert_eq!(of(&facts), "Sources: a.md · b.md · A talk");
        assert_eq!(of(&facts[2..]), "Sources: b.md · A talk");
        assert_eq!(of(&facts[3..]), "Source: A talk");
    }

    #[test]
    fn files_stand_in_for_sources() {
        let mut graph = Graph::new(Schema::open().into());
        let node = graph.add_node(&[]);
        graph.set_origin(Entity::Node(node), Origin::Written { file: "data/a.yaml".into(), line: 1, column: 1 });
        let subgraph = Subgraph { nodes: vec![node], ..Subgraph::default() };
        assert_eq!(footnote(&subgraph, graph.view(), &Stop::default()).as_deref(), Ok("File: a.yaml"));
    }
}
