//! An engine as a process that answers a question a line.

use crate::How;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// An engine with its database open, or about to be filled.
pub struct Engine {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    patience: Duration,
    /// Whether it speaks as `casegraph pipe` does.
    ours: bool,
}

/// The rows of an answer, as text, in an order of their own.
pub type Rows = Vec<Vec<String>>;

/// Fills a database from the tables in a folder, and gives back the time.
pub fn load(name: &str, work: &str, folder: &Path, database: &Path, how: &How) -> Result<Duration, String> {
    let start = Instant::now();
    if name == "casegraph" {
        let status = Command::new(&how.program)
            .args(["build", "--csv"])
            .arg(folder.join("manifest.yaml"))
            .arg("-o")
            .arg(database)
            .env("RAYON_NUM_THREADS", how.threads.to_string())
            .stderr(Stdio::null())
            .status();
        let status = status.map_err(|error| error.to_string())?;
        return if status.success() { Ok(start.elapsed()) } else { Err(format!("casegraph build: {status}")) };
    }
    let mut engine = Engine::open(name, work, folder, database, how)?;
    engine.patience = Duration::from_secs(600);
    engine.tell(&json!("load"))?;
    Ok(start.elapsed())
}

impl Engine {
    /// Starts an engine on a database.
    pub fn open(name: &str, work: &str, folder: &Path, database: &Path, how: &How) -> Result<Self, String> {
        let ours = name == "casegraph";
        let mut command = Command::new(if ours { &how.program } else { &how.python });
        if ours {
            command.arg("-g").arg(database).arg("pipe").env("RAYON_NUM_THREADS", how.threads.to_string());
        } else {
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/peers.py");
            command.arg(script).args([name, work]).arg(folder).arg(database).arg(how.threads.to_string());
        }
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, input, lines, patience: Duration::from_secs(how.patience), ours })
    }

    /// Asks a question; gives back the time until the answer was here, and its rows.
    pub fn ask(&mut self, text: &str) -> Result<(Duration, Rows), String> {
        let start = Instant::now();
        let answer = self.tell(&if self.ours { json!({"statement": text}) } else { json!(text) })?;
        let took = start.elapsed();
        let answer: Value = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
        let rows = if self.ours { &answer["data"]["values"] } else { &answer };
        let Some(rows) = rows.as_array() else { return Err(answer.to_string()) };
        let cell = |cell: &Value| match &cell["_value"] {
            Value::Null => cell.to_string(),
            Value::String(text) if cell["$type"] == "Integer" => text.clone(),
            text => text.to_string(),
        };
        let mut rows: Rows = rows.iter().map(|row| row.as_array().into_iter().flatten().map(cell).collect()).collect();
        rows.sort();
        Ok((took, rows))
    }

    fn tell(&mut self, line: &Value) -> Result<String, String> {
        writeln!(self.input, "{line}").and_then(|()| self.input.flush()).map_err(|error| error.to_string())?;
        self.lines.recv_timeout(self.patience).map_err(|_| format!("no answer within {} s", self.patience.as_secs()))
    }

    /// The processor time of the engine so far, and the most memory it had, in megabytes.
    pub fn used(&self) -> (Duration, Option<u64>) {
        let read =
            |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap_or_default();
        let stat = read("stat");
        let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace().skip(11).take(2);
        let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
        let peak = read("status")
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        (Duration::from_millis(ticks * 10), peak.map(|peak: u64| peak / 1000))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
