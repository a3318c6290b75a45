//! Why a command ended early, what is said about it, and with which code it exits.

use super::args::Arguments;
use crate::diag::codes::{CANNOT_READ, CANNOT_WRITE, INTERRUPTED, UNKNOWN_FORMAT};
use crate::diag::{Code, Diagnostic, Diagnostics, Style, show_all};
use crate::draw;
use crate::value::Why;
use clap::CommandFactory;
use clap::error::ErrorKind;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// The exit codes that scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Exit {
    /// Everything was done.
    Fine = 0,
    /// There are findings, or a query failed.
    Findings = 1,
    /// The command was not written as it must be.
    Usage = 2,
    /// Something could not be read or written.
    Io = 3,
    /// Ctrl-C ended it.
    Interrupted = super::interrupt::EXIT,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command ended early.
#[derive(Debug)]
pub(super) enum Failure {
    /// Findings to be shown.
    Found(Exit, Diagnostics),
    /// The arguments cannot be read, or they ask for help.
    Arguments(clap::Error),
    /// The arguments can be read, and ask for something that does not go.
    Usage(String),
    /// Nobody reads the output any more, which is no mistake: `casegraph … | head`.
    ClosedPipe,
}

impl Failure {
    /// A single finding.
    pub fn one(exit: Exit, finding: Diagnostic) -> Self {
        Self::Found(exit, finding.into())
    }

    /// A usage error.
    pub fn usage(message: impl std::fmt::Display) -> Self {
        Self::Usage(crate::diag::visible(&message.to_string()).into_owned())
    }

    /// A file that could not be read.
    pub fn cannot_read(name: &str, error: &io::Error) -> Self {
        Self::one(Exit::Io, about_file(CANNOT_READ, "cannot read", name, error))
    }

    /// A file that could not be written; a closed pipe is no failure.
    pub fn cannot_write(name: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::one(Exit::Io, about_file(CANNOT_WRITE, "cannot write", name, error))
    }

    /// The message of a usage error.
    pub fn message(&self) -> String {
        match self {
            Self::Usage(message) => message.clone(),
            Self::Arguments(error) => error.to_string(),
            Self::Found(_, findings) => show_all(findings, Style::Plain),
            Self::ClosedPipe => String::new(),
        }
    }

    /// Says what happened on standard error, and gives the exit code.
    pub fn report(self, style: Style) -> Exit {
        match self {
            Self::Found(exit, findings) => {
                super::terminal::say(&show_all(&findings, style));
                exit
            }
            Self::Arguments(error) => {
                // A message that cannot be shown leaves the exit code to speak.
                match (error.print(), error.use_stderr()) {
                    (_, true) => Exit::Usage,
                    (Err(failure), false) if failure.kind() != io::ErrorKind::BrokenPipe => Exit::Io,
                    (_, false) => Exit::Fine,
                }
            }
            Self::Usage(message) => {
                // In the look of the errors that the argument parser finds.
                let error = Arguments::command().error(ErrorKind::InvalidValue, message);
                let _ = error.print();
                Exit::Usage
            }
            Self::ClosedPipe => Exit::Fine,
        }
    }
}

/// Findings of a query or of the data.
impl From<Diagnostics> for Failure {
    fn from(findings: Diagnostics) -> Self {
        Self::Found(Exit::Findings, findings)
    }
}

/// That somebody has asked for an end before a picture was made and written.
impl From<Why> for Failure {
    fn from(why: Why) -> Self {
        (*draw::ended(why)).into()
    }
}

/// A finding that ends a command, with the exit code that it has wherever it comes from.
impl From<Diagnostic> for Failure {
    fn from(finding: Diagnostic) -> Self {
        let exit = match finding.code {
            INTERRUPTED => Exit::Interrupted,
            UNKNOWN_FORMAT => Exit::Usage,
            _ => Exit::Findings,
        };
        Self::one(exit, finding)
    }
}

/// A finding about a file, in the words of the system without its number.
pub(super) fn about_file(code: Code, what: &str, name: &str, error: &io::Error) -> Diagnostic {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
    Diagnostic::error(code, format!("{what} {name}: {reason}"))
}

/// A path as messages show it, with `/` between its parts and without `./` before it.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") };
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}
