//! `draw --diff`: what was added, removed and changed between two graphs is marked.

use crate::sandbox::Sandbox;
use casegraph::draw::{Change, Comparison, Connect, Subgraph, diff};
use casegraph::graph::{Entity, Graph, Schema};
use casegraph::value::{Map, Rows};
use casegraph::{diag::Source, engine};
use std::collections::BTreeMap;
use std::process::Command;

const ALL: &str = "MATCH (c:Company)-[u:USES]->(t:Technology) RETURN c, u, t ORDER BY c.name, t.name";

/// What a statement makes, and the picture of everything in it.
fn made(statement: &str) -> (Graph, Subgraph) {
    let mut graph = Graph::new(Schema::open().into());
    let source =
        Source::new("test", format!("{statement} WITH 1 AS one MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n, r"));
    let answer = engine::run(&mut graph, &source, &Map::new(), &engine::Options::default())
        .unwrap_or_else(|error| panic!("{error:?}"));
    let subgraph = Subgraph::of(&answer.rows, graph.view(), Connect::Returned);
    (graph, subgraph)
}

/// What differs, by caption, and by type and captions.
fn differences(old: &str, new: &str) -> BTreeMap<String, Change> {
    let (old_graph, old) = made(old);
    let (mut graph, new) = made(new);
    let Comparison { both, changes, .. } = diff((&old, &Rows::default(), old_graph.view()), &new, &mut graph);
    let view = graph.view();
    let name = |entity: &Entity| match entity {
        Entity::Node(node) => view.caption(*node).to_string(),
        Entity::Rel(rel) => {
            let (start, end) = view.ends(*rel);
            let kind = view.names().types.name(view.rel_type(*rel));
            format!("{} {kind} {}", view.caption(start), view.caption(end))
        }
    };
    assert!(changes.keys().all(|entity| match entity {
        Entity::Node(node) => both.nodes.contains(node),
        Entity::Rel(rel) => both.rels.contains(rel),
    }));
    changes.iter().map(|(entity, change)| (name(entity), *change)).collect()
}

#[test]
fn the_same_differs_in_nothing() {
    let text = "CREATE (a:A {id: 'a', x: 1})-[:R {y: 2}]->(b:B {id: 'b'}), (a)-[:R {y: 3}]->(b)";
    // The other way round, so that no id is what it was.
    let other = "CREATE (b:B {id: 'b'}) CREATE (a:A {x: 1, id: 'a'})-[:R {y: 3}]->(b), (a)-[:R {y: 2}]->(b)";
    assert_eq!(differences(text, other), BTreeMap::new());
}

#[test]
fn what_was_added_removed_and_changed_is_told() {
    let old = "CREATE (a:A {id: 'a', x: 1})-[:R]->(b:B {id: 'b'}), (a)-[:S {y: 1}]->(b), (c:C {id: 'c'})-[:R]->(b)";
    let new = "CREATE (a:A {id: 'a', x: 2})-[:S {y: 2}]->(b:B {id: 'b'}), (d:C {id: 'd'})-[:R]->(b)";
    let expected = [
        ("a", Change::Changed),
        ("a R b", Change::Removed),
        ("a S b", Change::Changed),
        ("c", Change::Removed),
        ("c R b", Change::Removed),
        ("d", Change::Added),
        ("d R b", Change::Added),
    ];
    let expected: BTreeMap<String, Change> = expected.map(|(name, change)| (name.to_owned(), change)).into();
    assert_eq!(differences(old, new), expected);
}

#[test]
fn labels_and_keys_make_a_node_what_it_is() {
    let named = |label: &str| format!("CREATE (:{label} {{id: 'x', name: '{label}'}})");
    let changes = differences(&named("A"), &named("B"));
    assert_eq!(changes, [("A".to_owned(), Change::Removed), ("B".to_owned(), Change::Added)].into());
    assert_eq!(differences("CREATE (:A {name: 'x', y: 1})", "CREATE (:A {name: 'x', y: 2})").len(), 1);
}

/// A sandbox with another state of its data in `old`: without kafka, with a company that is gone, under another size.
fn two_states() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("old/schema.yaml", sandbox.read("data/schema.yaml"));
    sandbox.write("old/technologies.yaml", "- {id: flink, name: Apache Flink, kind: engine}\n");
    let companies = "- {id: acme, name: Acme, size: 7, uses: [flink]}\n- {id: birch, name: Birch, uses: [flink]}\n\
                     - {id: cedar, name: Cedar, uses: [flink]}\n";
    sandbox.write("old/companies.yaml", companies);
    sandbox
}

#[test]
fn signs_tell_what_differs_in_every_format() {
    let sandbox = two_states();
    for file in ["x.svg", "x.dot"] {
        let form: &[&str] = if file == "x.svg" { &["--text", "editable"] } else { &[] };
        let command = [&["draw", ALL, "--diff", "old", "-o", file], form].concat();
        sandbox.run(&command).drew();
        let text = sandbox.read(file);
        for sign in ["+ Apache Kafka", "− Cedar", "≠ Acme", "+ USES", "− USES", "+ added", "− removed", "≠ changed"]
        {
            assert!(text.contains(sign), "{sign} is missing in {file}:\n{text}");
        }
        assert!(!text.contains("+ Apache Flink") && !text.contains("≠ Birch"), "{text}");
    }
    let run = sandbox.run(&["draw", ALL, "--diff", "data"]);
    assert!(run.code == 0 && run.err.contains("nothing differs from data"), "{run:?}");
    let chart = ["draw", ALL, "--diff", "old", "--layout", "timeline"];
    sandbox.run(&chart).fails(2, &["no bars of a timeline"]);
}

/// The texts of a picture.
fn texts(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).expect("it is XML");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_cells_of_a_matrix_are_marked() {
    let sandbox = two_states();
    let saved = "// title: Who uses what?\n// show: matrix, rows t, columns c, value size\n\
                 MATCH (c:Company)-[:USES]->(t:Technology) RETURN c, t, c.size AS size ORDER BY c.name, t.name\n";
    sandbox.write("queries/chart.cypher", saved);
    let draw = |more: &[&str]| {
        let command = ["draw", "chart", "-o", "x.svg", "--text", "editable", "--no-footnote"];
        sandbox.run(&[&command, more].concat()).drew();
        let mut texts = texts(&sandbox.read("x.svg"));
        texts.sort();
        texts
    };
    // Acme has another size and uses kafka too; cedar is gone, and its mark stays as what was removed.
    let names = ["+ Apache Kafka", "Apache Flink", "Birch", "Who uses what?", "≠ Acme", "− Cedar"];
    let signs = ["+", "≠", "−", "added", "changed", "removed", "+", "≠", "−"];
    let mut expected: Vec<String> = [&names[..], &signs, &["10", "10"]].concat().iter().map(|&t| t.into()).collect();
    expected.sort();
    assert_eq!(draw(&["--diff", "old"]), expected);
    // Marks for relationships tell the same.
    sandbox.run(&["draw", ALL, "--layout", "matrix", "--diff", "old", "-o", "y.svg", "--text", "editable"]).drew();
    let marked = texts(&sandbox.read("y.svg"));
    let count = |sign: &str| marked.iter().filter(|text| *text == sign).count();
    assert_eq!((count("+"), count("−")), (2, 2), "one each in a cell and in the legend: {marked:?}");
    // What has gone altogether is a matrix too.
    let cedar = "MATCH (c:Company {name: 'Cedar'})-[u:USES]->(t:Technology) RETURN t, c";
    let gone = ["draw", cedar, "--layout", "matrix", "--diff", "old", "-o", "z.svg", "--text", "editable"];
    sandbox.run(&gone).drew();
    let gone = texts(&sandbox.read("z.svg"));
    assert_eq!(gone[..3], ["− Cedar", "− Apache Flink", "−"], "{gone:?}");
    let run = sandbox.run(&["draw", "chart", "--diff", "data", "-o", "x.svg"]);
    assert!(run.code == 0 && run.err.starts_with("nothing differs from data\n"), "{run:?}");
}

#[test]
fn a_saved_timeline_is_compared_as_the_graph_of_its_nodes() {
    let sandbox = two_states();
    let saved = "// title: Who was when?\n// show: timeline, bars c, from size\n\
                 MATCH (c:Company)-[:USES]->(t:Technology) RETURN c, t ORDER BY c.name, t.name\n";
    sandbox.write("queries/chart.cypher", saved);
    sandbox.run(&["draw", "chart", "--diff", "old", "-o", "x.svg", "--text", "editable"]).drew();
    let text = sandbox.read("x.svg");
    for sign in ["+ Apache Kafka", "− Cedar", "+ USES", "− USES", "<g id=\"Company.acme\">"] {
        assert!(text.contains(sign), "{sign} is missing:\n{text}");
    }
    sandbox.run(&["draw", "chart", "--diff", "old", "--layout", "timeline"]).fails(2, &["no bars of a timeline"]);
}

#[test]
fn a_revision_of_the_data_is_read_by_git() {
    let sandbox = two_states();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-C"]).arg(sandbox.path("."));
        command.args(arguments).output().is_ok_and(|output| output.status.success())
    };
    sandbox.run(&["draw", ALL, "--diff", "HEAD"]).fails(3, &["E0427", "HEAD"]);
    if !git(&["init", "-q"]) {
        // Without git there are no revisions; what is said then is tried below.
        return;
    }
    let present = sandbox.read("data/companies.yaml");
    sandbox.write("data/companies.yaml", "- {id: acme, name: Acme, size: 10, uses: [flink, kafka]}\n");
    assert!(git(&["add", "data"]) && git(&["commit", "-q", "-m", "first"]) && git(&["tag", "first"]));
    sandbox.write("data/companies.yaml", present);
    let svg = |revision: &str| {
        sandbox.run(&["draw", ALL, "--diff", revision, "-o", "x.svg", "--text", "editable"]).drew();
        sandbox.read("x.svg")
    };
    assert!(svg("HEAD").contains("+ Birch") && svg("HEAD").contains(">Acme<"));
    assert_eq!(svg("HEAD"), svg("first"));
    sandbox.run(&["draw", ALL, "--diff", "HEAD~1"]).fails(3, &["E0427", "HEAD~1", "Git says"]);
    sandbox.run(&["draw", ALL, "--diff=--help"]).fails(3, &["E0427", "is no revision"]);
    sandbox.write("data/companies.yaml", "- {id: acme}\n");
    assert!(git(&["commit", "-q", "-a", "-m", "broken"]));
    sandbox.write("data/companies.yaml", "- {id: acme, name: Acme, uses: []}\n");
    sandbox
        .run(&["draw", ALL, "--diff", "HEAD"])
        .fails(1, &["E0427", "the data of HEAD has errors", "HEAD:companies.yaml"]);
}

#[test]
fn without_git_the_message_says_so() {
    let sandbox = two_states();
    let output = sandbox.command().args(["draw", ALL, "--diff", "HEAD"]).env("PATH", "").output().expect("it starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(3) && said.contains("git cannot be started"), "{said}");
    sandbox.write("elsewhere/x.txt", "");
    let mut command = sandbox.command();
    command.current_dir(sandbox.path("elsewhere")).args(["draw", "MATCH (n:Company) RETURN n", "--diff", "HEAD"]);
    let said = String::from_utf8_lossy(&command.output().expect("it starts").stderr).into_owned();
    assert!(said.contains("only a data directory has revisions"), "{said}");
}
