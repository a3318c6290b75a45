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
    let mut looks = 0;
    let status = loop {
        if let Some(status) = program.try_wait().unwrap() {
            break status;
        }
        looks += 1;
        if looks > LOOKS {
            program.kill().unwrap();
            panic!("it goes on: {statement}");
        }
        thread::sleep(BETWEEN);
    };
    let (mut said, mut out) = (String::new(), String::new());
    errors.read_to_string(&mut said).unwrap();
    program.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    (status.code(), out, said)
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
