//! The command: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    casegraph::cli::main(std::env::args_os().collect())
}
