//! The integration tests, in one binary.

mod bulk;
mod cache;
mod case_runner;
mod charts;
mod cli;
mod data_rules;
mod deck;
mod diff;
mod docs;
#[cfg(feature = "elk")]
mod draw;
mod formats;
mod function_examples;
mod fuzz;
#[cfg(feature = "elk")]
mod gallery;
#[cfg(feature = "elk")]
mod geometry;
#[cfg(all(unix, feature = "elk"))]
mod graphviz;
mod interrupt;
mod language;
mod layers;
mod limits;
mod load_errors;
mod load_examples;
mod output;
mod page;
mod pipe;
mod print;
mod random_counts;
mod random_patterns;
mod random_rows;
mod repl;
mod sandbox;
mod saved_queries;
mod seed_bullets;
mod snapshot;
#[cfg(feature = "elk")]
mod stability;
mod syntax_goldens;
mod tck;
mod yaml_oracle;
