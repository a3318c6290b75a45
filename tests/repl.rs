//! The shell, driven through a pseudo-terminal as a person would.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use crate::sandbox::Sandbox;
use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};
use std::time::Duration;

/// The prompt, which is painted again with each key.
const PROMPT: &str = "casegraph> ";

/// What the editor sends once before each line, when it has taken over the keyboard: what is typed then is not lost.
const READY: &str = "\x1b[?2004h";

struct Person {
    session: OsSession,
}

impl Person {
    /// Starts the shell and waits until it is ready.
    fn new(sandbox: &Sandbox) -> Self {
        let mut command = sandbox.command();
        // Without colors what is expected stands there in one piece.
        command.args(["--color", "never"]).env("TERM", "xterm");
        Self::start(command)
    }

    fn start(command: std::process::Command) -> Self {
        let mut session = Session::spawn(command).unwrap();
        session.get_process_mut().set_window_size(120, 40).unwrap();
        session.set_expect_timeout(Some(Duration::from_secs(60)));
        let mut person = Self { session };
        person.sees(READY);
        person
    }

    /// Types without Enter.
    fn types(&mut self, text: &str) {
        self.session.send(text).unwrap();
    }

    /// Types a line with Enter, waits for a text that the answer has and the line has not, and until the shell is ready again;
    /// gives what stood before the text.
    #[track_caller]
    fn enters(&mut self, line: &str, answer: &str) -> String {
        self.types(line);
        self.types("\r");
        let before = self.sees(answer);
        self.sees(READY);
        before
    }

    /// Waits for a text; gives what came before it.
    #[track_caller]
    fn sees(&mut self, text: &str) -> String {
        match self.session.expect(text) {
            Ok(found) => String::from_utf8_lossy(found.before()).into_owned(),
            Err(error) => panic!("`{text}` was not shown: {error}"),
        }
    }

    /// Leaves, and waits until the shell is gone.
    #[track_caller]
    fn leaves(mut self) {
        self.types(".quit\r");
        self.session.expect(Eof).unwrap();
    }
}

#[test]
fn a_statement_is_answered_with_rows_count_and_time() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    let shown = person.enters("MATCH (c:Company) RETURN c.name AS name ORDER BY name;", "2 rows, ");
    assert!(shown.contains("│ Acme") && shown.contains("│ Birch"), "{shown}");
    person.leaves();
}

#[test]
fn the_banner_says_what_is_open() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command();
    command.args(["--color", "never"]).env("TERM", "xterm");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    session.expect("4 nodes, 3 relationships from 3 files   .help  .queries").unwrap();
    session.expect(PROMPT).unwrap();
    session.send("\x04").unwrap();
    session.expect(Eof).unwrap();
}

#[test]
fn a_statement_may_have_several_lines_and_a_line_several_statements() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.types("MATCH (c:Company)\r");
    person.sees("...> ");
    person.types("RETURN count(c) AS\r");
    person.sees("...> ");
    let shown = person.enters("number;", "1 row, ");
    assert!(shown.contains("│ number │") && shown.contains("│      2 │"), "{shown}");
    // An empty line runs it too.
    person.types("RETURN 40 + 2 AS sum\r");
    person.sees("...> ");
    assert!(person.enters("", "1 row, ").contains("42"));
    person.types("RETURN 1 AS one; RETURN 2 AS two;\r");
    person.sees("│ one │");
    person.sees("│ two │");
    person.sees(READY);
    person.leaves();
}

#[test]
fn a_paste_of_several_lines_runs_whole() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.types("\x1b[200~MATCH (c:Company)\nRETURN count(c) AS first;\nRETURN 7 AS second;\n\x1b[201~");
    person.types("\r");
    person.sees("│ first │");
    person.sees("│ second │");
    person.sees(READY);
    person.leaves();
}

#[test]
fn an_error_has_a_suggestion_and_keeps_the_shell() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters("MATCH (c:Compny) RETURN c;", "did you mean `Company`?");
    person.enters(".qeries", "did you mean .queries?");
    person.enters("RETURN 6 * 7 AS answer;", "42");
    person.leaves();
}

#[test]
fn saved_queries_are_listed_run_and_drawn() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters(".queries", "The landscape");
    person.enters(".run users", "needs a value for $technology");
    assert!(person.enters(".run users technology='Apache Flink'", "2 rows, ").contains("Birch"));
    person.enters(".param technology = Apache Kafka", "");
    assert!(person.enters(".run users", "1 row, ").contains("Acme"));
    person.enters(".run landscape", "3 rows, ");
    person.enters(".draw last.dot", "4 nodes, 3 relationships");
    assert!(sandbox.read("last.dot").contains("The landscape"));
    person.enters(".draw named.dot landscape", "4 nodes, 3 relationships");
    assert_eq!(sandbox.read("named.dot"), sandbox.read("last.dot"));
    person.enters(".draw x.bmp", "Diagrams are drawn as .svg");
    person.enters(".draw x.svg", "4 nodes, 3 relationships");
    assert!(sandbox.read("x.svg").contains("The landscape"));
    person.leaves();
}

#[test]
fn tab_completes_what_the_schema_allows() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.types("MATCH (c:Comp\t)-[:\t]->(t:\t) RETURN DISTINCT t.na\t AS n ORDER BY n;\r");
    let shown = person.sees("2 rows, ");
    assert!(shown.contains("Apache Flink") && shown.contains("Apache Kafka"), "{shown}");
    person.sees(READY);
    person.types(".ru\t land\t\r");
    person.sees("3 rows, ");
    person.sees(READY);
    person.leaves();
}

#[test]
fn control_c_clears_the_line_and_control_d_leaves() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.types("RETURN 'half");
    person.sees("half");
    person.types("\x03");
    person.sees(READY);
    person.enters("RETURN 1 + 1 AS two;", "1 row, ");
    person.types("\x04");
    person.session.expect(Eof).unwrap();
}

#[test]
fn a_row_tells_where_it_comes_from() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters(".why", "there is no answer yet");
    person.enters("MATCH (c:Company)-[u:USES]->(t) RETURN c, u, t ORDER BY c.name, t.name;", " rows, ");
    let shown = person.enters(".why 1", "-[:USES]->");
    assert!(shown.contains(".yaml:"), "{shown}");
    person.enters(".why 99", "there is no row 99");
    person.leaves();
}

#[test]
fn control_c_ends_a_query_and_keeps_the_shell() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.types("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*);\r");
    person.sees("count(*);");
    std::thread::sleep(Duration::from_millis(300));
    person.types("\x03");
    person.sees("interrupted");
    person.sees(READY);
    person.enters("RETURN 1 + 1 AS two;", "1 row, ");
    person.leaves();
}

#[test]
fn control_c_pressed_again_and_again_keeps_the_shell_and_the_graph() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.types(
        "MATCH (c:Company) SET c.size = 0 WITH c FOREACH (a IN range(1, 1000000) | FOREACH (b IN range(1, 1000000) | \
         SET c.name = 'changed'));\r",
    );
    person.sees("'changed'));");
    std::thread::sleep(Duration::from_millis(300));
    person.types("\x03");
    person.types("\x03\x03");
    person.sees("what the statement had changed is taken back");
    person.sees(READY);
    let shown = person.enters("MATCH (c:Company) RETURN c.name AS name, c.size AS size ORDER BY name;", "2 rows, ");
    assert!(shown.contains("Acme") && shown.contains("10") && !shown.contains("changed"), "{shown}");
    person.enters(".schema", "USES");
    person.enters("CREATE (:Company {id: 'x', name: 'X'});", "1 node created");
    person.leaves();
}

#[test]
fn control_c_ends_whatever_runs_and_keeps_the_shell() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters(
        "UNWIND range(1, 60) AS i CREATE (:Company {id: 'c' + toString(i), name: 'C' + toString(i)});",
        "60 nodes created",
    );
    person.enters(
        "MATCH (t:Technology) WITH collect(t) AS ts MATCH (c:Company) FOREACH (t IN ts | CREATE (c)-[:USES]->(t));",
        "created",
    );
    for (statement, end) in [
        (
            "MATCH (a:Company), (b:Company), (c:Company), (d:Company), (e:Company) WHERE a.id + b.id + c.id + d.id = e.id RETURN a",
            "RETURN a",
        ),
        (
            "MATCH (a:Company), (b:Company), (c:Company), (d:Company) WITH a, b, c, d WHERE a.id > b.id + c.id + d.id RETURN collect(a)",
            "collect(a)",
        ),
        (
            "MATCH (a:Company), (b:Company), (c:Company), (d:Company), (e:Company) WITH a.id + b.id + c.id + d.id + e.id AS k WHERE k < 'c' RETURN DISTINCT k ORDER BY k",
            "ORDER BY k",
        ),
        ("MATCH p = (:Company)-[:USES*]-(:Technology) RETURN count(p) AS n", "AS n"),
        (
            "UNWIND range(1, 1000000) AS i UNWIND range(1, 1000000) AS j RETURN max(size(range(1, i % 1000))) AS n",
            "AS n",
        ),
        (
            "RETURN reduce(n = 0, x IN range(1, 1000000) | n + reduce(m = 0, y IN range(1, 1000000) | m + y)) AS n",
            "AS n",
        ),
        ("MATCH (a:Company), (b:Company), (c:Company), (d:Company), (e:Company) SET a.size = 1", "SET a.size = 1"),
        (
            "UNWIND range(1, 1000000) AS i UNWIND range(1, 1000000) AS j MERGE (:Technology {id: 'flink', name: 'Apache Flink'})",
            "Flink'})",
        ),
    ] {
        person.types(statement);
        person.types(";\r");
        person.sees(&format!("{end};"));
        std::thread::sleep(Duration::from_millis(200));
        person.types("\x03");
        person.sees("interrupted");
        person.sees(READY);
        let shown = person.enters("MATCH (c:Company) RETURN count(*) * 100 + sum(c.size) AS kept;", "1 row, ");
        assert!(shown.contains(" 6210 "), "{statement}: {shown}");
    }
    person.leaves();
}

#[test]
fn control_c_ends_a_long_answer_and_keeps_it() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    for (mode, row) in [
        ("csv", "500,1000"),
        ("tsv", "500\t1000"),
        ("json", "\"x\": 500,"),
        ("jsonl", "\"x\":500,"),
        ("markdown", "| 500 | 1000 |"),
        ("typed-json", "\"_value\":\"500\""),
        ("table", "│    500 │"),
    ] {
        person.enters(&format!(".mode {mode}"), "");
        person.enters(".rows all", "");
        person.types("UNWIND range(1, 200000) AS x RETURN x, x * 2 AS y;\r");
        // The rest waits until it is read, so that it is never shown before the key is pressed.
        person.sees(row);
        person.types("\x03");
        person.sees("interrupted; the rest of the answer is not shown");
        person.sees(READY);
        person.enters("RETURN 1 + 1 AS two;", "2");
    }
    person.enters(".rows 2", "");
    person.enters("UNWIND range(1, 30) AS x RETURN x;", "2 of 30 rows");
    person.leaves();
}

/// Who writes to a terminal that takes nothing more has to be woken by the signal, which therefore must not reach the
/// thread that waits for the others.
#[cfg(target_os = "linux")]
#[test]
fn control_c_reaches_the_thread_that_works() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters("RETURN 1 + 1 AS two;", "2");
    let process = person.session.get_process().pid();
    let refused: Vec<bool> = std::fs::read_dir(format!("/proc/{process}/task"))
        .unwrap()
        .map(|thread| {
            let status = std::fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
            let mask = status.lines().find_map(|line| line.strip_prefix("SigBlk:")).unwrap();
            // The second bit is that of SIGINT.
            u64::from_str_radix(mask.trim(), 16).unwrap() & 2 > 0
        })
        .collect();
    assert!(refused.len() > 1 && refused[0] && !refused[1], "{refused:?}");
    person.leaves();
}

#[test]
fn control_c_ends_a_long_row() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    for (mode, item) in [("json", "500, 501"), ("jsonl", "500,501"), ("typed-json", "\"_value\":\"500\"")] {
        person.enters(&format!(".mode {mode}"), "");
        person.types("RETURN range(1, 500000) AS xs;\r");
        person.sees(item);
        person.types("\x03");
        person.sees("interrupted; the rest of the answer is not shown");
        person.sees(READY);
        person.enters("RETURN 1 + 1 AS two;", "2");
    }
    person.leaves();
}

#[test]
fn control_c_ends_a_large_drawing_and_keeps_the_answer_and_the_file() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters("UNWIND range(1, 20000) AS i CREATE (:Company {id: 'c' + toString(i), name: 'C'});", "created");
    person.enters("MATCH (c:Company) RETURN c, c.id AS id;", "20 of 20002 rows");
    for file in ["x.svg", "x.png", "x.html", "x.dot", "x.mmd"] {
        sandbox.write(file, "old");
        person.types(&format!(".draw {file}\r"));
        person.sees(file);
        std::thread::sleep(Duration::from_millis(50));
        person.types("\x03");
        person.sees("interrupted; nothing is drawn");
        person.sees(READY);
        assert_eq!(sandbox.read(file), "old", "{file}");
    }
    person.types(".dot\r");
    person.sees("digraph");
    person.types("\x03");
    person.sees("interrupted; the rest of the picture is not shown");
    person.sees(READY);
    person.enters("MATCH (c:Company) WHERE c.size > 0 RETURN c;", "1 row, ");
    person.enters(".draw x.svg", "1 node, 0 relationships");
    assert!(sandbox.read("x.svg").starts_with("<svg"));
    person.leaves();
}

#[test]
fn the_history_outlives_the_shell() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.types("RETURN 20 +\r");
    person.sees("...> ");
    person.enters("22 AS kept;", "1 row, ");
    person.leaves();
    assert!(sandbox.path("state/casegraph/history").is_file());
    let mut person = Person::new(&sandbox);
    // The newest is `.quit`, before it stands the whole statement.
    person.types("\x1b[A\x1b[A");
    person.sees("22 AS kept;");
    assert!(person.enters("", "1 row, ").contains("42"));
    person.leaves();
}

#[test]
fn the_history_can_be_turned_off() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command();
    command.args(["--color", "never"]).env("TERM", "xterm").env("CASEGRAPH_HISTORY", "");
    let mut person = Person::start(command);
    person.enters("RETURN 1 AS one;", "1 row, ");
    person.leaves();
    assert!(!sandbox.path("state").exists());
}

#[test]
fn long_tables_are_cut_until_told_otherwise() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters("UNWIND range(1, 30) AS x RETURN x;", "20 of 30 rows (.rows all shows them), ");
    person.enters(".rows all", "");
    person.enters(".again", "30 rows, ");
    person.enters(".mode csv", "");
    person.enters(":mode", "csv\r\n");
    person.enters("RETURN 1 AS a, 'x' AS b;", "a,b\r\n1,x\r\n");
    person.leaves();
}

#[test]
fn writes_stay_in_memory_and_say_so() {
    let sandbox = Sandbox::new();
    let before = sandbox.read("data/companies.yaml");
    let mut person = Person::new(&sandbox);
    let write = "CREATE (:Company {id: 'x', name: 'X'})-[:USES]->(:Technology {id: 'y', name: 'Y'});";
    person.enters(write, "2 nodes, 1 relationship created, 4 properties set (in memory; no file was changed)");
    let shown = person.enters("MATCH (c:Company) RETURN count(*) AS number;", "1 row, ");
    assert!(shown.contains("│      3 │"), "{shown}");
    person.leaves();
    assert_eq!(sandbox.read("data/companies.yaml"), before);
}

#[test]
fn parameters_are_set_shown_and_used() {
    let sandbox = Sandbox::new();
    let mut person = Person::new(&sandbox);
    person.enters("RETURN $who AS w;", "E0206");
    person.enters(".param who = 'Acme'", "");
    person.enters(".param", "$who = 'Acme'\r\n");
    person.enters("MATCH (c:Company {name: $who}) RETURN c.size AS s;", "10");
    person.leaves();
}

#[test]
fn a_terminal_without_control_sequences_will_do() {
    let sandbox = Sandbox::new();
    let mut command = sandbox.command();
    command.env("TERM", "dumb");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    session.expect(PROMPT).unwrap();
    session.send("MATCH (c:Company)\nRETURN count(c) AS number;\n").unwrap();
    session.expect("1 row, ").unwrap();
    session.send(".quit\n").unwrap();
    session.expect(Eof).unwrap();
}
