//! What is kept of a graph from one run to the next answers as the files do, and never for other files.

use crate::sandbox::Sandbox;
use casegraph::engine::{self, Options};
use casegraph::graph::Graph;
use casegraph::project::cache::{Key, decode, encode};
use casegraph::project::{Rules, builtin_data, builtin_queries, default_of, open};
use casegraph::value::Map;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

fn kept(graph: &Graph) -> Graph {
    let bytes = encode(graph, Key::builtin()).expect("a graph of documents can be kept");
    decode(&bytes, Key::builtin()).expect("what was kept is read back")
}

fn answer(graph: &mut Graph, text: &str, params: &Map) -> String {
    let source = casegraph::diag::Source::new("q", text);
    let answer = engine::run(graph, &source, params, &Options::default()).expect("the query is right");
    format!("{:?}", answer.rows)
}

#[test]
fn a_kept_graph_gives_the_same_rows() {
    let project = open(&builtin_data(), &builtin_queries(), Rules::Deriving, &Options::default());
    let (mut made, mut read) = (project.graph.clone(), kept(&project.graph));
    for query in &project.queries {
        let mut params = Map::new();
        for param in &query.params {
            let value = default_of(query, param).expect("the default is right").unwrap_or_default();
            params.insert(Arc::from(param.name.as_str()), value);
        }
        let text = query.source.text();
        assert_eq!(answer(&mut made, text, &params), answer(&mut read, text, &params), "{}", query.name);
    }
    for text in [
        "MATCH (n) RETURN n, labels(n), properties(n), file(n), line(n), source(n)",
        "MATCH (a)-[r]->(b) RETURN a, r, b, type(r), properties(r), file(r), line(r), source(r)",
        "CREATE (n:Company {id: 'new', name: 'New'}) RETURN n, properties(n)",
        "MATCH (c:Company) RETURN c, properties(c)",
    ] {
        assert_eq!(answer(&mut made, text, &Map::new()), answer(&mut read, text, &Map::new()), "{text}");
    }
    let untouched = &project.graph;
    let view = (untouched.view(), kept(untouched));
    assert_eq!(format!("{:?}", view.0.schema()), format!("{:?}", view.1.view().schema()));
}

#[test]
fn other_keys_and_damaged_bytes_give_no_graph() {
    let project = open(&builtin_data(), &[], Rules::Deriving, &Options::default());
    let bytes = encode(&project.graph, Key::builtin()).expect("a graph of documents can be kept");
    let mut data = builtin_data();
    let key = Key::of(&data);
    assert!(decode(&bytes, key).is_none());
    data[0].bytes.to_mut().push(b'\n');
    assert_ne!(Key::of(&data), key, "one byte more is another directory");
    for end in [0, 10, 23, 24, 1000, bytes.len() - 1] {
        assert!(decode(&bytes[..end], Key::builtin()).is_none(), "{end} bytes");
    }
    for at in (0..bytes.len()).step_by(bytes.len() / 50) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        assert!(decode(&flipped, Key::builtin()).is_none(), "byte {at} is another");
    }
}

#[test]
fn bytes_made_to_do_harm_are_refused() {
    use casegraph::graph::snapshot::image;
    let project = open(&builtin_data(), &[], Rules::Deriving, &Options::default());
    let bytes = image::write(&project.graph).expect("a graph of documents can be kept");
    // Without a checksum in front, some of these are read as another graph; none may end the program.
    for at in (0..bytes.len()).step_by(bytes.len() / 200) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0xff;
        let _ = image::read(&flipped);
        assert!(image::read(&bytes[..at]).is_err(), "{at} bytes");
    }
}

/// A sandbox whose data are large enough to be worth keeping, the cache's directory, and a count of its companies.
fn large() -> (Sandbox, PathBuf) {
    let sandbox = Sandbox::new();
    let companies: String =
        (0..1000).map(|at| format!("- {{id: c{at}, name: Company number {at}, uses: [kafka]}}\n")).collect();
    sandbox.write("data/companies.yaml", companies);
    let cache = sandbox.path("cache");
    (sandbox, cache)
}

fn count(sandbox: &Sandbox, cache: &std::path::Path) -> String {
    let mut command = sandbox.command();
    command.env("CASEGRAPH_CACHE", cache).args(["query", "MATCH (c:Company) RETURN count(*) AS n", "--format", "csv"]);
    let output = command.output().expect("the binary starts");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}

fn files(cache: &std::path::Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(cache).into_iter().flatten();
    listed.map(|entry| entry.expect("the directory can be read").path()).collect()
}

#[test]
fn a_directory_is_kept_and_never_stale() {
    let (sandbox, cache) = large();
    let before = count(&sandbox, &cache);
    assert_eq!(before.split_whitespace().collect::<Vec<_>>(), ["n", "1000"]);
    let [file] = &files(&cache)[..] else { panic!("one file is kept") };
    let good = fs::read(file).expect("it can be read");
    assert_eq!(count(&sandbox, &cache), before);

    fs::write(file, &good[..good.len() / 2]).expect("it can be damaged");
    assert_eq!(count(&sandbox, &cache), before, "a damaged file is left alone");
    assert_eq!(fs::read(file).expect("it can be read"), good, "and made again");

    let text = sandbox.read("data/companies.yaml");
    sandbox.write("data/companies.yaml", text + "- {id: one-more, name: One more}\n");
    assert_eq!(count(&sandbox, &cache).split_whitespace().last(), Some("1001"));
    assert_eq!(files(&cache).len(), 1, "the old graph is replaced");
}

#[test]
fn without_a_cache_everything_works() {
    let (sandbox, cache) = large();
    let before = count(&sandbox, std::path::Path::new(""));
    assert!(!cache.exists());
    sandbox.write("blocked", "a file stands where the directory should");
    assert_eq!(count(&sandbox, &sandbox.path("blocked")), before);
    assert_eq!(count(&sandbox, &sandbox.path("blocked/below")), before);
}
