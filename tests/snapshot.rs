//! Snapshots: what was written is read, and what is damaged or made to do harm is refused.

use crate::bulk::{ask, small};
use crate::sandbox::Sandbox;
use casegraph::diag::Source;
use casegraph::engine::{self, Options};
use casegraph::graph::snapshot::{Refusal, Snapshot, read, write};
use casegraph::graph::{Graph, Schema};
use casegraph::project::{Rules, builtin_data, open};
use casegraph::value::Map;
use std::io::Cursor;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

const STYLE: &str = "nodes:\n  Company: {color: blue}\n";

fn documents() -> Graph {
    open(&builtin_data(), &[], Rules::Deriving, &Options::default()).graph
}

fn bytes(graph: &Graph) -> Vec<u8> {
    let style = Source::new("style.yaml", STYLE);
    write(graph, Some(&style), Cursor::new(Vec::new())).expect("memory takes everything").into_inner()
}

/// Queries that together touch everything that a graph holds.
const LOOKS: [&str; 6] = [
    "MATCH (n) RETURN labels(n), properties(n), file(n), line(n)",
    "MATCH (a)-[r]->(b) RETURN a, type(r), properties(r), line(r), source(r), b",
    "MATCH (a)<-[r]-(b) RETURN a, count(*) ORDER BY a",
    "MATCH (a)--(b)--(c) RETURN count(*)",
    "MATCH (a)-[*..2]->(b) RETURN count(DISTINCT b)",
    "MATCH (n {id: 7}) RETURN n",
];

#[test]
fn a_graph_is_read_as_it_was_written() {
    for mut graph in [small(), documents(), Graph::new(Arc::new(Schema::open()))] {
        let written = bytes(&graph);
        assert_eq!(bytes(&graph), written, "the same graph has the same bytes");
        let mut snapshot = read(&written).expect("what was written is read");
        assert_eq!(snapshot.graph.view().schema().nodes.len(), graph.view().schema().nodes.len());
        for look in LOOKS {
            assert_eq!(ask(&mut snapshot.graph, look), ask(&mut graph, look), "{look}");
        }
    }
    let style = read(&bytes(&documents())).expect("it is read").style.expect("documents keep their looks");
    assert_eq!((style.name(), style.text()), ("style.yaml", STYLE));
}

#[test]
fn a_damaged_file_is_refused() {
    for graph in [small(), documents()] {
        let good = bytes(&graph);
        for end in (0..good.len()).step_by(good.len() / 300 + 1) {
            assert!(read(&good[..end].to_vec()).is_err(), "{end} of {} bytes", good.len());
        }
        let spaces = good.len() - sections(&good).iter().map(|(_, length)| length).sum::<usize>();
        let mut unharmed = 0;
        for at in (0..good.len()).step_by(good.len() / 3000 + 1) {
            let mut flipped = good.clone();
            flipped[at] ^= 0x10;
            unharmed += usize::from(read(&flipped).is_ok());
        }
        // Between sections nothing is said, and header and table have a checksum of their own.
        assert!(unharmed < spaces, "{unharmed} flips were not seen");
    }
}

#[test]
fn something_else_is_told_by_name() {
    let good = bytes(&small());
    assert!(matches!(read(&b"{\"nodes\": []}".to_vec()), Err(Refusal::Foreign)));
    assert!(matches!(read(&Vec::new()), Err(Refusal::Foreign)));
    let mut older = good.clone();
    older[8..12].copy_from_slice(&1u32.to_le_bytes());
    assert!(matches!(read(&older), Err(Refusal::Version(1))));
    assert!(matches!(read(&good[..good.len() - 1].to_vec()), Err(Refusal::Damaged(_))));
}

#[test]
fn a_file_made_to_do_harm_is_refused_or_is_another_graph() {
    let mut random = fastrand::Rng::with_seed(7);
    for (graph, rounds) in [(small(), 4000), (documents(), 300)] {
        let good = bytes(&graph);
        let sections = sections(&good);
        let mut read_as_another = 0;
        for round in 0..rounds {
            let mut forged = good.clone();
            for _ in 0..random.usize(1..4) {
                let (start, length) = sections[random.usize(..sections.len())];
                if length > 0 {
                    let at = start + random.usize(..length);
                    forged[at] = [0, 1, 0x7f, 0xff, forged[at].wrapping_add(1), random.u8(..)][random.usize(..6)];
                }
            }
            seal(&mut forged);
            let Ok(Snapshot { mut graph, .. }) = read(&forged) else { continue };
            read_as_another += 1;
            // Whatever it says is a graph: no query ends the program.
            for look in LOOKS.iter().filter(|_| rounds > 1000 || round % 10 == 0) {
                let _ = engine::run(&mut graph, &Source::new("query", *look), &Map::new(), &Options::default());
            }
        }
        assert!(read_as_another > 0, "the checksums are made right again");
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> usize {
    let mut wide = [0; 8];
    wide[..N].copy_from_slice(&bytes[at..at + N]);
    u64::from_le_bytes(wide) as usize
}

/// Where the sections of a good snapshot begin, and how long they are.
fn sections(bytes: &[u8]) -> Vec<(usize, usize)> {
    let (count, table) = (number::<4>(bytes, 12), number::<8>(bytes, 16));
    let entries = (0..count).map(|entry| table + 24 * entry);
    entries.map(|at| (number::<8>(bytes, at), number::<8>(bytes, at + 8))).collect()
}

/// Makes all checksums right, as who forges a file would.
fn seal(bytes: &mut [u8]) {
    let table = number::<8>(bytes, 16);
    for (entry, (start, length)) in sections(bytes).into_iter().enumerate() {
        let checksum = xxh3_64(&bytes[start..start + length]);
        bytes[table + 24 * entry + 16..][..8].copy_from_slice(&checksum.to_le_bytes());
    }
    let checksum = xxh3_64(&[&bytes[..56], &bytes[table..]].concat());
    bytes[56..64].copy_from_slice(&checksum.to_le_bytes());
}

#[test]
fn a_data_directory_becomes_a_file_that_answers_and_looks_the_same() {
    let sandbox = Sandbox::new();
    sandbox.write("data/style.yaml", STYLE);
    let said = sandbox.run(&["build", "data", "-o", "g.cgx"]);
    assert!(said.code == 0 && said.err.starts_with("g.cgx: 4 nodes, 3 relationships in "), "{}", said.err);
    for query in
        ["MATCH (n) RETURN n.name, file(n), line(n)", "MATCH (a)-[r]->(b) RETURN a.name, type(r), line(r), b.name"]
    {
        let (from_file, from_data) = (["-g", "g.cgx", query], ["-g", "data", query]);
        assert_eq!(sandbox.run(&from_file).fine(), sandbox.run(&from_data).fine());
    }
    #[cfg(feature = "elk")]
    for (graph, picture) in [("g.cgx", "file.svg"), ("data", "data.svg")] {
        sandbox.run(&["draw", "landscape", "-g", graph, "-o", picture, "--links", "https://example.org/"]).drew();
    }
    #[cfg(feature = "elk")]
    assert!(sandbox.read("file.svg") == sandbox.read("data.svg"));

    sandbox.run(&["build", "g.cgx", "-o", "h.cgx"]).fails(2, &["makes a snapshot from a data directory"]);
    sandbox.run(&["build", "missing", "-o", "h.cgx"]).fails(3, &["E0401", "missing"]);
    sandbox.run(&["build", "data"]).fails(2, &["-o g.cgx"]);
    sandbox.run(&["build", "-o", "h.cgx", "--skip-bad", "3"]).fails(2, &["--csv"]);
    assert_eq!(sandbox.run(&["build", "data", "-o", "h.cgx", "--timeout", "1m"]).code, 0);
    sandbox.write("data/companies.yaml", "- {id: a, nme: A}\n");
    sandbox.run(&["build", "-o", "h.cgx"]).fails(1, &["nme"]);
    let bytes = |name: &str| std::fs::read(sandbox.path(name)).expect("it is there");
    assert!(bytes("h.cgx") == bytes("g.cgx"));

    let built_in = Sandbox::empty();
    assert_eq!(built_in.run(&["build", "-o", "g.cgx"]).code, 0);
    let count = "MATCH (n) RETURN count(n)";
    assert_eq!(built_in.run(&["-g", "g.cgx", count]).fine(), built_in.run(&[count]).fine());
}
