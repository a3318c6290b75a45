//! The scalar columns of an answer → what is written at its nodes and relationships.
//!
//! `RETURN t, count(c) AS companies` shows the count on each `t`. The items of a list are written where its column is
//! named: there may be many of them. A column belongs to the nearest column of nodes or
//! relationships before it, else after it, that determines it: the same node must have the same value in every row. Where
//! several columns of them could, a number of each pair must not pass for one of a node because all pairs happen to have the
//! same.

use super::Subgraph;
use crate::graph::Entity;
use crate::value::{Rows, Value, literal};
use rustc_hash::{FxHashMap, FxHashSet};

/// Longer values are cut; a picture is a glance, and the table has the whole.
const LONGEST: usize = 60;

/// Of a list so many characters of whole items are written, and how many items there are besides.
const LONGEST_LIST: usize = 90;

impl Subgraph {
    /// Adds what some scalar columns say, at nodes and relationships; or, when none is named, what all say at nodes,
    /// unless the answer has relationships, of which they may be said. O(size of the rows × columns of nodes).
    #[must_use]
    pub fn annotated(mut self, rows: &Rows, columns: &[String]) -> Self {
        let all = 0..rows.columns.len();
        let owners: Vec<usize> = all.filter(|column| owns(rows, *column)).collect();
        let holds_rel = |row: &Vec<Value>| owners.iter().any(|owner| matches!(row[*owner], Value::Rel(_)));
        if columns.is_empty() && rows.rows.iter().any(holds_rel) {
            return self;
        }
        let wanted = |name: &String| columns.is_empty() || columns.contains(name);
        for (column, name) in rows.columns.iter().enumerate().filter(|(_, name)| wanted(name)) {
            let Some(values) = texts(rows, column, !columns.is_empty()) else { continue };
            let mut nearest = owners.clone();
            nearest.sort_by_key(|owner| (*owner > column, owner.abs_diff(column)));
            let asked = columns.contains(name) || owners.len() == 1;
            let found = nearest.into_iter().find_map(|owner| by_owner(rows, owner, &values, asked));
            for (entity, text) in found.unwrap_or_default() {
                self.notes.entry(entity).or_default().push((name.clone(), text));
            }
        }
        self
    }

    /// Lets what some columns hold stand out; everything else is dimmed. A column that the answer has not lets nothing
    /// stand out.
    #[must_use]
    pub fn highlighted(mut self, rows: &Rows, columns: &[String]) -> Self {
        if columns.is_empty() {
            return self;
        }
        let mut bright = FxHashSet::default();
        let wanted = rows.columns.iter().enumerate().filter(|(_, name)| columns.contains(name));
        for (column, _) in wanted {
            rows.rows.iter().for_each(|row| entities(&row[column], &mut bright));
        }
        self.bright = Some(bright);
        self
    }
}

/// Whether a column holds nodes or relationships, one in each row.
fn owns(rows: &Rows, column: usize) -> bool {
    let mut values = rows.rows.iter().map(|row| &row[column]).filter(|value| !value.is_null()).peekable();
    values.peek().is_some() && values.all(|value| entity(value).is_some())
}

fn entity(value: &Value) -> Option<Entity> {
    match value {
        Value::Node(node) => Some(Entity::Node(*node)),
        Value::Rel(rel) => Some(Entity::Rel(*rel)),
        _ => None,
    }
}

fn entities(value: &Value, found: &mut FxHashSet<Entity>) {
    match value {
        Value::Path(path) => {
            found.extend(path.nodes().map(Entity::Node));
            found.extend(path.rels().map(Entity::Rel));
        }
        Value::List(items) => items.iter().for_each(|item| entities(item, found)),
        Value::Map(map) => map.values().for_each(|item| entities(item, found)),
        other => found.extend(entity(other)),
    }
}

/// The texts of a column of scalars, or of lists of them where these are wanted; none when it holds anything else.
fn texts(rows: &Rows, column: usize, lists: bool) -> Option<Vec<Option<String>>> {
    let text = |row: &Vec<Value>| match &row[column] {
        Value::List(items) if lists => listed(items),
        value => text(value),
    };
    rows.rows.iter().map(text).collect()
}

/// The text of a scalar; `Some(None)` for one that says nothing. What is true is said by the name of its column alone.
fn text(value: &Value) -> Option<Option<String>> {
    let whole = match value {
        Value::Null | Value::Bool(false) => return Some(None),
        Value::Bool(true) => return Some(Some(String::new())),
        Value::Int(_) | Value::Float(_) => literal(value, &|_| String::new()),
        Value::Str(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Temporal(temporal) => temporal.to_string(),
        Value::List(_) | Value::Node(_) | Value::Rel(_) | Value::Path(_) | Value::Map(_) => return None,
    };
    let mut cut: String = whole.chars().take(LONGEST).collect();
    if whole.chars().nth(LONGEST).is_some() {
        cut.truncate(cut.trim_end().len());
        cut.push('…');
    }
    Some((!cut.is_empty()).then_some(cut))
}

/// The items of a list one after the other; none when one of them is no scalar.
fn listed(items: &[Value]) -> Option<Option<String>> {
    let mut texts = Vec::new();
    for item in items {
        texts.extend(text(item)?);
    }
    let mut length = 0;
    let fits = texts.iter().take_while(|text| {
        length += text.chars().count() + 2;
        length <= LONGEST_LIST
    });
    // One item is always written.
    let shown = fits.count().max(1).min(texts.len());
    let more = texts.len() - shown;
    let mut whole = texts[..shown].join(", ");
    if more > 0 {
        whole.push_str(&format!(" and {more} more"));
    }
    Some((!whole.is_empty()).then_some(whole))
}

/// What each entity of a column has in another; none when one has several. Unless it was asked for, there must also be a
/// sign that it is the entity which has it: those in several rows do not all have the same.
fn by_owner(rows: &Rows, owner: usize, values: &[Option<String>], asked: bool) -> Option<Vec<(Entity, String)>> {
    let mut said: FxHashMap<Entity, &Option<String>> = FxHashMap::default();
    let mut notes = Vec::new();
    let mut again: FxHashSet<&Option<String>> = FxHashSet::default();
    for (row, value) in rows.rows.iter().zip(values) {
        let Some(entity) = entity(&row[owner]) else { continue };
        match said.insert(entity, value) {
            Some(before) if before != value => return None,
            Some(_) => {
                again.insert(value);
            }
            None => notes.extend(value.clone().map(|text| (entity, text))),
        }
    }
    (asked || again.len() != 1).then_some(notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::NodeId;
    use std::sync::Arc;

    fn rows(columns: &[&str], rows: Vec<Vec<Value>>) -> Rows {
        Rows { columns: columns.iter().map(|&name| name.to_owned()).collect(), rows }
    }

    fn list(items: Vec<Value>) -> Value {
        Value::List(Arc::new(items))
    }

    fn node(id: u32) -> Value {
        Value::Node(NodeId(id))
    }

    fn notes(rows: &Rows, id: u32) -> Vec<String> {
        let subgraph = Subgraph::default().annotated(rows, &[]);
        let notes = subgraph.notes.get(&Entity::Node(NodeId(id))).cloned().unwrap_or_default();
        notes.into_iter().map(|(name, text)| format!("{name}={text}")).collect()
    }

    #[test]
    fn a_scalar_belongs_to_the_node_that_determines_it() {
        let counted = rows(&["t", "n"], vec![vec![node(1), Value::Int(3)], vec![node(2), Value::Null]]);
        assert_eq!((notes(&counted, 1), notes(&counted, 2)), (vec!["n=3".to_owned()], vec![]));
        let pairs = rows(
            &["c", "t", "since"],
            vec![vec![node(1), node(9), Value::Int(2014)], vec![node(2), node(9), Value::Int(2016)]],
        );
        assert_eq!(notes(&pairs, 9), Vec::<String>::new(), "one technology has two years");
        assert_eq!(notes(&pairs, 2), ["since=2016"]);
        let many = rows(
            &["c", "t", "since"],
            vec![
                vec![node(1), node(9), Value::Int(1)],
                vec![node(1), node(8), Value::Int(2)],
                vec![node(2), node(9), Value::Int(3)],
            ],
        );
        assert!(Subgraph::default().annotated(&many, &[]).notes.is_empty(), "it belongs to neither");
    }

    #[test]
    fn what_is_the_same_for_all_pairs_is_of_none_of_their_ends() {
        let row = |company: u32, tool: u32, count: i64| vec![node(company), node(tool), Value::Int(count)];
        let counted = |pairs: Vec<Vec<Value>>| rows(&["c", "t", "n"], pairs);
        let alike = counted(vec![row(1, 9, 1), row(2, 9, 1), row(1, 8, 1)]);
        let said = |answer: &Rows, columns: &[String]| Subgraph::default().annotated(answer, columns).notes.len();
        assert_eq!(said(&alike, &[]), 0, "each pair has one");
        assert_eq!(said(&alike, &["n".to_owned()]), 2, "it was asked for");
        let of_tools = counted(vec![row(1, 9, 2), row(2, 9, 2), row(1, 8, 3), row(2, 8, 3)]);
        assert_eq!((notes(&of_tools, 9), notes(&of_tools, 8)), (vec!["n=2".to_owned()], vec!["n=3".to_owned()]));
    }

    #[test]
    fn columns_may_be_named() {
        let rel = Value::Rel(crate::value::RelId(5));
        let both = rows(&["r", "n", "why", "year"], vec![vec![rel, node(1), Value::from("cost"), Value::Int(2014)]]);
        let said = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
            let mut notes: Vec<_> = Subgraph::default().annotated(&both, &columns).notes.into_iter().collect();
            notes.sort();
            notes.into_iter().map(|(entity, notes)| format!("{entity:?}: {notes:?}")).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(said(&[]), "", "they may be said of the relationship");
        assert_eq!(said(&["year"]), r#"Node(NodeId(1)): [("year", "2014")]"#);
    }

    #[test]
    fn texts_are_short() {
        assert_eq!(text(&Value::Bool(true)), Some(Some(String::new())));
        assert_eq!(text(&Value::Bool(false)), Some(None));
        assert_eq!(text(&node(1)), None);
        assert_eq!(text(&list(vec![Value::Int(1)])), None, "a list may be long");
        let long = text(&Value::from(&*"word ".repeat(40))).flatten().expect("it is a text");
        assert!(long.ends_with("word…") && long.chars().count() <= LONGEST + 1, "{long}");
    }

    #[test]
    fn lists_are_written_where_they_are_named() {
        let said = |items: Vec<Value>, columns: &[String]| {
            let answer = rows(&["n", "tools"], vec![vec![node(1), list(items)]]);
            let notes = Subgraph::default().annotated(&answer, columns).notes;
            notes.into_values().flatten().map(|(_, text)| text).collect::<Vec<_>>().join("; ")
        };
        let (named, two) = (["tools".to_owned()], vec![Value::Int(1), Value::from("two")]);
        assert_eq!((said(two.clone(), &[]), said(two, &named)), (String::new(), "1, two".to_owned()));
        assert_eq!(said(vec![], &named), "");
        assert_eq!(said(vec![node(1)], &named), "", "nodes are drawn");
        assert_eq!(said(vec![list(vec![])], &named), "");
        let cut = "Apache Something, ".repeat(5);
        let many = vec![Value::from("Apache Something"); 9];
        assert_eq!(said(many, &named), format!("{} and 4 more", cut.trim_end_matches(", ")));
        let long = vec![Value::from(&*"word ".repeat(40)); 2];
        assert!(said(long, &named).ends_with("… and 1 more"), "one item is always written");
    }

    #[test]
    fn what_columns_hold_stands_out() {
        let both = rows(&["a", "b"], vec![vec![node(1), list(vec![node(2)])]]);
        let bright = |columns: &[&str]| {
            let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
            Subgraph::default().highlighted(&both, &columns).bright.map(|bright| bright.len())
        };
        assert_eq!((bright(&[]), bright(&["a"]), bright(&["a", "b"])), (None, Some(1), Some(2)));
    }
}
