//! Times casegraph beside other engines on the same data and the same questions, in one run on one machine.
//!
//! ```sh
//! cargo bench --bench peers -- social --scale 0.1
//! cargo bench --bench peers -- shapes --engines casegraph,duckdb
//! cargo bench --bench peers -- studies --companies 100000 --engines casegraph,duckdb,kuzu,ladybug
//! cargo bench --bench peers -- documents --entries 100000
//! cargo bench --bench peers -- start
//! ```
//!
//! Data are made once for a size and are the same on every machine. An engine other than casegraph needs
//! `pip install duckdb kuzu ladybug`. The answers are compared; when two differ, it ends with code 1. Nothing but the
//! engine that is timed should run meanwhile: below each table stands how much of the machine others took.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, reason = "a program for the terminal")]

mod compare;
mod documents;
mod draw;
mod engine;
mod social;
mod start;
mod studies;
mod tables;

use clap::{Args, Parser, Subcommand};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Times casegraph beside other engines.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    work: Work,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

#[derive(Subcommand)]
enum Work {
    /// Counts patterns in a social network: the nine queries of LSQB, and three that are worded otherwise.
    Social {
        /// The size; 1 has 3.5 million nodes.
        #[arg(long, default_value_t = 0.1)]
        scale: f64,
        #[command(flatten)]
        how: How,
    },
    /// Groups, filters, follows, collects and sorts in the same network: questions of other shapes.
    Shapes {
        /// The size, as above.
        #[arg(long, default_value_t = 0.3)]
        scale: f64,
        #[command(flatten)]
        how: How,
    },
    /// Asks six questions of a graph of case studies.
    Studies {
        /// The size.
        #[arg(long, default_value_t = 10_000)]
        companies: usize,
        #[command(flatten)]
        how: How,
    },
    /// Reads a data directory of YAML files: from the files, and once more when nothing has changed.
    Documents {
        /// The size.
        #[arg(long, default_value_t = 100_000)]
        entries: usize,
        /// The program to time.
        #[arg(long, default_value = env!("CARGO_BIN_EXE_casegraph"))]
        program: PathBuf,
    },
    /// Asks one question of a small database, a process each time, beside the commands of SQLite and DuckDB that are there.
    Start {
        /// How often each is started.
        #[arg(long, default_value_t = 100)]
        runs: usize,
        /// The program to time.
        #[arg(long, default_value = env!("CARGO_BIN_EXE_casegraph"))]
        program: PathBuf,
    },
}

/// How it is compared.
#[derive(Args)]
pub struct How {
    /// The engines, of casegraph, duckdb, kuzu and ladybug.
    #[arg(long, value_delimiter = ',', default_value = "casegraph")]
    engines: Vec<String>,
    /// How often each query is timed, after a first run that is told apart.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// How many threads each engine may use.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// After so many seconds an engine is given up.
    #[arg(long, default_value_t = 60)]
    patience: u64,
    /// The casegraph to time.
    #[arg(long, default_value = env!("CARGO_BIN_EXE_casegraph"))]
    program: PathBuf,
    /// The Python that has the other engines.
    #[arg(long, default_value = "python3")]
    python: PathBuf,
}

fn main() -> ExitCode {
    match run(Arguments::parse().work) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(work: Work) -> Result<bool, Box<dyn Error>> {
    match work {
        Work::Social { scale, how } => {
            let folder = data(&format!("social-{scale}"), |folder| social::generate(folder, scale))?;
            compare::compare("social", &folder, &how)
        }
        Work::Shapes { scale, how } => {
            let folder = data(&format!("social-{scale}"), |folder| social::generate(folder, scale))?;
            compare::compare("shapes", &folder, &how)
        }
        Work::Studies { companies, how } => {
            let folder = data(&format!("studies-{companies}"), |folder| studies::generate(folder, companies))?;
            compare::compare("studies", &folder, &how)
        }
        Work::Documents { entries, program } => {
            let folder = data(&format!("documents-{entries}"), |folder| documents::generate(folder, entries))?;
            documents::time(&folder, &program)
        }
        Work::Start { runs, program } => {
            let folder = data("studies-1000", |folder| studies::generate(folder, 1000))?;
            start::time(&folder, &program, runs)
        }
    }
}

/// The folder of data of this name, which is filled when it is not there yet.
fn data(name: &str, fill: impl Fn(&Path) -> std::io::Result<[usize; 2]>) -> std::io::Result<PathBuf> {
    let folder = std::env::temp_dir().join("casegraph-peers").join(name);
    if !folder.exists() {
        // What is half written must not be taken for whole.
        let part = folder.with_extension("part");
        let [nodes, edges] = fill(&part)?;
        std::fs::rename(&part, &folder)?;
        eprintln!("{}: {nodes} nodes, {edges} edges", folder.display());
    }
    Ok(folder)
}
