//! Why a row is there: where each thing in it is written, or which rule derived it from what.

use crate::graph::{Direction, Entity, Origin, View};
use crate::value::{NodeId, RelId, Value};
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// More relationships than this are shown only when all are asked for.
const SHOWN: usize = 12;

/// The property by which something names its source.
const SOURCE_KEY: &str = "source";

/// The origins of the nodes and relationships of a row, a line each, with the facts under what a rule derived.
///
/// A row of nodes alone is explained by the relationships between them. Beyond a dozen relationships the rest is only
/// counted, unless `all` is set. The text is empty when the row holds no node and no relationship.
#[must_use]
pub fn why(row: &[Value], view: View<'_>, all: bool) -> String {
    let mut found = Found { view, nodes: Vec::new(), rels: Vec::new(), seen: FxHashSet::default() };
    row.iter().for_each(|value| found.add(value));
    if found.rels.is_empty() {
        found.connect();
    }
    let mut text = String::new();
    let captions: Vec<_> = found.nodes.iter().map(|node| view.caption(*node)).collect();
    let width = captions.iter().map(|caption| caption.chars().count()).max().unwrap_or(0);
    for (node, caption) in found.nodes.iter().zip(&captions) {
        line(&mut text, format_args!("{caption:width$}   {}", origin(Entity::Node(*node), view)));
    }
    let shown = if all { found.rels.len() } else { SHOWN };
    for rel in found.rels.iter().take(shown) {
        explain(&mut text, *rel, view);
    }
    if found.rels.len() > shown {
        line(&mut text, format_args!("… {} more", found.rels.len() - shown));
    }
    text
}

/// A relationship with its origin; under a derived one the relationships that it was derived from.
fn explain(text: &mut String, rel: RelId, view: View<'_>) {
    line(text, format_args!("{}   {}", arrow(rel, view), origin(Entity::Rel(rel), view)));
    let Some(Origin::Derived { facts, .. }) = view.origin(Entity::Rel(rel)) else {
        return;
    };
    for fact in facts.iter() {
        if let Entity::Rel(fact) = fact
            && view.exists(Entity::Rel(*fact))
        {
            line(text, format_args!("    from {}   {}", arrow(*fact, view), origin(Entity::Rel(*fact), view)));
        }
    }
}

fn line(text: &mut String, parts: std::fmt::Arguments<'_>) {
    writeln!(text, "{parts}").expect("writing to a string cannot fail");
}

/// `Netflix -[:USES]-> Apache Flink`
fn arrow(rel: RelId, view: View<'_>) -> String {
    let (start, end) = view.ends(rel);
    format!("{} -[:{}]-> {}", view.caption(start), view.names().types.name(view.rel_type(rel)), view.caption(end))
}

/// Where something comes from, and the source that it names.
fn origin(entity: Entity, view: View<'_>) -> String {
    let place = match view.origin(entity) {
        Some(Origin::Written { file, line, .. }) => format!("{file}:{line}"),
        Some(Origin::Derived { rule, .. }) => format!("by the rule {rule}"),
        None => "made by a query".to_owned(),
    };
    match view.property_named(entity, SOURCE_KEY) {
        Value::Str(source) => format!("{place}   (source: {source})"),
        _ => place,
    }
}

struct Found<'g> {
    view: View<'g>,
    nodes: Vec<NodeId>,
    rels: Vec<RelId>,
    seen: FxHashSet<Entity>,
}

impl Found<'_> {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Node(node) => self.add_node(*node),
            Value::Rel(rel) => self.add_rel(*rel),
            Value::Path(path) => {
                path.nodes().for_each(|node| self.add_node(node));
                path.rels().for_each(|rel| self.add_rel(rel));
            }
            Value::List(items) => items.iter().for_each(|item| self.add(item)),
            Value::Map(entries) => entries.values().for_each(|item| self.add(item)),
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) | Value::Temporal(_) => {}
        }
    }

    fn add_node(&mut self, node: NodeId) {
        if self.view.exists(Entity::Node(node)) && self.seen.insert(Entity::Node(node)) {
            self.nodes.push(node);
        }
    }

    fn add_rel(&mut self, rel: RelId) {
        if self.view.exists(Entity::Rel(rel)) && self.seen.insert(Entity::Rel(rel)) {
            self.rels.push(rel);
        }
    }

    /// The relationships between the nodes of the row.
    fn connect(&mut self) {
        for node in self.nodes.clone() {
            for (other, rel) in self.view.neighbors(node, None, Direction::Out).iter() {
                if self.seen.contains(&Entity::Node(other)) {
                    self.add_rel(rel);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, Schema};
    use std::sync::Arc;

    #[test]
    fn a_row_of_nodes_is_explained_by_what_joins_them() {
        let mut graph = Graph::new(Schema::open().into());
        let name = graph.names_mut().keys.intern("name");
        let source = graph.names_mut().keys.intern(SOURCE_KEY);
        let uses = graph.names_mut().types.intern("USES");
        let [company, phase, flink] = ["Netflix", "Phase 3", "Flink"].map(|text| {
            let node = graph.add_node(&[]);
            graph.set_property(Entity::Node(node), name, Value::from(text));
            let line = node.0 + 1;
            graph.set_origin(Entity::Node(node), Origin::Written { file: Arc::from("a.yaml"), line, column: 1 });
            node
        });
        let written = graph.add_rel(phase, uses, flink);
        graph.set_origin(Entity::Rel(written), Origin::Written { file: Arc::from("a.yaml"), line: 9, column: 5 });
        graph.set_property(Entity::Rel(written), source, Value::from("a talk"));
        let derived = graph.add_rel(company, uses, flink);
        let facts = Arc::from([Entity::Node(phase), Entity::Rel(written)]);
        graph.set_origin(Entity::Rel(derived), Origin::Derived { rule: Arc::from("company-uses"), facts });
        let row = [Value::Node(flink), Value::list(vec![Value::Node(company)]), Value::Int(1)];
        assert_eq!(
            why(&row, graph.view(), false),
            "Flink     a.yaml:3\nNetflix   a.yaml:1\nNetflix -[:USES]-> Flink   by the rule company-uses\n    \
             from Phase 3 -[:USES]-> Flink   a.yaml:9   (source: a talk)\n"
        );
        assert_eq!(why(&[Value::Int(1)], graph.view(), false), "");
    }
}
