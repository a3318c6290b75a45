//! The integration tests, in one binary.

mod cli;
mod load_errors;
mod load_examples;
mod output;
mod repl;
mod sandbox;
mod syntax_goldens;
mod yaml_oracle;
