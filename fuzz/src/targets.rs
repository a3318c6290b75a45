//! The targets: each takes any bytes and must neither panic nor run on.

use casegraph::cli::pipe::Session;
use casegraph::diag::{Diagnostics, Source, Style, codes, show_all};
use casegraph::engine::{self, Options};
use casegraph::graph::{Graph, Schema};
use casegraph::load::{File, load};
use casegraph::value::{Map, Stop, Why};
use casegraph::{syntax, yaml};
use std::borrow::Cow;
use std::io::Write as _;
use std::sync::{Arc, LazyLock, mpsc};
use std::time::Duration;

/// A statement is asked to end after so long, since a few relationships are enough for more walks than anybody waits for.
const PATIENCE: Duration = Duration::from_millis(500);

/// One that does not end so long after it was asked to is taken to hang.
const HANG: Duration = Duration::from_secs(20);

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const ALL: [Target; 4] =
    [("syntax", syntax), ("pipeline", pipeline), ("documents", documents), ("requests", requests)];

/// Any bytes → tree or findings; what is read is printed and read again.
pub fn syntax(bytes: &[u8]) {
    let text = text(bytes);
    let source = Source::new("input", &*text);
    match syntax::parse(&source) {
        Ok(tree) => {
            assert!(!syntax::dump(&tree).is_empty());
            let printed = syntax::print(&tree);
            match syntax::parse(&Source::new("printed", printed.as_str())) {
                Ok(again) => assert_eq!(syntax::print(&again), printed),
                // Parentheses may take a text of the greatest depth or length beyond it.
                Err(findings) => assert!(
                    findings.iter().all(|finding| [codes::TOO_DEEP, codes::TOO_LARGE].contains(&finding.code)),
                    "{printed}"
                ),
            }
        }
        Err(findings) => shown(&findings),
    }
    if let Err(findings) = syntax::parse_expression(&source) {
        shown(&findings);
    }
    let pieces = syntax::split(&text);
    assert!(pieces.iter().all(|span| !text[span.range()].is_empty()));
    let _ = syntax::is_complete(&text);
}

/// Any text → rows or findings, on a small graph, planned and as written. What fails changes nothing.
pub fn pipeline(bytes: &[u8]) {
    static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
        let mut graph = Graph::new(Arc::new(Schema::open()));
        let script = "CREATE (a:A {p: 1, s: 'x'}), (b:A:B {p: 2, s: 'y'}), (c:B {p: 1.5}), (d {p: null, l: [1, 2]}), \
                      (a)-[:R {w: 1}]->(b), (b)-[:R {w: 2}]->(c), (c)-[:S {w: 1}]->(a), (b)-[:S]->(b), (a)-[:R]->(b)";
        let made = engine::run(&mut graph, &Source::new("script", script), &Map::new(), &Options::default());
        assert!(made.is_ok());
        graph
    });
    let text = text(bytes);
    let source = Source::new("input", &*text);
    let params =
        Map::from_iter([("p".into(), 1.into()), ("list".into(), casegraph::value::Value::list(vec![1.into()]))]);
    for optimize in [true, false] {
        let mut graph = GRAPH.clone();
        let (nodes, rels) = (graph.view().node_count(), graph.view().rel_count(None));
        let watch = Watch::start(&text);
        let options = Options { optimize, stop: watch.stop.clone(), ..Options::default() };
        let answer = engine::run(&mut graph, &source, &params, &options);
        drop(watch);
        match answer {
            Ok(answer) => {
                let width = answer.rows.columns.len();
                assert!(answer.rows.rows.iter().all(|row| row.len() == width));
            }
            Err(findings) => {
                shown(&findings);
                assert_eq!((graph.view().node_count(), graph.view().rel_count(None)), (nodes, rels));
            }
        }
    }
}

/// Any bytes → a schema, or a document of a known schema.
pub fn documents(bytes: &[u8]) {
    const SCHEMA: &str = "
nodes:
  Painting: {key: id, caption: title, properties: {id: string, title: string, year: integer, tags: [string]}, links: {by: PAINTED_BY}}
  Painter: {key: id, names: [name], properties: {id: string, name: {type: string, required: true}}}
relationships:
  PAINTED_BY: {from: Painting, to: Painter, properties: {sure: boolean}}
documents:
  - {files: painters.yaml, node: Painter}
  - {files: paintings.yaml, node: Painting}
";
    let file = |path: &str, bytes: &[u8]| File { path: path.into(), name: path.into(), bytes: bytes.to_vec().into() };
    let source = Source::new("input", text(bytes));
    if let Err(findings) = yaml::parse(&source) {
        shown(&findings);
    }
    let painters = file("painters.yaml", b"- {id: vermeer, name: Johannes Vermeer}");
    for files in [
        vec![file("schema.yaml", bytes), painters.clone()],
        vec![file("schema.yaml", SCHEMA.as_bytes()), painters, file("paintings.yaml", bytes)],
    ] {
        shown(&load(&files).findings);
    }
}

/// Any lines → a response each.
pub fn requests(bytes: &[u8]) {
    let mut session = Session::new();
    for line in bytes.split(|byte| *byte == b'\n').take(20) {
        let response = session.respond(line);
        assert!(response.starts_with('{') && response.ends_with("}\n") && response.matches('\n').count() == 1);
    }
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn shown(findings: &Diagnostics) {
    assert!(findings.is_empty() || !show_all(findings, Style::Plain).is_empty());
}

/// Asks a statement to end when its time is over, and ends the program when it does not.
struct Watch {
    stop: Stop,
    /// Dropped when the statement has ended.
    running: Option<mpsc::Sender<()>>,
}

/// What the watcher is told of a statement: a channel that closes when it ends, the flag that ends it, its text.
type Watched = (mpsc::Receiver<()>, Stop, String);

impl Watch {
    fn start(text: &str) -> Self {
        static WATCHER: LazyLock<mpsc::Sender<Watched>> = LazyLock::new(|| {
            let (send, receive) = mpsc::channel::<Watched>();
            std::thread::spawn(move || {
                for (running, stop, text) in receive {
                    if running.recv_timeout(PATIENCE) != Err(mpsc::RecvTimeoutError::Timeout) {
                        continue;
                    }
                    stop.ask(Why::Asked);
                    if running.recv_timeout(HANG) == Err(mpsc::RecvTimeoutError::Timeout) {
                        let _ = writeln!(std::io::stderr(), "this statement does not end:\n{text}");
                        std::process::exit(101);
                    }
                }
            });
            send
        });
        let (send, receive) = mpsc::channel();
        let stop = Stop::default();
        // The watcher lives as long as the program.
        let _ = WATCHER.send((receive, stop.clone(), text.to_owned()));
        Self { stop, running: Some(send) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.running.take());
    }
}
