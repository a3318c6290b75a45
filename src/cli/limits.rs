//! What a statement may take: `--timeout`, `--memory-limit`, and Ctrl-C.

use super::args::LimitArgs;
use super::failure::{Exit, Failure};
use super::interrupt::Interrupt;
use crate::diag::codes::INTERRUPTED;
use crate::diag::{Diagnostics, Source};
use crate::engine::{self, Answer, Options, Timer};
use crate::project::Project;
use crate::value::{DEFAULT_MEMORY, Map, Stop};
use std::sync::Arc;
use std::time::Duration;

/// With less even a short answer has no room.
const LEAST_MEMORY: u64 = 1_000_000;

/// The limits of every statement that a command runs.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    timeout: Option<Duration>,
    /// The bytes that a statement, or what is written of its answer to a file, may keep.
    pub memory: u64,
    /// What Ctrl-C does.
    pub interrupt: Interrupt,
}

impl Limits {
    /// Takes the limits from the options, else from the environment.
    pub fn new(args: &LimitArgs, interrupt: Interrupt) -> Result<Self, Failure> {
        let timeout = given(args.timeout.as_deref(), "--timeout", "CASEGRAPH_TIMEOUT");
        let memory = given(args.memory_limit.as_deref(), "--memory-limit", "CASEGRAPH_MEMORY_LIMIT");
        Ok(Self {
            timeout: timeout.map(|(name, text)| duration(name, &text)).transpose()?,
            memory: memory.map_or(Ok(DEFAULT_MEMORY), |(name, text)| size(name, &text))?,
            interrupt,
        })
    }

    /// How a statement is run that ends when `stop` asks for it.
    pub fn options(&self, stop: Stop) -> Options {
        Options { stop, timeout: self.timeout, memory: self.memory, ..Options::default() }
    }

    /// Runs one statement, which Ctrl-C ends.
    pub fn ask(&self, project: &mut Project, statement: &Arc<Source>, params: &Map) -> Result<Answer, Failure> {
        let run = |stop| engine::run(&mut project.graph, statement, params, &self.options(stop));
        self.interrupt.during(run).map_err(|findings| Failure::Found(exit(&findings), findings))
    }

    /// Makes a picture of an answer, which Ctrl-C ends, and for which there is as much time as for a statement.
    pub fn draw<T>(&self, make: impl FnOnce(&Stop) -> T) -> T {
        self.interrupt.during(|stop| {
            let _timer = self.timeout.map(|time| Timer::start(time, &stop));
            make(&stop)
        })
    }
}

fn exit(findings: &Diagnostics) -> Exit {
    if findings.iter().any(|finding| finding.code == INTERRUPTED) { Exit::Interrupted } else { Exit::Findings }
}

/// The text of an option or of a variable, with its name.
fn given(option: Option<&str>, name: &'static str, variable: &'static str) -> Option<(&'static str, String)> {
    let text = option.map(|text| (name, text.to_owned()));
    text.or_else(|| std::env::var(variable).ok().filter(|text| !text.is_empty()).map(|text| (variable, text)))
}

/// A duration such as `500ms`, `2s` or `1m30s`; a lone number is seconds.
fn duration(name: &str, text: &str) -> Result<Duration, Failure> {
    let seconds = text.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let spoken = || text.parse::<jiff::SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
    match seconds.or_else(spoken) {
        Some(time) if !time.is_zero() => Ok(time),
        _ => Err(Failure::usage(format!("{name} is a time such as 500ms, 2s or 1m30s, and not `{text}`"))),
    }
}

/// A number of bytes such as `500MB` or `1.5GiB`.
fn size(name: &str, text: &str) -> Result<u64, Failure> {
    const UNITS: [(&str, f64); 10] = [
        ("", 1.0),
        ("b", 1.0),
        ("k", 1e3),
        ("kb", 1e3),
        ("mb", 1e6),
        ("gb", 1e9),
        ("kib", 1024.0),
        ("mib", 1_048_576.0),
        ("gib", 1_073_741_824.0),
        ("tb", 1e12),
    ];
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let unit = text[end..].trim().to_ascii_lowercase();
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
    let bytes = text[..end].parse::<f64>().ok().zip(factor).map(|(number, factor)| (number * factor) as u64);
    match bytes {
        Some(bytes) if bytes >= LEAST_MEMORY => Ok(bytes),
        Some(_) => Err(Failure::usage(format!("{name} is 1MB or more, and not `{text}`"))),
        None => Err(Failure::usage(format!("{name} is a size such as 500MB or 2GiB, and not `{text}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Why;

    #[test]
    fn a_picture_has_as_much_time_as_a_statement() {
        let limits = |timeout| Limits { timeout, memory: DEFAULT_MEMORY, interrupt: Interrupt::default() };
        let short = limits(Some(Duration::from_millis(1)));
        for _ in 0..2 {
            let why = short.draw(|stop| {
                while stop.look().is_ok() {
                    std::thread::yield_now();
                }
                stop.why()
            });
            assert_eq!(why, Some(Why::Late));
        }
        assert_eq!(limits(None).draw(Stop::why), None);
    }

    #[test]
    fn times_are_read() {
        let cases = [("2", 2_000), ("0.5", 500), ("500ms", 500), ("2s", 2_000), ("1m30s", 90_000), ("1.5h", 5_400_000)];
        for (text, milliseconds) in cases {
            let time = duration("--timeout", text).ok().map(|time| time.as_millis());
            assert_eq!(time, Some(milliseconds), "{text}");
        }
        for text in ["", "0", "0s", "-1", "-2s", "soon", "2 s ago", "1e400", "nan", "1y"] {
            let Err(Failure::Usage(message)) = duration("--timeout", text) else { panic!("`{text}` is no time") };
            assert_eq!(message, format!("--timeout is a time such as 500ms, 2s or 1m30s, and not `{text}`"));
        }
    }

    #[test]
    fn sizes_are_read() {
        let cases =
            [("1000000", 1_000_000), ("500MB", 500_000_000), ("1.5 gib", 1_610_612_736), ("1024KiB", 1_048_576)];
        for (text, bytes) in cases {
            assert_eq!(size("--memory-limit", text).ok(), Some(bytes), "{text}");
        }
        let refusal = |text: &str| match size("--memory-limit", text) {
            Err(Failure::Usage(message)) => message,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(refusal("10kB"), "--memory-limit is 1MB or more, and not `10kB`");
        for text in ["", "much", "-1GB", "1.2.3MB", "5 apples"] {
            assert_eq!(refusal(text), format!("--memory-limit is a size such as 500MB or 2GiB, and not `{text}`"));
        }
    }
}
