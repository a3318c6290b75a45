//! A value → the text of a cell for people.
//!
//! Input: a value and the graph. Output: text in which nodes stand by their captions. It may hold any character that a
//! string of the data holds; the table and Markdown escape what would break them.

use crate::graph::{Entity, View};
use crate::value::{NodeId, Path, RelId, Rows, Value, format_float, is_unprintable, literal, write_escape};

/// The cell: a string or temporal value without quotes, a list without brackets, a node by its caption.
///
/// An item of a list that would read as something else without quotes (`a, b`, `1`, an empty text) keeps them; the
/// empty list is `[]`, and a list or map within a list is written as a literal.
pub(super) fn plain(value: &Value, view: View<'_>) -> String {
    match value {
        Value::Str(text) => text.to_string(),
        Value::Node(node) => caption(*node, view),
        Value::Temporal(temporal) => temporal.to_string(),
        Value::List(items) if !items.is_empty() => {
            let items: Vec<String> = items.iter().map(|item| list_item(item, view)).collect();
            items.join(", ")
        }
        other => literal(other, &|entity| entity_text(entity, view)),
    }
}

/// Whether a column holds numbers, apart from nulls; tables align it to the right.
pub(super) fn is_number_column(rows: &Rows, column: usize) -> bool {
    let mut values = rows.rows.iter().map(|row| &row[column]).filter(|value| !value.is_null()).peekable();
    values.peek().is_some() && values.all(|value| matches!(value, Value::Int(_) | Value::Float(_)))
}

/// The text without what would move a cursor or turn the text around, and with its line breaks.
pub(super) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(each) = chars.next() {
        match each {
            '\n' => out.push('\n'),
            '\r' if chars.peek() == Some(&'\n') => {}
            each if is_unprintable(each) => write_escape(&mut out, each),
            each => out.push(each),
        }
    }
    out
}

fn list_item(item: &Value, view: View<'_>) -> String {
    match item {
        Value::Node(node) => caption(*node, view),
        Value::Str(text) if reads_as_text(text) => text.to_string(),
        Value::Temporal(temporal) => temporal.to_string(),
        other => literal(other, &|entity| entity_text(entity, view)),
    }
}

/// Whether a string cannot be taken for anything else when it stands without quotes in a list.
fn reads_as_text(text: &str) -> bool {
    let marks = [',', '\'', '[', ']', '{', '}'];
    let plain = !text.contains(|each| marks.contains(&each) || is_unprintable(each));
    let trimmed = !text.is_empty() && text.trim().len() == text.len();
    plain && trimmed && !matches!(text, "null" | "true" | "false") && text.parse::<f64>().is_err()
}

fn entity_text(value: &Value, view: View<'_>) -> String {
    match value {
        Value::Node(node) => format!("({})", caption(*node, view)),
        Value::Rel(rel) => rel_text(*rel, view),
        Value::Path(path) => path_text(path, view),
        _ => String::new(),
    }
}

/// What a node is called; a query that deletes it may still return it.
pub(super) fn caption(node: NodeId, view: View<'_>) -> String {
    if !view.exists(Entity::Node(node)) {
        return format!("deleted node {}", node.0);
    }
    view.caption(node).to_string()
}

/// `[:USES {role: 'storage'}]`, without the properties that the schema gives to every type: those tell where a fact
/// comes from, and would hide the ones that tell relationships apart.
fn rel_text(rel: RelId, view: View<'_>) -> String {
    if !view.exists(Entity::Rel(rel)) {
        return format!("[deleted relationship {}]", rel.0);
    }
    let kind = view.names().types.name(view.rel_type(rel));
    let declared = view.schema().rel(kind);
    let is_common = |key: &str| declared.and_then(|rel| rel.property(key)).is_some_and(|property| property.common);
    let own = view.properties(Entity::Rel(rel)).filter_map(|(key, value)| {
        let key = view.names().keys.name(key);
        (!is_common(key)).then(|| (key.clone(), value))
    });
    let own: crate::value::Map = own.collect();
    if own.is_empty() {
        return format!("[:{kind}]");
    }
    format!("[:{kind} {}]", literal(&Value::map(own), &|entity| entity_text(entity, view)))
}

/// `(Netflix)-[:USES]->(Apache Flink)`, each arrow as the relationship leads, whichever way it was walked.
fn path_text(path: &Path, view: View<'_>) -> String {
    let mut text = format!("({})", caption(path.start, view));
    let mut from = path.start;
    for (rel, node) in &path.steps {
        let (kind, forward) = if view.exists(Entity::Rel(*rel)) {
            let kind = view.names().types.name(view.rel_type(*rel));
            (&**kind, view.ends(*rel).0 == from)
        } else {
            ("deleted", true)
        };
        let (tail, head) = if forward { ("-", "->") } else { ("<-", "-") };
        text.push_str(&format!("{tail}[:{kind}]{head}({})", caption(*node, view)));
        from = *node;
    }
    text
}

/// What CSV and other plain forms write for a value that is neither null nor made of others.
pub(super) fn scalar(value: &Value, view: View<'_>) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Int(int) => Some(int.to_string()),
        Value::Float(float) => Some(format_float(*float)),
        Value::Str(text) => Some(text.to_string()),
        Value::Node(node) => Some(caption(*node, view)),
        Value::Temporal(temporal) => Some(temporal.to_string()),
        Value::List(_) | Value::Map(_) | Value::Rel(_) | Value::Path(_) => None,
    }
}
