//! A node → its name within a file, by which others refer to it.
//!
//! A committed picture should change where the facts did. So a node is not named by its number, which is another one as
//! soon as somebody adds an entry in front of it, but by its label and its `id`.

use crate::graph::{Entity, View};
use crate::value::{NodeId, Value};
use std::fmt::Write;

/// The property that tells nodes of one label apart.
const ID: &str = "id";

/// The name of a node: `Technology.apache-kafka`, or `n` and its number where no `id` tells the nodes of its label apart.
/// An id of XML, and one of DOT in quotes. O(1), but O(nodes of the label) the first time after a change.
pub(super) fn name(node: NodeId, view: View<'_>) -> String {
    own(node, view).unwrap_or_else(|| format!("n{}", node.0))
}

fn own(node: NodeId, view: View<'_>) -> Option<String> {
    let (label, key) = (*view.labels(node).first()?, view.names().keys.get(ID)?);
    if !view.tells_apart(label, key) {
        return None;
    }
    let id = match view.property(Entity::Node(node), key) {
        Value::Str(text) => text.to_string(),
        Value::Int(number) => number.to_string(),
        _ => return None,
    };
    let mut name = String::new();
    push(view.names().labels.name(label), None, &mut name);
    name.push('.');
    push(&id, Some('.'), &mut name);
    // An id of XML begins with a letter.
    if name.starts_with(|first: char| first.is_alphabetic()) { Some(name) } else { Some(format!("n.{name}")) }
}

/// Letters, digits and hyphens stay. Any other sign is written by its number, so that two texts never become one name; the
/// slash of a path may stand for itself in another form.
fn push(text: &str, slash: Option<char>, name: &mut String) {
    for each in text.chars() {
        match (each, slash) {
            ('/', Some(slash)) => name.push(slash),
            _ if each.is_ascii_alphanumeric() || each == '-' => name.push(each),
            _ => write!(name, "_{:x}_", u32::from(each)).expect("a string takes any text"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Graph, Schema};

    /// A graph of nodes with a label and an id.
    fn names(nodes: &[(&str, Value)]) -> Vec<String> {
        let mut graph = Graph::new(Schema::open().into());
        let key = graph.names_mut().keys.intern(ID);
        for (label, id) in nodes {
            let label = graph.names_mut().labels.intern(label);
            let node = graph.add_node(&[label]);
            graph.set_property(Entity::Node(node), key, id.clone());
        }
        graph.view().nodes().map(|node| name(node, graph.view())).collect()
    }

    #[test]
    fn a_node_is_named_by_its_label_and_id() {
        let text = |text: &str| Value::from(text);
        let nodes =
            [("Tool", text("apache-kafka")), ("Tool", text("a/b.c")), ("Place", Value::Int(7)), ("1 b", text("ü"))];
        assert_eq!(names(&nodes), ["Tool.apache-kafka", "Tool.a.b_2e_c", "Place.7", "n.1_20_b._fc_"]);
    }

    #[test]
    fn ids_that_tell_nothing_apart_are_no_names() {
        let same = Value::from("same");
        assert_eq!(names(&[("Tool", same.clone()), ("Tool", same), ("Place", Value::Null)]), ["n0", "n1", "n2"]);
    }
}
