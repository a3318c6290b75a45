//! SIGINT, as Ctrl-C sends it, to the program itself.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use crate::sandbox::Sandbox;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// So long a program that pays no heed may go on before the test ends it, in looks and the time between them.
const LOOKS: u32 = 6_000;
const BETWEEN: Duration = Duration::from_millis(10);

/// Statements that nobody could wait for, each busy in another part of the program.
const BUSY: [&str; 5] = [
    "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n",
    "UNWIND range(1, 9) AS i CREATE (:N {i: i}) WITH count(*) AS n MATCH (a:N), (b:N) CREATE (a)-[:R]->(b) \
     WITH count(*) AS n MATCH p = (:N)-[:R*]->(:N) RETURN count(p) AS n",
    "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a * b < 0 RETURN a, b ORDER BY a - b",
    "RETURN reduce(n = 0, x IN range(1, 1000000) | n + reduce(m = 0, y IN range(1, 1000000) | m + y)) AS n",
    "FOREACH (a IN range(1, 1000000) | FOREACH (b IN range(1, 1000000) | MERGE (:N {i: 1})))",
];

const SCHEMA: &str = "\
nodes:
  N: {about: A node., key: i, properties: {i: integer}}
relationships:
  R: {from: N, to: N, about: A relationship.}
";

fn interrupt(program: &Child) {
    let pid = program.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &pid]).status().unwrap().success());
}

/// Waits until the program ends by itself, and gives the exit code.
fn ended(program: &mut Child, what: &str) -> Option<i32> {
    for _ in 0..LOOKS {
        if let Some(status) = program.try_wait().unwrap() {
            return status.code();
        }
        thread::sleep(BETWEEN);
    }
    program.kill().unwrap();
    panic!("it goes on: {what}");
}

/// Starts the program, sends so many signals while the statement runs, and gives the exit code and what
/// it wrote on both streams.
fn interrupted(statement: &str, signals: usize) -> (Option<i32>, String, String) {
    let sandbox = Sandbox::empty();
    sandbox.write("data/schema.yaml", SCHEMA);
    let mut command = sandbox.command();
    command.args(["query", statement, "--timings"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut program = command.spawn().unwrap();
    let mut errors = BufReader::new(program.stderr.take().unwrap());
    // It says this just before the statement begins.
    let mut first = String::new();
    errors.read_line(&mut first).unwrap();
    assert!(first.starts_with("open "), "{first}");
    thread::sleep(Duration::from_millis(200));
    for _ in 0..signals {
        interrupt(&program);
    }
    let code = ended(&mut program, statement);
    let (mut said, mut out) = (String::new(), String::new());
    errors.read_to_string(&mut said).unwrap();
    program.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    (code, out, said)
}

#[test]
fn a_statement_that_is_interrupted_says_so_and_exits_with_130() {
    for statement in BUSY {
        let (code, out, said) = interrupted(statement, 1);
        assert_eq!((code, out.as_str()), (Some(130), ""), "{statement}\n{said}");
        assert!(said.contains("E0309") && said.contains("interrupted; what the statement had changed"), "{said}");
    }
}

#[test]
fn a_second_signal_ends_the_program_with_the_same_code() {
    for signals in [2, 3] {
        let (code, out, _) = interrupted(BUSY[0], signals);
        assert_eq!((code, out.as_str()), (Some(130), ""));
    }
}

#[test]
fn a_file_that_is_written_is_whole_or_as_it_was_and_nothing_is_left_beside_it() {
    let statement = "UNWIND range(1, 300000) AS x RETURN x";
    let sandbox = Sandbox::empty();
    sandbox.write("data/schema.yaml", SCHEMA);
    let whole = sandbox.run(&["query", statement, "--format", "csv"]).fine();
    let folder = sandbox.path("out");
    let names = || {
        let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        entries.map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    // At whatever moment the signal comes, and once at the moment when the file is being written.
    for moment in [0, 5, 20, 60, 100, 150, 200, 300, u64::MAX] {
        sandbox.write("out/rows.csv", "old");
        let mut command = sandbox.command();
        command.args(["query", statement, "-o", "out/rows.csv"]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut program = command.args(["--timings"]).spawn().unwrap();
        // From here on the signal is taken over.
        let mut first = String::new();
        BufReader::new(program.stderr.take().unwrap()).read_line(&mut first).unwrap();
        if moment == u64::MAX {
            while names().len() < 2 && program.try_wait().unwrap().is_none() {}
        } else {
            thread::sleep(Duration::from_millis(moment));
        }
        if program.try_wait().unwrap().is_none() {
            interrupt(&program);
        }
        let code = ended(&mut program, statement);
        let text = sandbox.read("out/rows.csv");
        assert_eq!(names(), ["rows.csv"], "after {moment} ms");
        assert!(text == "old" || text == whole, "after {moment} ms there are {} bytes", text.len());
        assert!(text == whole || code == Some(130), "after {moment} ms it ends with {code:?}");
    }
}

#[test]
fn a_drawing_that_is_interrupted_is_none() {
    let sandbox = Sandbox::empty();
    sandbox.write("data/schema.yaml", SCHEMA);
    sandbox.write("out/x.svg", "old");
    // It ends while the statement runs, while the picture is made, or before.
    let statement = "UNWIND range(1, 100000) AS i CREATE (n:N {i: i}) RETURN n";
    for moment in [0, 100, 400, 1_000] {
        let mut command = sandbox.command();
        command.args(["draw", statement, "-o", "out/x.svg", "--timings"]);
        let mut program = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(program.stderr.take().unwrap()).read_line(&mut first).unwrap();
        thread::sleep(Duration::from_millis(moment));
        if program.try_wait().unwrap().is_none() {
            interrupt(&program);
        }
        let code = ended(&mut program, statement);
        let text = sandbox.read("out/x.svg");
        assert!(text == "old" && code == Some(130) || text.starts_with("<svg"), "{moment}: {code:?}");
        sandbox.write("out/x.svg", "old");
    }
}

#[test]
fn tables_that_are_loaded_are_let_go_and_no_file_is_written() {
    let sandbox = Sandbox::empty();
    let rows: String = (0..1_500_000).map(|id| format!("{id},person {id}\n")).collect();
    sandbox.write("people.csv", format!("id,name\n{rows}"));
    sandbox.write("g.cgx", "old");
    // Who opens a pipe with a name waits until the other end is opened, so the loading has not begun before the manifest is
    // written there.
    assert!(Command::new("mkfifo").arg(sandbox.path("tables.yaml")).status().unwrap().success());
    let mut command = sandbox.command();
    command.args(["build", "--csv", "tables.yaml", "-o", "g.cgx"]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut program = command.spawn().unwrap();
    sandbox.write("tables.yaml", "nodes:\n  - {file: people.csv, labels: Person, key: id}\n");
    interrupt(&program);
    assert_eq!(ended(&mut program, "build"), Some(130));
    assert_eq!(sandbox.read("g.cgx"), "old");
    let names = std::fs::read_dir(sandbox.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.count(), 3);
}

#[test]
fn a_file_for_which_too_much_would_be_kept_is_not_written() {
    let sandbox = Sandbox::empty();
    sandbox.write("data/schema.yaml", SCHEMA);
    sandbox.write("out/rows.json", "old");
    // The rows take two megabytes, since they share the text, and the file at least four.
    let text = "takes room in the file ".repeat(5);
    let statement = &format!("UNWIND range(1, 40000) AS x RETURN x, '{text}' AS text");
    for format in ["table", "json", "jsonl", "csv", "tsv", "markdown", "typed-json"] {
        let ask = |memory: &str| {
            sandbox.run(&["query", statement, "--format", format, "-o", "out/rows.json", "--memory-limit", memory])
        };
        ask("5MB").fails(1, &["E0307", "the statement needs more than the 5 MB of memory that it may hold"]);
        assert_eq!(sandbox.read("out/rows.json"), "old", "{format}");
        ask("50MB").fine();
        assert!(sandbox.read("out/rows.json").len() > 4_000_000, "{format}");
        sandbox.write("out/rows.json", "old");
    }
    let stream = ["query", statement, "--format", "csv", "--memory-limit", "5MB"];
    assert!(sandbox.run(&stream).fine().len() > 4_000_000, "what goes out as it comes is not kept");
}
