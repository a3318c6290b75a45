//! A graph as one file that opens at once.
//!
//! ```text
//! header    magic, version, where the table stands, how long the file is, checksum of header and table     64 bytes
//! sections  arrays of little-endian numbers, each beginning at a multiple of 64
//! table     for each section: where it begins, how long it is, its checksum (XXH3)
//! ```
//!
//! The last section is the description, which begins with the form of what is held. Tables that were loaded in bulk are
//! described by names, schema, and which section holds which array; a graph of documents is one section, an [`image`], with
//! the text of its `style.yaml` beside it. Every section is checked before it is used: its checksum tells damage, and its
//! numbers are held against each other, so that a file made to do harm is refused as well.

use super::Graph;
use crate::diag::Source;
use std::sync::Arc;

mod bytes;
mod check;
mod describe;
pub mod image;
mod read;
mod sections;
mod values;
mod write;

pub use read::read;
pub(in crate::graph) use write::Pieces;
pub use write::write;

/// The first bytes of every snapshot. As in PNG, line ends and a byte beyond ASCII tell a file that was taken for text.
const MAGIC: [u8; 8] = *b"\x89CGX\r\n\x1a\n";

/// The version of the format. A file of another version is refused.
pub const VERSION: u32 = 2;

/// The form of a snapshot of tables.
const TABLES: u8 = 0;

/// The form of a snapshot of documents.
const DOCUMENTS: u8 = 1;

/// What a snapshot holds.
#[derive(Debug)]
pub struct Snapshot {
    /// The graph, with the ids that it had.
    pub graph: Graph,
    /// The text by which its pictures look as they do, named as the file that it was.
    pub style: Option<Arc<Source>>,
}

/// Why a snapshot cannot be read.
#[derive(Debug)]
pub enum Refusal {
    /// It cannot be read at all.
    Io(std::io::Error),
    /// It is no snapshot.
    Foreign,
    /// It is of this version of the format.
    Version(u32),
    /// It is not as it was written; what is wrong with it.
    Damaged(String),
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

fn damaged(what: impl Into<String>) -> Refusal {
    Refusal::Damaged(what.into())
}

/// What was read, or why not.
type Result<T> = std::result::Result<T, Refusal>;
