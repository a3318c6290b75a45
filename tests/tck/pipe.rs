//! The program as features drive it: `casegraph pipe` in a process of its own.

use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running pipe.
pub(crate) struct Pipe {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Pipe {
    /// Starts the program with these further arguments.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_casegraph"))
            .env("CASEGRAPH_CACHE", "")
            .arg("pipe")
            .args(arguments)
            .env_remove("CASEGRAPH_GRAPH")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let input = process.stdin.take().expect("its input is a pipe");
        let output = BufReader::new(process.stdout.take().expect("its output is a pipe"));
        Self { process, input, output }
    }

    /// Sends a line as it is, and gives the line of the response.
    pub(crate) fn send(&mut self, line: &[u8]) -> Result<Json, String> {
        let sent =
            self.input.write_all(line).and_then(|()| self.input.write_all(b"\n")).and_then(|()| self.input.flush());
        sent.map_err(|error| format!("the program reads no more: {error}"))?;
        let mut response = String::new();
        self.output.read_line(&mut response).map_err(|error| format!("the response is not text: {error}"))?;
        serde_json::from_str(&response).map_err(|error| format!("the response {response:?} is not JSON: {error}"))
    }

    /// Asks, and gives the response.
    pub(crate) fn ask(&mut self, request: &Json) -> Result<Json, String> {
        self.send(request.to_string().as_bytes())
    }

    /// Runs a statement without parameters.
    pub(crate) fn run(&mut self, statement: &str) -> Result<Json, String> {
        self.ask(&json!({"statement": statement}))
    }

    /// The most memory that the program has had at once since its start, in bytes.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("it still runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the system tells the peak");
        1024 * line.trim_end_matches("kB").trim().parse::<u64>().expect("a number of kilobytes")
    }

    /// Ends the input, and gives the exit code.
    pub(crate) fn finish(self) -> Option<i32> {
        let Self { mut process, input, output } = self;
        drop((input, output));
        process.wait().expect("the program ends").code()
    }
}
