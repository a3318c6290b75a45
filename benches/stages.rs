//! Times each stage on its own: a text becomes a tree and a plan, a plan walks a graph, files become a graph.
//!
//! ```sh
//! cargo bench --bench stages
//! ```

#![allow(clippy::unwrap_used, reason = "a program for the terminal")]

#[path = "peers/draw.rs"]
mod draw;
#[path = "peers/social.rs"]
mod social;
#[path = "peers/tables.rs"]
mod tables;

use casegraph::diag::Source;
use casegraph::graph::{Graph, Storage, snapshot};
use casegraph::load::csv;
use casegraph::project::cache::{self, Key};
use casegraph::value::{Map, Stop};
use casegraph::{engine, project, syntax};
use divan::Bencher;
use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() {
    divan::main();
}

/// A query that uses much of the language.
const LONG: &str = "
    MATCH (c:Company)-[use:USES]->(t:Technology)-[:IN_CATEGORY]->(k:Category)
    WHERE use.current AND NOT EXISTS { (t)-[:REPLACED_BY]->() } AND t.first_release >= 2005
    WITH k, t, collect(DISTINCT c.name) AS companies, count(*) AS uses
    WHERE size(companies) > 1
    RETURN k.name AS category, t.name AS technology, companies,
           CASE WHEN uses > 5 THEN 'often' ELSE 'seldom' END AS how, [x IN companies WHERE x STARTS WITH 'N' | toUpper(x)] AS some
    ORDER BY category, uses DESC LIMIT 20";

/// Text to tree.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let source = Source::new("query", LONG);
    bencher.bench(|| syntax::parse(divan::black_box(&source)).unwrap());
}

/// Text to tree, checked query and plan, which is what comes before the first row.
#[divan::bench]
fn plan(bencher: Bencher<'_, '_>) {
    let mut graph = built_in();
    let query = format!("EXPLAIN {LONG}");
    bencher.bench_local(|| ask(&mut graph, &query));
}

/// The documents of the built-in knowledge, and its rules.
#[divan::bench]
fn load_documents(bencher: Bencher<'_, '_>) {
    let files = project::builtin_data();
    bencher
        .bench(|| project::open(divan::black_box(&files), &[], project::Rules::Deriving, &engine::Options::default()));
}

/// The same graph from what was kept of it.
#[divan::bench]
fn restore(bencher: Bencher<'_, '_>) {
    let key = Key::builtin();
    let kept = cache::encode(&built_in(), key).unwrap();
    bencher.bench(|| cache::decode(divan::black_box(&kept), key).unwrap());
}

/// 180,000 lines of tables.
#[divan::bench]
fn load_tables(bencher: Bencher<'_, '_>) {
    let tables = Tables::of_network();
    bencher.bench(|| tables.load());
}

/// Statements on a social network of 36,000 nodes, with the indexes that the first run makes.
#[divan::bench(args = [
    // Two steps from every person, each followed.
    ("expand", "MATCH (a:Person)-[:KNOWS]-(b)-[:KNOWS]-(c) WHERE a.id + c.id = 5 RETURN count(*)"),
    // Steps that are multiplied and not walked.
    ("multiply", "MATCH (a:Person)-[:KNOWS]-(b)-[:KNOWS]-(c)-[:HAS_INTEREST]->(t) RETURN count(*)"),
    // Triangles: what two lists of neighbors share.
    ("intersect", "MATCH (a:Person)-[:KNOWS]-(b:Person)-[:KNOWS]-(c:Person)-[:KNOWS]-(a) RETURN count(*)"),
    ("anti-join", "MATCH (a:Person)-[:KNOWS]-(b)-[:KNOWS]-(c) WHERE a <> c AND NOT (a)-[:KNOWS]-(c) RETURN count(*)"),
    ("aggregate", "MATCH (m:Message)-[:HAS_TAG]->(t:Tag) RETURN t.id AS tag, count(*) AS messages, min(m.id) AS first"),
    ("distinct", "MATCH (p:Person)-[:LIKES]->(m)-[:HAS_TAG]->(t) RETURN p.id, count(DISTINCT t)"),
    ("top", "MATCH (m:Message) RETURN m.id ORDER BY m.id DESC LIMIT 10"),
    ("reach", "MATCH (a:Person {id: 933})-[:KNOWS*1..4]-(b) RETURN count(DISTINCT b)"),
], max_time = 2)]
fn run(bencher: Bencher<'_, '_>, (_, query): (&str, &str)) {
    let mut graph = Tables::of_network().load();
    ask(&mut graph, query);
    bencher.bench_local(|| ask(&mut graph, query));
}

fn ask(graph: &mut Graph, query: &str) -> usize {
    let source = Source::new("query", query);
    engine::run(graph, &source, &Map::new(), &engine::Options::default()).unwrap().rows.rows.len()
}

fn built_in() -> Graph {
    project::open(&project::builtin_data(), &[], project::Rules::Deriving, &engine::Options::default()).graph
}

/// The tables of a social network, read into memory.
struct Tables(PathBuf);

impl Tables {
    fn of_network() -> Self {
        let folder = std::env::temp_dir().join("casegraph-stages");
        if !folder.join("manifest.yaml").exists() {
            social::generate(&folder, 0.01).unwrap();
        }
        Self(folder)
    }

    fn load(&self) -> Graph {
        let manifest = fs::read_to_string(self.0.join("manifest.yaml")).unwrap();
        let options = csv::Options { skip_bad: 0, progress: &|_, _| {}, stop: Stop::default() };
        let output = io::Cursor::new(Vec::new());
        let imported = csv::load(&Source::new("manifest.yaml", manifest), self, &options, output).unwrap();
        snapshot::read(&imported.output.into_inner()).unwrap().graph
    }
}

impl csv::Folder for Tables {
    fn open(&self, path: &str) -> io::Result<Box<dyn Storage>> {
        Ok(Box::new(fs::read(self.0.join(path))?))
    }

    fn shown(&self, path: &str) -> String {
        Path::new(path).display().to_string()
    }
}
