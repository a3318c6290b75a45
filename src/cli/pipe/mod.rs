//! `pipe`: the machine interface, by which programs drive the tool.
//!
//! Input: a JSON request a line on standard input. Output: a JSON response a line on standard output, in the same order,
//! each put out at once. `docs/pipe.md` describes both.
//!
//! **Invariant:** a request gets exactly one response, and none ends the program.

mod procedure;
mod request;
mod response;
mod value;

use super::failure::{Exit, Failure};
use super::setup::Setup;
use super::{output, query};
use crate::diag::codes::{BAD_REQUEST, INTERNAL};
use crate::diag::{Diagnostic, Diagnostics, Source};
use crate::engine::{self, Answer, Options};
use crate::graph::{Graph, Schema};
use crate::value::{Map, Stop};
use request::Request;
use response::{failure, nothing, success};
use std::io::{self, BufRead, Read};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

/// A request longer than this is refused, before it fills the memory.
const LONGEST_REQUEST: u64 = 256 << 20;

/// Answers requests until the input ends. It begins with an empty graph that takes everything, or with the graph that was
/// named.
pub(super) fn run(setup: &Setup, named: bool) -> Result<Exit, Failure> {
    if setup.file().is_some() {
        return Err(Failure::usage("`pipe` answers on standard output, so -o means nothing there"));
    }
    let graph = if named { ManuallyDrop::into_inner(query::open(setup)?.project).graph } else { empty() };
    let mut session = Session { graph, options: setup.limits.options(Stop::default()) };
    let mut input = io::stdin().lock();
    loop {
        let response = match line(&mut input) {
            Ok(None) => return Ok(Exit::Fine),
            Ok(Some(line)) => setup.limits.interrupt.during(|stop| {
                session.options.stop = stop;
                session.respond(&line)
            }),
            Err(refused) => failure(&refused),
        };
        output::print(&response)?;
    }
}

/// The next line without its end; nothing at the end of the input.
fn line(input: &mut impl BufRead) -> Result<Option<Vec<u8>>, Diagnostics> {
    let mut line = Vec::new();
    let read = input.take(LONGEST_REQUEST).read_until(b'\n', &mut line);
    if read.is_err() || line.is_empty() {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() as u64 == LONGEST_REQUEST {
        // That the rest can't be read either ends the program with the next line.
        let _ = input.skip_until(b'\n');
        let message = format!("the request is longer than {} MiB", LONGEST_REQUEST >> 20);
        return Err(Diagnostic::error(BAD_REQUEST, message).into());
    }
    Ok(Some(line))
}

fn empty() -> Graph {
    Graph::new(Arc::new(Schema::open()))
}

/// What lasts from one request to the next.
///
/// ```
/// let mut session = casegraph::cli::pipe::Session::new();
/// let response = session.respond(br#"{"statement": "RETURN 1 AS one"}"#);
/// assert!(response.starts_with(r#"{"data":{"fields":["one"]"#));
/// ```
#[derive(Debug)]
pub struct Session {
    graph: Graph,
    /// The procedures that were defined, and what a statement may take.
    options: Options,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session on an empty graph that takes everything.
    #[must_use]
    pub fn new() -> Self {
        Self { graph: empty(), options: Options::default() }
    }

    /// The response to one request, with its line end. It never panics and never fails: a mistake is a response too.
    pub fn respond(&mut self, line: &[u8]) -> String {
        match request::read(line) {
            Err(refusal) => failure(&(*refusal).into()),
            Ok(Request::Reset) => {
                self.graph = empty();
                self.options.procedures = Arc::default();
                nothing()
            }
            Ok(Request::Procedure(procedure)) => {
                Arc::make_mut(&mut self.options.procedures).define(procedure);
                nothing()
            }
            Ok(Request::Statement { text, params, timeout }) => match self.execute(&text, &params, timeout) {
                Ok(answer) => success(&answer, self.graph.view()),
                Err(findings) => failure(&findings),
            },
        }
    }

    /// Runs a statement. Should the program itself be wrong, that costs this statement and not the session.
    fn execute(&mut self, text: &str, params: &Map, timeout: Option<Duration>) -> Result<Answer, Diagnostics> {
        let source = Source::new("<statement>", text);
        let mut options = self.options.clone();
        options.timeout = timeout.or(options.timeout);
        let run = AssertUnwindSafe(|| engine::run(&mut self.graph, &source, params, &options));
        catch_unwind(run).unwrap_or_else(|_| {
            self.graph.rollback();
            let message = "the statement met a mistake of the program itself; it changed nothing";
            let finding = Diagnostic::error(INTERNAL, message);
            Err(finding.hint("Please report it, with the statement and what is said on standard error.").into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one() {
        let mut input = &b"one\n\ntwo"[..];
        let mut next = || line(&mut input).ok().flatten();
        assert_eq!(next(), Some(b"one".to_vec()));
        assert_eq!(next(), Some(Vec::new()));
        assert_eq!(next(), Some(b"two".to_vec()));
        assert_eq!(next(), None);
    }

    #[test]
    fn a_session_goes_on_after_a_mistake() {
        let mut session = Session::new();
        let mut ask = |line: &str| session.respond(line.as_bytes());
        assert!(ask(r#"{"statement": "CREATE (:A {x: $x}), (:B)", "parameters": {"x": 1}}"#).contains("nodesCreated"));
        for wrong in ["", "{", "[]", "{}", "\u{0}", r#"{"statement": 1}"#, r#"{"statement": "CREATE (:C) RETURN 1/0"}"#]
        {
            let response = ask(wrong);
            assert!(response.starts_with("{\"errors\":[{\"code\":\""), "{wrong}: {response}");
            assert!(response.ends_with("}\n") && response.matches('\n').count() == 1, "{response}");
        }
        let count = r#"{"statement": "MATCH (n) RETURN count(n) AS n"}"#;
        assert!(ask(count).contains(r#"[[{"$type":"Integer","_value":"2"}]]"#));
        assert!(ask(r#"{"command": "reset"}"#).contains(r#""fields":[],"values":[]"#));
        assert!(ask(count).contains(r#"[[{"$type":"Integer","_value":"0"}]]"#));
    }
}
