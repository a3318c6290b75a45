//! Tables that are loaded in bulk: what becomes of them, and what is said about bad ones.

use casegraph::diag::{Diagnostics, Source, Style, show_all};
use casegraph::engine::{self, Options};
use casegraph::graph::{Graph, Storage, snapshot};
use casegraph::load::csv::{self, Failure, Folder, Imported};
use casegraph::value::{Map, Stop, Why};
use std::collections::BTreeMap;
use std::io;

/// Files in memory.
pub(crate) struct Files(BTreeMap<String, Vec<u8>>);

impl Folder for Files {
    fn open(&self, path: &str) -> io::Result<Box<dyn Storage>> {
        let bytes = self.0.get(path).cloned().ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(bytes))
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

fn import(manifest: &str, files: &[(&str, &str)], skip_bad: u64) -> Result<Imported<Memory>, Diagnostics> {
    import_until(manifest, files, skip_bad, Stop::default())
}

fn import_until(
    manifest: &str,
    files: &[(&str, &str)],
    skip_bad: u64,
    stop: Stop,
) -> Result<Imported<Memory>, Diagnostics> {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let source = Source::new("tables.yaml", manifest);
    let options = csv::Options { skip_bad, progress: &|_, _| {}, stop };
    csv::load(&source, &Files(files), &options, Memory::default()).map_err(|failure| match failure {
        Failure::Tables(findings) => findings,
        Failure::Output(error) => panic!("memory can be written: {error}"),
    })
}

/// A file in memory.
type Memory = io::Cursor<Vec<u8>>;

fn load(manifest: &str, files: &[(&str, &str)]) -> Graph {
    let imported =
        import(manifest, files, 0).unwrap_or_else(|findings| panic!("{}", show_all(&findings, Style::Plain)));
    let (nodes, rels) = (imported.nodes.into(), imported.rels.into());
    let graph = snapshot::read(&imported.output.into_inner()).expect("it is a snapshot").graph;
    assert_eq!((graph.view().node_count(), graph.view().rel_count(None)), (nodes, rels));
    graph
}

/// The rows of a query as literals.
pub(crate) fn ask(graph: &mut Graph, query: &str) -> Vec<String> {
    let answer = engine::run(graph, &Source::new("query", query), &Map::new(), &Options::default());
    let rows = answer.unwrap_or_else(|findings| panic!("{}", show_all(&findings, Style::Plain))).rows.rows;
    let row = |row: &Vec<casegraph::value::Value>| {
        row.iter().map(casegraph::value::Value::to_literal).collect::<Vec<_>>().join(" ")
    };
    rows.iter().map(row).collect()
}

const MANIFEST: &str = "
delimiter: '|'
nodes:
  - {file: person.csv, labels: Person, key: id}
  - {file: post.csv, labels: [Post, Message], key: id}
  - {file: comment.csv, labels: [Comment, Message], key: id}
edges:
  - {file: knows.csv, type: KNOWS, source: Person, target: Person, from: a, to: b}
  - {file: likes.csv, type: LIKES, source: Person, target: Message, from: who, to: what}
";

const FILES: [(&str, &str); 5] = [
    ("person.csv", "id|name|age\n7|Ada|36\n3|\"Grace \"\"Amazing\"\" Hopper\"|\n5|Alan|41\n"),
    ("post.csv", "id:ID(Post)|length:int\n100|8\n101|\n"),
    ("comment.csv", "id\r\n200\r\n201\r\n"),
    ("knows.csv", "a|b|since\n7|3|1990\n3|5|\n7|5|2001\n"),
    ("likes.csv", "who|what\n5|201\n7|100\n7|200\n"),
];

/// The graph of small tables.
pub(crate) fn small() -> Graph {
    load(MANIFEST, &FILES)
}

#[test]
fn tables_become_nodes_and_relationships() {
    let mut graph = small();
    let people = ask(&mut graph, "MATCH (p:Person) RETURN p.id, p.name, p.age");
    assert_eq!(people, ["7 'Ada' 36", "3 'Grace \"Amazing\" Hopper' null", "5 'Alan' 41"]);
    let known = ask(&mut graph, "MATCH (a)-[r:KNOWS]->(b) RETURN a.name, r.since, b.name ORDER BY a.name, b.name");
    assert_eq!(
        known,
        ["'Ada' 2001 'Alan'", "'Ada' 1990 'Grace \"Amazing\" Hopper'", "'Grace \"Amazing\" Hopper' null 'Alan'"]
    );
    let liked = ask(&mut graph, "MATCH (p)-[:LIKES]->(m:Message) RETURN p.id, m.id, labels(m) ORDER BY m.id");
    assert_eq!(liked, ["7 100 ['Post', 'Message']", "7 200 ['Message', 'Comment']", "5 201 ['Message', 'Comment']"]);
    assert_eq!(ask(&mut graph, "MATCH (m:Message) RETURN count(m), sum(m.length)"), ["4 8"]);
}

#[test]
fn a_statement_that_changed_much_and_failed_leaves_what_was_loaded() {
    let mut graph = small();
    let looks = [
        "MATCH (n) RETURN n.id, labels(n), properties(n) ORDER BY n.id",
        "MATCH (a)-[r]->(b) RETURN a.id, type(r), properties(r), b.id ORDER BY a.id, b.id",
        "MATCH (a)<-[r]-(b) RETURN a.id, count(*) ORDER BY a.id",
        "MATCH (p:Person {id: 7}) RETURN p.name",
        "MATCH (m:Message) RETURN count(m), sum(m.length)",
    ];
    let before = looks.map(|look| ask(&mut graph, look));
    for ended in [
        "MATCH (p:Person) UNWIND range(1, 20000) AS i SET p.age = i WITH count(*) AS n \
         MATCH (p {age: 20000}) RETURN 1 / (n - 60000)",
        "UNWIND range(1, 20000) AS i CREATE (:Person {id: -i})-[:KNOWS]->(:Person {id: -i - 20000}) WITH count(*) AS n \
         MATCH (m) DETACH DELETE m RETURN 1 / (n - 20000)",
    ] {
        let run = engine::run(&mut graph, &Source::new("query", ended), &Map::new(), &Options::default());
        let code = run.err().and_then(|findings| findings.iter().next().map(|finding| finding.code.id));
        assert_eq!(code, Some("E0303"), "{ended}");
        assert_eq!(looks.map(|look| ask(&mut graph, look)), before, "{ended}");
    }
    assert_eq!(ask(&mut graph, "CREATE (p:Person {id: 9, name: 'Barbara'}) RETURN p.id"), ["9"]);
    assert_eq!(ask(&mut graph, "MATCH (p:Person) RETURN count(p)"), ["4"]);
}

#[test]
fn the_schema_is_that_of_the_tables() {
    let mut graph = small();
    let run = |graph: &mut Graph, text: &str| {
        engine::run(graph, &Source::new("query", text), &Map::new(), &Options::default())
    };
    let findings = run(&mut graph, "MATCH (p:Persn) RETURN p").expect_err("there is no such label");
    assert_eq!(
        findings.iter().next().and_then(|finding| finding.fix.as_ref()).map(|fix| fix.with.as_str()),
        Some("Person")
    );
    assert!(run(&mut graph, "MATCH (m:Message) RETURN m.lenght").is_err());
}

fn complaints(manifest: &str, files: &[(&str, &str)], skip_bad: u64) -> String {
    match import(manifest, files, skip_bad) {
        Ok(imported) => format!("loaded {}\n{}", imported.nodes, list(&imported.skipped)),
        Err(findings) => list(&findings),
    }
}

fn list(findings: &Diagnostics) -> String {
    let line = |finding: &casegraph::diag::Diagnostic| {
        let place = finding.place().unwrap_or_default();
        let hints: String = finding.hints.iter().map(|hint| format!(" [{hint}]")).collect();
        let fix = finding.fix.as_ref().map_or_else(String::new, |fix| format!(" fix: {}", fix.with));
        format!("{} {place}: {}{hints}{fix}\n", finding.code, finding.message)
    };
    findings.iter().map(line).collect()
}

#[test]
fn every_bad_line_is_told() {
    let mut files = FILES;
    files[0].1 = "id|name|age\n7|Ada|36\n7|Eve|1\n|Nobody|2\n5|Alan\n3|Grace|85\n";
    files[3].1 = "a|b|since\n7|3|1990\n7|8|\n 3|7|\n";
    let manifest = MANIFEST.replace("key: id}\n  - {file: post", "key: id, types: {age: integer}}\n  - {file: post");
    let told = "D0403 person.csv:4:1: the key `id` is empty\n\
                D0402 person.csv:5:1: the line has 2 fields, and the table has 3\n\
                D0403 person.csv:3:1: the id 7 stands twice [It stands in line 2 too.]\n\
                D0404 knows.csv:3:3: there is no Person with the key `8`\n\
                D0404 knows.csv:4:1: there is no Person with the key ` 3` [There are blanks around the key.]\n\
                D0404 likes.csv:2:1: there is no Person with the key `5` [`--skip-bad 6` leaves them out.]\n";
    assert_eq!(complaints(&manifest, &files, 0), told);
    assert_eq!(complaints(&manifest, &files, 5), told);
    let skipped = complaints(&manifest, &files, 6);
    assert!(skipped.starts_with("loaded 6\nD0403 person.csv:4:1"), "{skipped}");
}

#[test]
fn a_wrong_value_and_an_open_quote_are_told() {
    let mut files = FILES;
    files[0].1 = "id|name|age\n7|Ada|36\n3|Grace|old\n";
    files[3].1 = "a|b|since\n";
    files[4].1 = "who|what\n";
    let manifest = MANIFEST.replace("key: id}\n  - {file: post", "key: id, types: {age: integer}}\n  - {file: post");
    let told = complaints(&manifest, &files, 0);
    assert_eq!(
        told,
        "D0402 person.csv:3:9: `age` is an integer, and this is `old` [`--skip-bad 1` leaves them out.]\n"
    );
    files[0].1 = "id|name|age\n7|\"Ada|36\n3|Grace|1\n";
    let told = complaints(MANIFEST, &files, 9);
    assert!(told.contains("a quote is opened and never closed"), "{told}");
}

#[test]
fn the_manifest_is_checked_like_any_document() {
    let told = complaints(&MANIFEST.replace("delimiter", "delimeter"), &FILES, 0);
    assert!(told.contains("D0401 tables.yaml:2:1: the manifest has no key `delimeter`"), "{told}");
    assert!(told.contains("fix: delimiter"), "{told}");
    let told =
        complaints(&MANIFEST.replace("source: Person, target: Message", "source: Persn, target: Message"), &FILES, 0);
    assert!(told.contains("no table of nodes has the label `Persn` fix: Person"), "{told}");
    let told = complaints(&MANIFEST.replace("from: who", "from: whom"), &FILES, 0);
    assert_eq!(told, "D0405 tables.yaml:9:75: likes.csv has no column `whom` fix: who\n");
    let told = complaints(&MANIFEST.replace("likes.csv", "like.csv"), &FILES, 0);
    assert!(told.starts_with("E0401 tables.yaml:9:12: cannot read like.csv"), "{told}");
    assert!(complaints("nodes: []", &[], 0).contains("the manifest names no table of nodes"));
}

#[test]
fn large_tables_are_cut_between_lines() {
    let mut people = String::from("id,text\n");
    let mut knows = String::from("a,b\n");
    for at in 0..200_000u32 {
        people += &format!("{},person number {at}\n", u64::from(at) * 7919 % 200_000);
        knows += &format!("{},{}\n", at, (at + 1) % 200_000);
    }
    let manifest = "
nodes: [{file: p.csv, labels: P, key: id}]
edges: [{file: k.csv, type: K, source: P, target: P, from: a, to: b}]";
    let mut graph = load(manifest, &[("p.csv", &people), ("k.csv", knows.trim_end())]);
    assert_eq!(ask(&mut graph, "MATCH (p:P) RETURN count(p), count(DISTINCT p.text)"), ["200000 200000"]);
    let found = ask(&mut graph, "MATCH (a:P)-[:K]->(b:P) WHERE b.id <> (a.id + 1) % 200000 RETURN count(*)");
    assert_eq!(found, ["0"]);
    assert_eq!(ask(&mut graph, "MATCH (:P)-[:K]->(:P) RETURN count(*)"), ["200000"]);
}

/// An output that takes so many bytes.
struct Full(Memory, usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.1.saturating_sub(self.0.position() as usize);
        if room < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { self.0.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Seek for Full {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn an_output_that_is_full_is_said_wherever_it_is_full() {
    let files = FILES.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let (files, source) = (Files(files), Source::new("tables.yaml", MANIFEST));
    let options = csv::Options { skip_bad: 0, progress: &|_, _| {}, stop: Stop::default() };
    let whole = import(MANIFEST, &FILES, 0).expect("they can be read").output.into_inner().len();
    for room in (0..whole).step_by(50).chain([whole - 1]) {
        match csv::load(&source, &files, &options, Full(Memory::default(), room)) {
            Err(Failure::Output(error)) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
            other => panic!("{room} of {whole} bytes are not enough: {:?}", other.map(|imported| imported.nodes)),
        }
    }
    let imported = csv::load(&source, &files, &options, Full(Memory::default(), whole)).expect("there is room");
    assert_eq!((imported.nodes, imported.rels), (7, 6));
}

#[test]
fn who_asks_for_an_end_gets_no_snapshot() {
    let stop = Stop::default();
    stop.ask(Why::Asked);
    let findings = import_until(MANIFEST, &FILES, 0, stop).expect_err("an end was asked for");
    assert!(findings.iter().all(|finding| finding.code == casegraph::diag::codes::INTERRUPTED));
    assert!(!findings.is_empty());
}
