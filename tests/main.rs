//! The integration tests, in one binary.

mod load_errors;
mod load_examples;
mod output;
mod syntax_goldens;
mod yaml_oracle;
