//! Completion against a small schema.

use super::{Known, complete};
use crate::graph::schema::{NodeType, Property, RelType};
use crate::graph::{Graph, Schema};
use crate::value::Type;
use std::sync::Arc;

fn property(name: &str) -> Property {
    Property {
        name: name.into(),
        about: String::new(),
        item: Type::Str,
        list: false,
        required: false,
        allowed: Vec::new(),
        default: None,
        refers: None,
        inherit: false,
        common: false,
    }
}

fn graph() -> Graph {
    let node = |name: &str, keys: &[&str]| NodeType {
        name: name.into(),
        properties: keys.iter().map(|key| property(key)).collect(),
        ..NodeType::default()
    };
    let rel = |name: &str, ends: &[(&str, &str)], keys: &[&str]| RelType {
        name: name.into(),
        ends: ends.iter().map(|(start, end)| ((*start).into(), (*end).into())).collect(),
        properties: keys.iter().map(|key| property(key)).collect(),
        ..RelType::default()
    };
    Graph::new(Arc::new(Schema {
        nodes: vec![
            node("Company", &["name", "industry"]),
            node("Technology", &["name", "kind"]),
            node("Category", &["path"]),
        ],
        rels: vec![
            rel("USES", &[("Company", "Technology")], &["role"]),
            rel("IN_CATEGORY", &[("Technology", "Category")], &[]),
            rel("ORIGINATED_AT", &[("Technology", "Company")], &[]),
        ],
        open: false,
    }))
}

/// Completes at the end of the text, or at `|` when the text has the mark `¦`.
fn found(text: &str) -> Vec<String> {
    let graph = graph();
    let params = [String::from("category"), String::from("year")];
    let commands: [(&str, &[&str]); 3] = [(".help", &[]), (".mode", &["table", "json"]), (".run", &[])];
    let known = Known { view: graph.view(), queries: &[], params: &params, commands: &commands };
    let cursor = text.find('¦').unwrap_or(text.len());
    let completions = complete(&text.replace('¦', ""), cursor, &known);
    completions.items.into_iter().map(|item| item.text).collect()
}

#[test]
fn a_label_is_completed_in_any_node_pattern() {
    assert_eq!(found("MATCH (c:"), ["Company", "Technology", "Category"]);
    assert_eq!(found("MATCH (:tec"), ["Technology"]);
    assert_eq!(found("MATCH (n) WHERE n:C"), ["Company", "Category"]);
    assert_eq!(found("MATCH (c:C¦) RETURN c"), ["Company", "Category"]);
}

#[test]
fn only_types_that_may_leave_the_node_are_offered() {
    assert_eq!(found("MATCH (c:Company)-[:"), ["USES"]);
    assert_eq!(found("MATCH (t:Technology)-[r:"), ["IN_CATEGORY", "ORIGINATED_AT"]);
    assert_eq!(found("MATCH (c:Company)<-[:"), ["ORIGINATED_AT"]);
    assert_eq!(found("MATCH (t:Technology {name: 'x'})-[:IN_CATEGORY|"), ["IN_CATEGORY", "ORIGINATED_AT"]);
    assert_eq!(found("MATCH ()-[:US"), ["USES"]);
}

#[test]
fn a_variable_brings_its_label_along() {
    assert_eq!(found("MATCH (c:Company) MATCH (c)-[:"), ["USES"]);
}

#[test]
fn only_labels_that_may_be_reached_are_offered() {
    assert_eq!(found("MATCH (t:Technology)-[:IN_CATEGORY]->(:"), ["Category"]);
    assert_eq!(found("MATCH (t:Technology)-->(x:"), ["Company", "Category"]);
    assert_eq!(found("MATCH (c:Category)<-[:IN_CATEGORY]-(:"), ["Technology"]);
}

#[test]
fn properties_are_those_of_the_label() {
    assert_eq!(found("MATCH (c:Company) WHERE c."), ["name", "industry"]);
    assert_eq!(found("MATCH (c:Company {"), ["name", "industry"]);
    assert_eq!(found("MATCH (c:Company {name: 'x', ind"), ["industry"]);
    assert_eq!(found("MATCH (:Company)-[u:USES {"), ["role"]);
    assert_eq!(found("MATCH (:Company)-[u:USES]->() RETURN u.r"), ["role"]);
    assert_eq!(found("RETURN x."), ["name", "industry", "kind", "path", "role"]);
}

#[test]
fn parameters_follow_the_dollar_sign() {
    assert_eq!(found("RETURN $"), ["$category", "$year"]);
    assert_eq!(found("RETURN $y"), ["$year"]);
}

#[test]
fn variables_of_the_statement_are_offered() {
    assert_eq!(found("MATCH p = (company:Company)-[uses:USES]->() RETURN u")[0], "uses");
    assert_eq!(found("UNWIND [1] AS number RETURN nu")[0], "number");
}

#[test]
fn texts_and_comments_are_left_alone() {
    assert!(found("MATCH (c {name: 'Comp").is_empty());
    assert!(found("MATCH (c) // wh").is_empty());
}

#[test]
fn commands_are_completed_under_both_signs() {
    assert_eq!(found(".he"), [".help"]);
    assert_eq!(found(":he"), [":help"]);
    assert_eq!(found(".mode js"), ["json"]);
    assert!(found(".help x").is_empty());
}

#[test]
fn no_cursor_makes_it_fail() {
    for text in
        ["", "(", "[", "{", ".", ":", "$", "`", "'", "a.", "(a)-[", "(a)<-[:", "|", "&", "ß(:", ")-[:X]->(:", "}{,"]
    {
        found(text);
        found(&format!("¦{text}"));
    }
}
