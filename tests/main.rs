//! The integration tests, in one binary.

mod syntax_goldens;
