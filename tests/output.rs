//! What leaves the program: rows in every format, and pictures, compared byte by byte with the files of `tests/output`.
//!
//! `UPDATE_EXPECT=1` rewrites the files.

use casegraph::draw::{self, Connect, Subgraph};
use casegraph::graph::schema::{NodeType, Property, RelType};
use casegraph::graph::{Entity, Graph, Origin, Schema};
use casegraph::library::{Direction, Picture};
use casegraph::render::{Format, Look, render};
use casegraph::value::{Map, NodeId, Path, RelId, Rows, Type, Value};
use std::path::PathBuf;
use std::sync::Arc;

/// Compares with `tests/output/NAME`, or writes it when asked to.
fn expect(name: &str, actual: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/output").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, actual).expect("the golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{name} differs; UPDATE_EXPECT=1 rewrites it. It is now:\n{actual}");
}

/// A graph that is written down in the test.
struct Fixture {
    graph: Graph,
}

impl Fixture {
    fn new(schema: Schema) -> Self {
        Self { graph: Graph::new(schema.into()) }
    }

    fn node(&mut self, label: &str, properties: &[(&str, Value)]) -> NodeId {
        let labels: Vec<_> =
            (!label.is_empty()).then(|| self.graph.names_mut().labels.intern(label)).into_iter().collect();
        let node = self.graph.add_node(&labels);
        self.set(Entity::Node(node), properties);
        node
    }

    fn named(&mut self, label: &str, name: &str) -> NodeId {
        self.node(label, &[("name", name.into())])
    }

    fn rel(&mut self, start: NodeId, kind: &str, end: NodeId, properties: &[(&str, Value)]) -> RelId {
        let kind = self.graph.names_mut().types.intern(kind);
        let rel = self.graph.add_rel(start, kind, end);
        self.set(Entity::Rel(rel), properties);
        rel
    }

    fn set(&mut self, entity: Entity, properties: &[(&str, Value)]) {
        for (key, value) in properties {
            let key = self.graph.names_mut().keys.intern(key);
            self.graph.set_property(entity, key, value.clone());
        }
    }
}

fn text_property(name: &str, common: bool) -> Property {
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
        common,
    }
}

/// Companies, studies and technologies, whose names are their captions.
fn schema() -> Schema {
    let node = |name: &str| NodeType {
        name: name.into(),
        caption: Some("name".into()),
        properties: vec![text_property("name", false)],
        ..NodeType::default()
    };
    let uses = RelType {
        name: "USES".into(),
        ends: vec![("Company".into(), "Technology".into())],
        properties: vec![text_property("role", false), text_property("source", true)],
        ..RelType::default()
    };
    let about = RelType { name: "ABOUT".into(), ends: vec![("Study".into(), "Company".into())], ..RelType::default() };
    Schema { nodes: vec![node("Company"), node("Study"), node("Technology")], rels: vec![uses, about], open: false }
}

/// One row a kind of value, with a name for it.
fn kinds() -> (Fixture, Rows) {
    let mut fixture = Fixture::new(schema());
    let netflix = fixture.node("Company", &[("name", "Netflix".into()), ("founded", Value::Int(1997))]);
    let flink = fixture.named("Technology", "Apache Flink");
    let nameless = fixture.node("", &[]);
    let uses = fixture.rel(
        netflix,
        "USES",
        flink,
        &[("role", "stream processing".into()), ("source", "four-case-studies".into())],
    );
    let place = Origin::Written { file: "data/companies.yaml".into(), line: 3, column: 5 };
    fixture.graph.set_origin(Entity::Node(netflix), place);
    let rule = Origin::Derived { rule: "company-uses".into(), facts: Arc::new([]) };
    fixture.graph.set_origin(Entity::Rel(uses), rule);
    let map =
        Map::from([("years".into(), Value::list(vec![Value::Int(2011), Value::Null])), ("a b".into(), 1.5.into())]);
    let there = Path { start: netflix, steps: vec![(uses, flink)] };
    let back = Path { start: flink, steps: vec![(uses, netflix)] };
    let values: Vec<(&str, Value)> = vec![
        ("null", Value::Null),
        ("empty", "".into()),
        ("boolean", true.into()),
        ("integer", Value::Int(i64::MIN)),
        ("float", 3.0.into()),
        ("large", 1e21.into()),
        ("nan", f64::NAN.into()),
        ("infinite", f64::NEG_INFINITY.into()),
        ("string", "R&D | it's <b>\"bold\"</b> &lt; *so* far_off _x_".into()),
        ("wide", "東京 🚀 é".into()),
        ("lines", "first\nsecond\r\n".into()),
        ("control", "\u{1b}[31mred\u{7} tab\there \u{202e}turned".into()),
        ("names", Value::list(vec!["Netflix".into(), Value::Node(flink), "a, b".into(), "1".into(), "".into()])),
        ("nested", Value::list(vec![Value::list(vec!["x".into(), Value::Node(flink)]), Value::list(vec![])])),
        ("no items", Value::list(vec![])),
        ("map", Value::map(map)),
        ("node", Value::Node(netflix)),
        ("nameless", Value::Node(nameless)),
        ("relationship", Value::Rel(uses)),
        ("path", Value::Path(there.into())),
        ("path back", Value::Path(back.into())),
    ];
    let rows = values.into_iter().map(|(kind, value)| vec![kind.into(), value]).collect();
    (fixture, Rows { columns: vec!["kind".into(), "value".into()], rows })
}

/// A table as questions bring it: texts, a list, numbers with a gap, a long text.
fn answer() -> (Fixture, Rows) {
    let mut fixture = Fixture::new(schema());
    let names = |names: &[&str]| Value::list(names.iter().map(|name| (*name).into()).collect());
    let flink = Value::Node(fixture.named("Technology", "Apache Flink"));
    let streams = Value::Node(fixture.named("Technology", "Kafka Streams"));
    let rows = vec![
        vec![
            flink,
            names(&["Acme Fraud", "Birch Ads", "Cedar Ride", "Dune"]),
            Value::Int(4),
            "Keeps large state beside the computation, with exactly-once checkpoints.".into(),
        ],
        vec![streams, names(&["Acme Fraud", "Elm Retail"]), Value::Int(12), Value::Null],
        vec!["none".into(), names(&[]), Value::Null, "https://example.org/a/very/long/address/without/blanks".into()],
    ];
    let columns = ["technology", "cases", "number", "why"].map(str::to_owned).to_vec();
    (fixture, Rows { columns, rows })
}

const BOXES: Look = Look { width: None, color: false, unicode: true };

#[test]
fn every_kind_of_value_has_its_form_in_every_format() {
    let (fixture, rows) = kinds();
    let forms = [
        (Format::Table, "kinds.table"),
        (Format::Json, "kinds.json"),
        (Format::Jsonl, "kinds.jsonl"),
        (Format::Csv, "kinds.csv"),
        (Format::Tsv, "kinds.tsv"),
        (Format::Markdown, "kinds.md"),
    ];
    for (format, name) in forms {
        let text = render(&rows, fixture.graph.view(), format, BOXES);
        expect(name, &text);
        assert_eq!(text, render(&rows, fixture.graph.view(), format, BOXES), "{name} is the same twice");
    }
}

#[test]
fn json_is_read_back_and_keeps_columns_in_order() {
    let (fixture, rows) = answer();
    let text = render(&rows, fixture.graph.view(), Format::Json, Look::default());
    let read: serde_json::Value = serde_json::from_str(&text).expect("what is written is JSON");
    assert_eq!(read[1]["number"], 12);
    assert_eq!(read[2]["cases"], serde_json::json!([]));
    assert!(text.lines().nth(1).expect("there is a first row").starts_with("  {\"technology\": {"), "{text}");
    assert!(text.find("\"cases\"") < text.find("\"number\""));
    assert_eq!(text.lines().count(), rows.rows.len() + 2);
}

#[test]
fn a_table_fits_its_width() {
    let (fixture, rows) = answer();
    for (width, name) in [(None, "answer.table"), (Some(80), "answer-80.table"), (Some(40), "answer-40.table")] {
        let text = render(&rows, fixture.graph.view(), Format::Table, Look { width, ..BOXES });
        expect(name, &text);
        let widest = text.lines().map(|line| line.chars().count()).max().expect("a table has lines");
        assert!(width.is_none_or(|width| widest <= usize::from(width)), "{widest} > {width:?}\n{text}");
    }
    for width in 1..120 {
        let text = render(&rows, fixture.graph.view(), Format::Table, Look { width: Some(width), ..BOXES });
        let widest = text.lines().map(|line| line.chars().count()).max().expect("a table has lines");
        assert!(width < 8 || widest <= usize::from(width), "{widest} > {width}\n{text}");
    }
}

#[test]
fn a_table_of_ascii_and_one_of_colors() {
    let (fixture, rows) = answer();
    let look = Look { width: Some(80), color: false, unicode: false };
    let text = render(&rows, fixture.graph.view(), Format::Table, look);
    assert!(text.is_ascii(), "{text}");
    expect("answer-ascii.table", &text);
    let text = render(&rows, fixture.graph.view(), Format::Table, Look { color: true, ..BOXES });
    expect("answer-color.table", &text);
}

#[test]
fn markdown_as_readmes_hold_it() {
    let (fixture, rows) = answer();
    expect("answer.md", &render(&rows, fixture.graph.view(), Format::Markdown, Look::default()));
}

#[test]
fn no_columns_and_no_rows() {
    let (fixture, mut rows) = answer();
    rows.rows.clear();
    let show = |rows: &Rows, format| render(rows, fixture.graph.view(), format, Look::default());
    assert_eq!(show(&rows, Format::Json), "[]\n");
    assert_eq!(show(&rows, Format::Jsonl), "");
    assert_eq!(show(&rows, Format::Csv), "technology,cases,number,why\n");
    assert_eq!(show(&rows, Format::Markdown).lines().count(), 2);
    assert_eq!(show(&rows, Format::Table).lines().count(), 4);
    let nothing = Rows::default();
    assert_eq!(show(&nothing, Format::Json), "[]\n");
    for format in [Format::Table, Format::Jsonl, Format::Csv, Format::Tsv, Format::Markdown] {
        assert_eq!(show(&nothing, format), "");
    }
}

#[test]
fn a_cell_of_any_length_is_shown_whole() {
    let (fixture, _) = answer();
    let long = "x".repeat(150_000);
    let rows = Rows { columns: vec!["a".into()], rows: vec![vec![long.as_str().into()]] };
    let text = render(&rows, fixture.graph.view(), Format::Table, BOXES);
    assert_eq!(text.matches('x').count(), long.len());
}

/// The picture, after reading it back with the DOT library's own parser.
fn picture(fixture: &Fixture, values: Vec<Value>, title: &str, left_to_right: bool) -> String {
    let rows = Rows { columns: vec!["x".into()], rows: values.into_iter().map(|value| vec![value]).collect() };
    let subgraph = Subgraph::of(&rows, fixture.graph.view(), Connect::Returned);
    let direction = Some(if left_to_right { Direction::LeftToRight } else { Direction::TopToBottom });
    let picture = Picture { direction, ..Picture::default() };
    let options = draw::Options { title: title.into(), picture, ..draw::Options::default() };
    let text = draw::dot(&subgraph, fixture.graph.view(), &options);
    graphviz_rust::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    text
}

/// Who uses what, with a category and a study, as slides show it.
fn shared() -> (Fixture, Vec<Value>) {
    let mut fixture = Fixture::new(schema());
    let companies = ["Netflix", "Spotify", "Uber", "Amazon"].map(|name| fixture.named("Company", name));
    let technologies = ["Apache Flink", "Apache Storm", "Apache Kafka", "Amazon Kinesis Data Streams", "Apache Samza"]
        .map(|name| fixture.node("Technology", &[("name", name.into()), ("kind", "open source".into())]));
    let pairs = [(0, 0), (2, 0), (0, 1), (1, 1), (2, 1), (0, 2), (2, 2), (3, 3), (2, 4)];
    let mut rels = pairs.map(|(from, to)| fixture.rel(companies[from], "USES", technologies[to], &[])).to_vec();
    rels.push(fixture.rel(companies[0], "USES", technologies[0], &[("role", "session windows".into())]));
    (fixture, rels.into_iter().map(Value::Rel).collect())
}

#[test]
fn a_picture_of_one_relationship_type_names_it_once() {
    let (fixture, rels) = shared();
    expect("shared-lr.dot", &picture(&fixture, rels.clone(), "Which companies share a stream processor?", true));
    expect("shared-tb.dot", &picture(&fixture, rels, "Which companies share a stream processor?", false));
}

#[test]
fn a_picture_of_several_types_has_a_legend_and_labels() {
    let (mut fixture, mut values) = shared();
    let study = fixture.named("Study", "How Netflix moved its real-time platform to Apache Flink, one job at a time");
    let category = fixture.named("Category", "Stream processing");
    let node = |at: usize| NodeId(at as u32);
    values.push(Value::Rel(fixture.rel(study, "ABOUT", node(0), &[])));
    for technology in [4, 5, 8] {
        values.push(Value::Rel(fixture.rel(node(technology), "IN_CATEGORY", category, &[])));
    }
    let again = fixture.rel(node(4), "BUILT_ON", node(4), &[]);
    values.push(Value::Rel(again));
    expect("types-lr.dot", &picture(&fixture, values.clone(), "", true));
    expect("types-tb.dot", &picture(&fixture, values, "Case studies & what they use", false));
}

#[test]
fn loose_nodes_stand_in_a_grid() {
    let mut fixture = Fixture::new(Schema::open());
    let nodes: Vec<Value> = (1..=14).map(|n| Value::Node(fixture.named("Pattern", &format!("Pattern {n}")))).collect();
    expect("loose-tb.dot", &picture(&fixture, nodes.clone(), "All patterns", false));
    expect("loose-lr.dot", &picture(&fixture, nodes, "All patterns", true));
}

#[test]
fn any_text_can_be_drawn() {
    let mut fixture = Fixture::new(Schema::open());
    let names = [
        "\"quoted\" \\N \\",
        "<b>R&D</b> &lt;",
        "東京データ基盤のケーススタディ",
        "line\nbreak\u{1b}[0m",
        "{a|b}",
        "",
        "🚀",
    ];
    let nodes: Vec<NodeId> = names.iter().map(|name| fixture.named("A <b> \"B\" & C", name)).collect();
    let other = fixture.named("Other `label`", "other");
    let rel = fixture.rel(nodes[0], "T \"<&>\" \\G", other, &[("why", "a\n\"b\" \\".into())]);
    let mut values: Vec<Value> = nodes.into_iter().map(Value::Node).collect();
    values.push(Value::Rel(rel));
    expect(
        "texts.dot",
        &picture(
            &fixture,
            values,
            "A \"title\" with <signs> & \\N, which is long enough to be wrapped into two",
            false,
        ),
    );
}

#[test]
fn types_keep_their_looks_from_picture_to_picture() {
    let (fixture, rels) = shared();
    let looks = |text: &str, node: &str| {
        let line = text.lines().find(|line| line.trim_start().starts_with(node)).expect("the node is drawn");
        let (_, looks) = line.split_once("shape=").expect("a node has a shape");
        looks.split_once("tooltip=").expect("a node has a tooltip").0.to_owned()
    };
    let whole = picture(&fixture, rels, "", false);
    let alone = picture(&fixture, vec![Value::Node(NodeId(5))], "", true);
    assert_eq!(looks(&whole, "n5["), looks(&alone, "n5["));
    assert_ne!(looks(&whole, "n0["), looks(&whole, "n5["));
    assert!(!alone.contains("TABLE"), "one type needs no legend");
}

#[test]
fn a_subgraph_holds_what_the_rows_hold() {
    let (fixture, rels) = shared();
    let view = fixture.graph.view();
    let drawn = |values: Vec<Value>, connect| {
        Subgraph::of(&Rows { columns: vec!["x".into()], rows: vec![values] }, view, connect)
    };
    let of = |values: Vec<Value>| drawn(values, Connect::Returned);
    let map = Map::from([("inner".into(), Value::list(vec![rels[3].clone()]))]);
    let path = Path { start: NodeId(4), steps: vec![(RelId(0), NodeId(0)), (RelId(5), NodeId(6))] };
    let subgraph =
        of(vec![Value::Null, Value::Node(NodeId(8)), Value::map(map), Value::Path(path.into()), rels[0].clone()]);
    assert_eq!(subgraph.nodes, [8, 1, 5, 4, 0, 6].map(NodeId));
    assert_eq!(subgraph.rels, [3, 0, 5].map(RelId));
    // What was not returned is drawn when it is asked for.
    let two = vec![Value::Node(NodeId(0)), Value::Node(NodeId(4))];
    assert_eq!(of(two.clone()).rels, []);
    assert_eq!(drawn(two, Connect::Induced).rels, [RelId(0), RelId(9)]);
    assert!(of(vec![Value::Int(1)]).is_empty());
}
