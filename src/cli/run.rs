//! From the arguments to the command that does the work.

use super::args::{Arguments, COMMANDS, Command, When, is_query};
use super::failure::{Exit, Failure};
use super::setup::Setup;
use super::terminal::Terminal;
use super::watch::{Watch, watch};
use super::{build, check, deck, draw, explain, interrupt, pipe, queries, query, repl, schema};
use crate::diag::nearest;
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::mpsc::{Sender, channel};

/// The stack of the thread that does the work. A plan of thousands of clauses runs them within each other, which without
/// optimization takes up to eight kilobytes each; the main thread may have one megabyte in all. What is not used costs
/// nothing.
const STACK: usize = 256 * 1024 * 1024;

/// Does what the arguments ask for, the first being the name of the program.
#[must_use]
pub fn main(arguments: Vec<OsString>) -> ExitCode {
    std::thread::scope(|scope| {
        let given = arguments.clone();
        let (watcher, watched) = channel();
        match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || work(given, Some(&watcher))) {
            Ok(worker) => {
                interrupt::leave_to_others();
                watch(&watched);
                // A panic has told its tale already, and ends the program as one on the main thread does.
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            }
            // Where memory is rationed, all but the longest queries do with the stack that there is.
            Err(_) => work(arguments, None),
        }
    })
}

/// Does it on the thread at hand; the watcher ends the statements of a command that then ends itself.
fn work(arguments: Vec<OsString>, watcher: Option<&Sender<Watch>>) -> ExitCode {
    let mut style = Terminal::detect(When::Auto).error_style;
    let done = parse(arguments).and_then(|arguments| {
        let terminal = Terminal::detect(arguments.shared.color);
        style = terminal.error_style;
        let setup = Setup::new(&arguments.shared, terminal)?;
        if let Some(watcher) =
            watcher.filter(|_| !is_shell(&arguments) && !matches!(arguments.command, Some(Command::Pipe)))
        {
            // While this thread runs the watcher listens.
            let _ = watcher.send(Watch::new(setup.limits.interrupt.clone(), style));
        }
        dispatch(&arguments, &setup)
    });
    done.unwrap_or_else(|failure| failure.report(style)).into()
}

/// Reads the arguments. A query as the first word is what `query` with it would be.
fn parse(mut arguments: Vec<OsString>) -> Result<Arguments, Failure> {
    let parsed = Arguments::try_parse_from(&arguments).map_err(Failure::Arguments)?;
    let Some(Command::Other(words)) = &parsed.command else { return Ok(parsed) };
    let word = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    if is_query(&word) || word == "-" {
        arguments.insert(arguments.len() - words.len(), OsString::from("query"));
        return Arguments::try_parse_from(&arguments).map_err(Failure::Arguments);
    }
    Err(Failure::usage(unknown(&word, &parsed)))
}

/// What to say about a word that is no command.
fn unknown(word: &str, arguments: &Arguments) -> String {
    let said = format!("there is no command `{word}`");
    if let Some(near) = nearest(word, COMMANDS) {
        return format!("{said}; did you mean `casegraph {near}`?");
    }
    let names = super::open::Place::find(arguments.shared.graph.as_deref()).query_names();
    if names.iter().any(|name| name == word) {
        return format!("{said}; `casegraph run {word}` runs the saved query");
    }
    match nearest(word, names.iter().map(String::as_str)) {
        Some(near) => format!("{said}; did you mean `casegraph run {near}`?"),
        None => said,
    }
}

fn is_shell(arguments: &Arguments) -> bool {
    arguments.command.is_none() && io::stdin().is_terminal()
}

fn dispatch(arguments: &Arguments, setup: &Setup) -> Result<Exit, Failure> {
    let shell = is_shell(arguments);
    setup.limits.interrupt.insist(!shell).map_err(|error| Failure::cannot_read("the terminal's signals", &error))?;
    if !matches!(arguments.command, Some(Command::Draw { .. })) {
        setup.with_one_file()?;
    }
    match &arguments.command {
        None if shell && setup.file().is_some() => Err(Failure::usage("-o needs a query to run")),
        None if shell => repl::run(setup),
        None => query::query(setup, None, None),
        Some(Command::Query { text, file }) => query::query(setup, text.as_deref(), file.as_deref()),
        Some(Command::Run { name }) => query::saved(setup, name),
        Some(Command::Queries) => setup.without_params("queries").and_then(|()| queries::queries(setup)),
        Some(Command::Draw { what, diff, picture }) => draw::draw(setup, what, diff.as_deref(), picture),
        Some(Command::Deck(wanted)) => setup.without_params("deck").and_then(|()| deck::deck(setup, wanted)),
        Some(Command::Check { dir }) => {
            setup.without_params("check").and_then(|()| check::check(setup, dir.as_deref()))
        }
        Some(Command::Build { dir, csv, skip_bad }) => {
            setup.without_params("build").and_then(|()| setup.without_answer("build"))?;
            build::build(setup, dir.as_deref(), csv.as_deref(), *skip_bad)
        }
        Some(Command::Schema { name }) => {
            setup.without_params("schema").and_then(|()| schema::schema(setup, name.as_deref()))
        }
        Some(Command::Explain { code }) => {
            setup.without_statement("explain").and_then(|()| setup.without_answer("explain"))?;
            explain::explain(setup, code.as_deref())
        }
        Some(Command::Pipe) => {
            setup.without_params("pipe").and_then(|()| setup.without_answer("pipe"))?;
            pipe::run(setup, arguments.shared.graph.is_some())
        }
        Some(Command::Other(_)) => Err(Failure::usage("a query was expected")),
    }
}
