//! A fresh directory with a tiny graph, in which the program runs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A directory of its own, removed at the end.
pub struct Sandbox {
    root: PathBuf,
}

const SCHEMA: &str = "\
nodes:
  Company:
    about: Somebody who uses technologies.
    key: id
    caption: name
    properties:
      id: string
      name: {type: string, required: true}
      size: integer
    links:
      uses: USES
  Technology:
    about: Something to be used.
    key: id
    caption: name
    names: [name]
    properties:
      id: string
      name: {type: string, required: true}
      kind: {type: string, allowed: [engine, broker]}
relationships:
  USES: {from: Company, to: Technology, about: It runs there., properties: {role: string}}
documents:
  - {files: companies.yaml, node: Company}
  - {files: technologies.yaml, node: Technology}
";

const COMPANIES: &str = "\
- id: acme
  name: Acme
  size: 10
  uses: [flink, kafka]
- id: birch
  name: Birch
  uses: [flink]
";

const TECHNOLOGIES: &str = "\
- {id: flink, name: Apache Flink, kind: engine}
- {id: kafka, name: Apache Kafka, kind: broker}
";

const USERS: &str = "\
// title: Who uses it?
// about: The companies that use a technology.
// param technology: STRING  -- the name of the technology
// param least: INTEGER = 0  -- the least size
MATCH (c:Company)-[:USES]->(t:Technology {name: $technology})
WHERE coalesce(c.size, 0) >= $least
RETURN c.name AS company ORDER BY company
";

const LANDSCAPE: &str = "\
// title: The landscape
// show: graph, left-to-right
MATCH (c:Company)-[u:USES]->(t:Technology) RETURN c, u, t ORDER BY c.name, t.name
";

impl Sandbox {
    /// An empty directory.
    pub fn empty() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("sandbox-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&root).unwrap();
        Self { root }
    }

    /// A directory with data of two companies and two technologies, and two saved queries.
    pub fn new() -> Self {
        let sandbox = Self::empty();
        sandbox.write("data/schema.yaml", SCHEMA);
        sandbox.write("data/companies.yaml", COMPANIES);
        sandbox.write("data/technologies.yaml", TECHNOLOGIES);
        sandbox.write("queries/users.cypher", USERS);
        sandbox.write("queries/landscape.cypher", LANDSCAPE);
        sandbox
    }

    /// The place of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file, with the directories that it needs.
    pub fn write(&self, name: &str, data: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, data).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, to be run in the directory, whatever the environment of the test is.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casegraph"));
        command.env("CASEGRAPH_CACHE", "");
        command.current_dir(&self.root);
        for name in ["CASEGRAPH_GRAPH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CASEGRAPH_HISTORY", "INPUTRC"] {
            command.env_remove(name);
        }
        command.env("XDG_STATE_HOME", self.path("state")).env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs the program with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command().args(arguments).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs the program with this text on standard input.
    pub fn pipe(&self, arguments: &[&str], input: &str) -> Run {
        self.write("input", input);
        let input = fs::File::open(self.path("input")).unwrap();
        Run::of(self.command().args(arguments).stdin(input).output().unwrap())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it exits by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It did its work and said nothing; this is what it gave.
    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{self:?}");
        self.out
    }

    /// It wrote pictures, and said nothing but what is in them.
    #[track_caller]
    pub fn drew(self) {
        let said = self.err.lines().count() == 1 && !self.err.contains("warning");
        assert!(self.code == 0 && self.out.is_empty() && said, "{self:?}");
    }

    /// It gave no data, ended with this code, and said all of these.
    #[track_caller]
    pub fn fails(self, code: i32, said: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{self:?}");
        for each in said {
            assert!(self.err.contains(each), "`{each}` is missing in:\n{}", self.err);
        }
    }
}
