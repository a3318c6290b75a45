//! The same input gives the same bytes wherever the program runs, and a small change moves little in a picture.

use casegraph::diag::Source;
use casegraph::draw::{Connect, Options, PageSize, Subgraph, svg};
use casegraph::graph::Graph;
use casegraph::library::{Direction, Picture};
use casegraph::value::Map;
use casegraph::{engine, project};
use fastrand::Rng;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// So many nodes are added, each alone.
const ADDITIONS: usize = 50;

/// The share of the other nodes that keep their rank and their order when one is added.
const LEAST_KEPT: f64 = 0.9;

/// What the program draws in a folder and an environment.
fn drawn(arguments: &[&str], folder: &Path, environment: &[(&str, &str)]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casegraph"));
    command.env("CASEGRAPH_CACHE", "");
    command.args(arguments).current_dir(folder).env_remove("CASEGRAPH_GRAPH").envs(environment.iter().copied());
    let output = command.output().expect("the binary starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn pictures_are_the_same_bytes_in_every_environment() {
    let here = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let there = here.join("another folder");
    std::fs::create_dir_all(&there).expect("a folder can be made");
    let there_too = there.to_string_lossy().into_owned();
    let pictures: [&[&str]; 5] = [
        &["draw", "shared-technologies", "--layout", "layered"],
        &["draw", "technology-by-company", "--size", "16:9"],
        &["draw", "platform-years", "--size", "4:3"],
        &["run", "platform-evolution", "--format", "json"],
        &["draw", "MATCH (c:Company)-[u:USES]->(t:Technology) RETURN t, c", "--layout", "matrix"],
    ];
    for picture in pictures {
        let first = drawn(picture, &here, &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")]);
        for environment in [
            &[("RAYON_NUM_THREADS", "2"), ("TZ", "Asia/Kathmandu")][..],
            &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"), ("TZ", "America/St_Johns")],
            &[("HOME", there_too.as_str()), ("XDG_CONFIG_HOME", there_too.as_str()), ("NO_COLOR", "1")],
        ] {
            assert!(first == drawn(picture, &there, environment), "{picture:?} differs under {environment:?}");
        }
    }
    let file = |name: &str, threads: &str| {
        let path = there.join(name);
        let path_text = path.to_string_lossy().into_owned();
        let threads = [("RAYON_NUM_THREADS", threads), ("TZ", "Asia/Tokyo")];
        drawn(&["draw", "shared-stream-processors", "-o", &path_text], &here, &threads);
        std::fs::read(&path).expect("the picture is there")
    };
    assert!(file("one.svg", "1") == file("two.svg", "2"), "a picture differs with the number of threads");
}

#[test]
fn adding_one_node_moves_few_of_the_others() {
    few_move(None);
}

#[test]
fn adding_one_node_moves_few_of_the_others_on_a_slide() {
    // Of several layouts the one with the largest letters is taken, which may be another with a node more.
    few_move(Some(PageSize::WIDE));
}

fn few_move(size: Option<PageSize>) {
    let mut random = Rng::with_seed(20);
    let (mut kept, mut all, mut least) = (0, 0, 1.0_f64);
    for addition in 0..ADDITIONS {
        let (graph, statement, grown) =
            if addition % 2 == 0 { known(&mut random) } else { made(&mut random, 16 + addition / 2) };
        let before = placed(&graph, &statement, size);
        let mut graph = graph;
        run(&mut graph, &grown);
        let after = placed(&graph, &statement, size);
        assert_eq!(after.len(), before.len() + 1, "one node is added: {grown}");
        let same = unmoved(&before, &after);
        (kept, all, least) = (kept + same, all + before.len(), least.min(same as f64 / before.len() as f64));
    }
    let share = kept as f64 / all as f64;
    assert!(share >= LEAST_KEPT, "{kept} of {all} nodes keep their place, {share:.3}; at the least {least:.3}");
}

/// The shipped knowledge, the technologies that several companies use, and one more of them.
fn known(random: &mut Rng) -> (Graph, String, String) {
    let mut companies = ["Netflix", "Uber", "Spotify", "Amazon"];
    random.shuffle(&mut companies);
    let users = &companies[..random.usize(2..4)];
    let name = format!("{}{}", char::from(random.u8(b'A'..=b'Z')), random.u16(..));
    let grown = format!(
        "CREATE (t:Technology {{id: '{name}', name: '{name}', kind: 'open source'}}) WITH t \
         MATCH (c:Company) WHERE c.name IN {users:?} CREATE (c)-[:USES {{current: true}}]->(t)"
    );
    let statement = "MATCH (c:Company)-[use:USES]->(t:Technology) WITH t, collect(DISTINCT c) AS companies, collect(use) AS uses \
                     WHERE size(companies) > 1 RETURN t, companies, uses ORDER BY t.name";
    (project::builtin().graph, statement.to_owned(), grown.replace('"', "'"))
}

/// A random graph whose lines lead from lower to higher numbers, and one more node joined to one or two of them.
fn made(random: &mut Rng, size: usize) -> (Graph, String, String) {
    let mut graph = Graph::new(casegraph::graph::Schema::open().into());
    let mut text = format!("UNWIND range(1, {size}) AS n CREATE (:N {{name: 'node ' + n, n: n}})");
    run(&mut graph, &text);
    for to in 2..=size {
        for _ in 0..random.usize(1..3) {
            let from = random.usize(to.saturating_sub(7).max(1)..to);
            text = format!("MATCH (a:N {{n: {from}}}), (b:N {{n: {to}}}) MERGE (a)-[:R]->(b)");
            run(&mut graph, &text);
        }
    }
    let joined = random.usize(1..=size);
    let place = random.usize(1..=size);
    let grown = format!("MATCH (a:N {{n: {joined}}}) CREATE (a)-[:R]->(:N {{name: 'new', n: {place} + 0.5}})");
    (graph, "MATCH (n:N) OPTIONAL MATCH (n)-[r]->() RETURN n, collect(r) AS rels ORDER BY n.n".to_owned(), grown)
}

fn run(graph: &mut Graph, statement: &str) -> casegraph::value::Rows {
    let answer = engine::run(graph, &Source::new("test", statement), &Map::new(), &engine::Options::default());
    answer.unwrap_or_else(|error| panic!("{statement}: {error:?}")).rows
}

/// Where each node stands from left to right, and its middle from top to bottom.
fn placed(graph: &Graph, statement: &str, size: Option<PageSize>) -> BTreeMap<String, ([f64; 2], f64)> {
    let mut graph = graph.clone();
    let rows = run(&mut graph, statement);
    let picture = Picture { direction: Some(Direction::LeftToRight), ..Picture::default() };
    let options = Options { picture, size, ..Options::default() };
    let subgraph = Subgraph::of(&rows, graph.view(), Connect::Returned);
    let text = svg(&subgraph, graph.view(), &options).text;
    let document = Document::parse(&text).expect("it is XML");
    let layer = document.descendants().find(|node| node.attribute("id") == Some("nodes")).expect("it has nodes");
    let nodes = layer.children().filter(Node::is_element);
    nodes
        .map(|node| {
            let outline = node.descendants().find_map(|child| ends(&child)).expect("a node has an outline");
            let ([left, right], [top, bottom]) = outline;
            (node.attribute("id").expect("it has an id").to_owned(), ([left, right], (top + bottom) / 2.0))
        })
        .collect()
}

/// From left to right and from top to bottom.
fn ends(node: &Node<'_, '_>) -> Option<([f64; 2], [f64; 2])> {
    let number = |key: &str| node.attribute(key).and_then(|text| text.parse::<f64>().ok());
    if node.has_tag_name("rect") {
        let (x, y) = (number("x")?, number("y")?);
        return Some(([x, x + number("width")?], [y, y + number("height")?]));
    }
    let numbers: Vec<f64> = node.attribute("points")?.split([' ', ',']).filter_map(|text| text.parse().ok()).collect();
    let of = |at: usize| numbers.iter().skip(at).step_by(2).copied();
    let hull = |at: usize| [of(at).fold(f64::MAX, f64::min), of(at).fold(f64::MIN, f64::max)];
    Some((hull(0), hull(1)))
}

/// How many nodes have the same rank among the others as before, and keep their order within it.
fn unmoved(before: &BTreeMap<String, ([f64; 2], f64)>, after: &BTreeMap<String, ([f64; 2], f64)>) -> usize {
    let after: BTreeMap<_, _> =
        after.iter().filter(|(id, _)| before.contains_key(*id)).map(|(k, v)| (k.clone(), *v)).collect();
    let (old, new) = (ranks(before), ranks(&after));
    let ranks = old.values().max().map_or(0, |most| most + 1);
    let in_rank = |rank: usize| {
        let mut ids: Vec<&String> = before.keys().filter(|id| old[*id] == rank && new[*id] == rank).collect();
        ids.sort_by(|a, b| before[*a].1.total_cmp(&before[*b].1));
        let places: Vec<f64> = ids.iter().map(|id| after[*id].1).collect();
        longest_rise(&places)
    };
    (0..ranks).map(in_rank).sum()
}

/// The rank of each node: how many columns of nodes stand at its left.
fn ranks(nodes: &BTreeMap<String, ([f64; 2], f64)>) -> BTreeMap<String, usize> {
    let mut by_left: Vec<(&String, [f64; 2])> = nodes.iter().map(|(id, (ends, _))| (id, *ends)).collect();
    by_left.sort_by(|a, b| a.1[0].total_cmp(&b.1[0]));
    let mut ranks = BTreeMap::new();
    let (mut rank, mut right) = (0, f64::MAX);
    for (id, [left, end]) in by_left {
        if left >= right {
            rank += 1;
            right = end;
        } else {
            right = right.min(end);
        }
        ranks.insert(id.clone(), rank);
    }
    ranks
}

/// The length of the longest part, in order, that rises.
fn longest_rise(numbers: &[f64]) -> usize {
    let mut best: Vec<usize> = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at).filter(|other| numbers[*other] < *number).map(|other| best[other]).max();
        best.push(before.unwrap_or(0) + 1);
    }
    best.into_iter().max().unwrap_or(0)
}
