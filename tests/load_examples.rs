//! Loading whole directories: the shipped schema, and a museum, which shares no word with it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use casegraph::diag::{Style, show_all};
use casegraph::graph::{Direction, Entity, Graph, Origin, View};
use casegraph::load::{File, Loaded, load};
use casegraph::value::{NodeId, RelId, Value};
use std::path::Path;

/// Every file below a directory, in an order that depends on nothing.
pub fn files_below(root: &Path) -> Vec<File> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(File { name: below.clone(), path: below, bytes: std::fs::read(&path).unwrap().into() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn museum() -> Loaded {
    load(&files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/museum")))
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Str(text) => text.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(", ")),
        other => format!("{other:?}"),
    }
}

fn properties(view: View<'_>, entity: Entity) -> String {
    let all = view.properties(entity).map(|(key, value)| format!("{}: {}", view.names().keys.name(key), text(&value)));
    all.collect::<Vec<_>>().join(", ")
}

fn place(view: View<'_>, entity: Entity) -> String {
    match view.origin(entity) {
        Some(Origin::Written { file, line, column }) => format!("{file}:{line}:{column}"),
        other => panic!("{other:?}"),
    }
}

/// `Label id {properties} @ place`, which is enough to see that a node is right.
fn node_line(view: View<'_>, node: NodeId) -> String {
    let label = view.names().labels.name(view.labels(node)[0]);
    format!("{label} {{{}}} @ {}", properties(view, Entity::Node(node)), place(view, Entity::Node(node)))
}

fn rel_line(view: View<'_>, rel: RelId) -> String {
    let (start, end) = view.ends(rel);
    let kind = view.names().types.name(view.rel_type(rel));
    let id = |node| {
        let key = ["id", "number"].map(|key| view.property_named(Entity::Node(node), key));
        text(key.iter().find(|value| !value.is_null()).unwrap())
    };
    let entity = Entity::Rel(rel);
    format!("{} -{kind} {{{}}}-> {} @ {}", id(start), properties(view, entity), id(end), place(view, entity))
}

fn nodes_with(graph: &Graph, label: &str) -> Vec<String> {
    let view = graph.view();
    let label = view.names().labels.get(label).unwrap();
    view.nodes_with(label).iter().map(|node| node_line(view, *node)).collect()
}

fn rels_of(graph: &Graph, kind: &str) -> Vec<String> {
    let view = graph.view();
    let kind = view.names().types.get(kind).unwrap();
    view.rels().filter(|rel| view.rel_type(*rel) == kind).map(|rel| rel_line(view, rel)).collect()
}

#[test]
fn the_shipped_schema_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let schema = File {
        path: "schema.yaml".into(),
        name: "data/schema.yaml".into(),
        bytes: std::fs::read(root.join("schema.yaml")).unwrap().into(),
    };
    let loaded = load(&[schema]);
    assert_eq!(show_all(&loaded.findings, Style::Plain), "");
    let view = loaded.graph.view();
    assert!(view.schema().nodes.len() >= 10 && view.schema().rels.len() >= 20);
    assert!(view.schema().nodes.iter().all(|node| node.property("source").is_some_and(|source| source.common)));
}

#[test]
fn the_shipped_documents_are_right() {
    let loaded = load(&files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")));
    assert_eq!(show_all(&loaded.findings, Style::Plain), "");
}

#[test]
fn a_museum_loads_without_a_finding() {
    let loaded = museum();
    assert_eq!(show_all(&loaded.findings, Style::Plain), "");
    assert_eq!(loaded.graph.view().node_count(), 22);
    assert_eq!(loaded.graph.view().rel_count(None), 24);
}

#[test]
fn entries_get_ids_defaults_and_places() {
    let graph = museum().graph;
    assert_eq!(
        nodes_with(&graph, "Artist"),
        [
            "Artist {id: vermeer, name: Johannes Vermeer, aliases: [Jan Vermeer, Vermeer van Delft], born: 1632, died: 1675, \
             certainty: certain} @ artists.yaml:1:3",
            "Artist {id: carel-fabritius, name: Carel Fabritius, born: 1622, certainty: probable} @ artists.yaml:6:3",
            "Artist {id: rembrandt-van-rijn, name: Rembrandt van Rijn, aliases: [Rembrandt], born: 1606, certainty: certain} \
             @ artists.yaml:10:3",
            "Artist {id: anonymous, name: Anonymous, certainty: certain} @ artists.yaml:11:3",
        ]
    );
    assert_eq!(
        nodes_with(&graph, "Room"),
        [
            "Room {number: 7, lux: 80.0, certainty: certain} @ building.yaml:3:5",
            "Room {number: 8, lux: 50.0, certainty: certain} @ building.yaml:4:5",
        ]
    );
    assert_eq!(
        nodes_with(&graph, "Painting"),
        [
            "Painting {id: goldfinch, title: The Goldfinch, year: 1654, on_view: false, certainty: certain} \
             @ paintings/others.yaml:1:3",
            "Painting {id: sentry, title: The Sentry, on_view: true, certainty: certain} @ paintings/others.yaml:2:3",
            "Painting {id: view-of-delft, title: View of Delft, year: 1661, width: 115.7, height: 98, genres: [cityscape], \
             on_view: true, catalog: blankert-1975, certainty: certain} @ paintings/view-of-delft.yaml:1:1",
        ]
    );
    assert_eq!(
        nodes_with(&graph, "Exhibition"),
        ["Exhibition {id: light-in-delft, title: Light in Délft, certainty: certain} @ exhibitions/light.yaml:1:1"]
    );
}

#[test]
fn nested_entries_stand_below_their_parent_and_inherit_from_it() {
    let graph = museum().graph;
    assert_eq!(
        nodes_with(&graph, "Drawing"),
        [
            "Drawing {id: view-of-delft/skyline-from-the-south, title: Skyline from the south, year: 1660, \
             catalog: blankert-1975, certainty: probable} @ paintings/view-of-delft.yaml:14:5",
            "Drawing {id: view-of-delft/skyline-from-the-south-2, title: Skyline from the south, catalog: wheelock-1995, \
             certainty: certain} @ paintings/view-of-delft.yaml:20:5",
        ]
    );
    assert_eq!(
        nodes_with(&graph, "Event"),
        [
            "Event {id: view-of-delft/to-paris, kind: loan, note: To Paris, year: 1921, catalog: blankert-1975, \
             certainty: certain} @ paintings/view-of-delft.yaml:22:5",
            "Event {id: view-of-delft/cleaned, kind: restoration, note: Cleaned, catalog: blankert-1975, certainty: certain} \
             @ paintings/view-of-delft.yaml:23:15",
        ]
    );
    assert_eq!(
        rels_of(&graph, "STUDY_FOR"),
        [
            "view-of-delft/skyline-from-the-south -STUDY_FOR \
             {step: 1, catalog: blankert-1975, certainty: probable}-> view-of-delft @ paintings/view-of-delft.yaml:14:5",
            "view-of-delft/skyline-from-the-south-2 -STUDY_FOR {catalog: wheelock-1995, certainty: certain}\
             -> view-of-delft @ paintings/view-of-delft.yaml:20:5",
        ]
    );
}

#[test]
fn references_lead_by_key_name_or_alias_with_properties_of_their_own() {
    let graph = museum().graph;
    assert_eq!(
        rels_of(&graph, "TAUGHT"),
        ["rembrandt-van-rijn -TAUGHT {certainty: probable}-> carel-fabritius @ artists.yaml:8:12",]
    );
    assert_eq!(
        rels_of(&graph, "PART_OF"),
        [
            "7 -PART_OF {certainty: certain}-> south-wing @ building.yaml:3:5",
            "8 -PART_OF {certainty: certain}-> south-wing @ building.yaml:4:5",
            "lapis-lazuli -PART_OF {certainty: certain}-> ultramarine @ materials.yaml:6:15",
            "oil -PART_OF {certainty: certain}-> ultramarine @ materials.yaml:6:29",
        ]
    );
    assert_eq!(
        rels_of(&graph, "MADE_BY"),
        [
            "goldfinch -MADE_BY {certainty: certain}-> carel-fabritius @ paintings/others.yaml:1:57",
            "sentry -MADE_BY {certainty: certain}-> carel-fabritius @ paintings/others.yaml:2:49",
            "sentry -MADE_BY {certainty: doubtful}-> anonymous @ paintings/others.yaml:2:76",
            "view-of-delft -MADE_BY {catalog: blankert-1975, certainty: certain}\
             -> vermeer @ paintings/view-of-delft.yaml:7:5",
            "view-of-delft/skyline-from-the-south -MADE_BY {catalog: blankert-1975, certainty: probable}\
             -> vermeer @ paintings/view-of-delft.yaml:18:10",
            "view-of-delft/skyline-from-the-south -MADE_BY {catalog: blankert-1975, certainty: probable}\
             -> anonymous @ paintings/view-of-delft.yaml:18:19",
            "view-of-delft/skyline-from-the-south-2 -MADE_BY {catalog: wheelock-1995, certainty: certain}\
             -> vermeer @ paintings/view-of-delft.yaml:20:41",
        ]
    );
    assert_eq!(
        rels_of(&graph, "MADE_WITH"),
        [
            "view-of-delft -MADE_WITH {part: support, catalog: blankert-1975, certainty: certain}\
             -> canvas @ paintings/view-of-delft.yaml:8:10",
            "view-of-delft -MADE_WITH {part: paint, share: 12.5, catalog: blankert-1975, certainty: doubtful}\
             -> ultramarine @ paintings/view-of-delft.yaml:10:16",
            "view-of-delft -MADE_WITH {part: paint, catalog: blankert-1975, certainty: certain}\
             -> oil @ paintings/view-of-delft.yaml:11:5",
            "view-of-delft/skyline-from-the-south -MADE_WITH \
             {part: support, catalog: blankert-1975, certainty: probable}-> paper @ paintings/view-of-delft.yaml:19:25",
        ]
    );
    assert_eq!(
        rels_of(&graph, "HANGS_IN"),
        ["view-of-delft -HANGS_IN {catalog: blankert-1975, certainty: certain}\
             -> 7 @ paintings/view-of-delft.yaml:12:7",]
    );
    assert_eq!(
        rels_of(&graph, "SHOWS"),
        [
            "light-in-delft -SHOWS {label: He who waits, certainty: certain}-> goldfinch @ exhibitions/light.yaml:3:12",
            "light-in-delft -SHOWS {certainty: certain}-> view-of-delft @ exhibitions/light.yaml:4:5",
            "light-in-delft -SHOWS {certainty: certain}\
             -> view-of-delft/skyline-from-the-south-2 @ exhibitions/light.yaml:5:5",
        ]
    );
}

#[test]
fn the_order_of_the_files_changes_nothing() {
    let mut files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/museum"));
    let all = |loaded: &Loaded| {
        let view = loaded.graph.view();
        let nodes = view.nodes().map(|node| node_line(view, node));
        nodes.chain(view.rels().map(|rel| rel_line(view, rel))).collect::<Vec<_>>()
    };
    let first = load(&files);
    files.reverse();
    let second = load(&files);
    assert_eq!(all(&first), all(&second));
    let view = first.graph.view();
    let delft = view.nodes().find(|node| &*view.caption(*node) == "View of Delft").unwrap();
    assert_eq!(view.neighbors(delft, None, Direction::In).len(), 3);
}
