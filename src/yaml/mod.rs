//! Text → a tree that knows the place of every value.
//!
//! Input: a file's bytes ([`decode()`]) or a [`Source`](crate::diag::Source) ([`parse`]). Output: a [`Node`], or what is
//! wrong with the text, in a writer's words.
//!
//! What is read is YAML 1.2 with its core schema: `no` is a text, `010` is ten, `~` and nothing at all are null. Left out
//! on purpose are several documents in one file, tags of an application, and keys that are lists or mappings. A file may
//! hold 20 MB, 64 levels and two million values; what aliases repeat is counted, so that no short file becomes a large tree.
//!
//! **Invariant:** the YAML crates are named only here. No input makes it panic, recurse deeply or take more than linear
//! time.

mod build;
mod decode;
mod node;
mod places;
mod scalar;
mod syntax;
mod tags;

pub use build::parse;
pub use decode::decode;
pub use node::{Content, Entry, Key, Node, Scalar};

/// The bytes that a file may hold.
pub const MAX_BYTES: usize = 20_000_000;
/// The levels to which lists and mappings may nest.
pub const MAX_DEPTH: usize = 64;
/// The values that a file may hold, those repeated by aliases included.
pub const MAX_NODES: usize = 2_000_000;
/// The values that the aliases of a file may repeat.
pub const MAX_REPEATED: usize = 100_000;
