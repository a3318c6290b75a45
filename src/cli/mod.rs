//! The command line and the shell.
//!
//! Input: arguments, files, the terminal. Output: data on standard output, talk on standard error, and an exit code:
//! 0 fine, 1 findings or a query that failed, 2 wrong usage, 3 input or output,
//! 130 interrupted. Two steps, as what was typed is not yet
//! what is to be done: `args` says what was typed, `setup` what follows from it together with the environment.
//!
//! **Invariant:** the only place that touches files, processes, the terminal and exit codes.

mod answer;
mod args;
mod build;
mod cache;
mod check;
mod deck;
mod diff;
mod draw;
mod explain;
mod failure;
mod input;
mod interrupt;
mod limits;
mod open;
mod output;
mod params;
mod picture;
pub mod pipe;
mod queries;
mod query;
mod repl;
mod run;
mod schema;
mod setup;
mod statement;
mod storage;
mod terminal;
mod watch;

pub use run::main;
