//! What a picture says on hovering: the properties.

use crate::graph::{Entity, View};
use crate::value::{NodeId, RelId, Value, literal};

/// Longer values are cut; a tooltip is a glance, and the table has the whole.
const LONGEST_VALUE: usize = 200;

/// The labels and caption of a node, then a property a line.
pub(super) fn node(node: NodeId, view: View<'_>) -> String {
    let labels: Vec<&str> = view.labels(node).iter().map(|label| &**view.names().labels.name(*label)).collect();
    let caption = view.caption(node);
    let mut text = if labels.is_empty() { caption.to_string() } else { format!("{}: {caption}", labels.join(", ")) };
    push_properties(&mut text, Entity::Node(node), view, &caption);
    text
}

/// The relationships that one line stands for, each with its properties.
pub(super) fn rels(rels: &[RelId], view: View<'_>) -> String {
    let one = |rel: &RelId| {
        let (start, end) = view.ends(*rel);
        let kind = view.names().types.name(view.rel_type(*rel));
        let mut text = format!("{} {kind} {}", view.caption(start), view.caption(end));
        push_properties(&mut text, Entity::Rel(*rel), view, "");
        text
    };
    rels.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

/// Adds the properties, except those that say no more than the caption.
fn push_properties(text: &mut String, entity: Entity, view: View<'_>, caption: &str) {
    for (key, value) in view.properties(entity) {
        let shown = match &value {
            Value::Str(text) if &**text == caption => continue,
            Value::Str(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Value::Temporal(temporal) => temporal.to_string(),
            other => literal(other, &|_| String::new()),
        };
        text.push_str(&format!("\n{}: ", view.names().keys.name(key)));
        text.extend(shown.chars().take(LONGEST_VALUE));
        if shown.chars().nth(LONGEST_VALUE).is_some() {
            text.push('…');
        }
    }
}
