//! What is tried with input that nobody would write: the targets, and a generator for where there is no fuzzer.

pub mod generate;
pub mod targets;
