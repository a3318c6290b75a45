//! The graph of a project as bytes that are good as long as program and files are the same.

use crate::graph::Graph;
use crate::graph::snapshot::image;
use crate::load::File;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Says by which program and from which files a graph was made; another one has another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u128);

/// What the program was made from, the built-in knowledge included.
const FINGERPRINT: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("CASEGRAPH_FINGERPRINT"));

/// The key's and the checksum's bytes, which stand in front.
const FRAME: usize = 24;

impl Key {
    /// The key of a data directory: every byte of its files counts, and what they are called.
    #[must_use]
    pub fn of(data: &[File]) -> Self {
        let mut hash = Self::begun();
        for file in data {
            for part in [file.path.as_bytes(), file.name.as_bytes(), &file.bytes] {
                hash.update(&(part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        Self(hash.digest128())
    }

    /// The key of the built-in knowledge, which is part of the program.
    #[must_use]
    pub fn builtin() -> Self {
        Self(Self::begun().digest128())
    }

    fn begun() -> Xxh3 {
        let mut hash = Xxh3::new();
        hash.update(FINGERPRINT.as_bytes());
        hash
    }
}

/// The bytes to keep of a graph; nothing when it is of a kind that cannot be kept.
#[must_use]
pub fn encode(graph: &Graph, key: Key) -> Option<Vec<u8>> {
    let body = image::write(graph)?;
    let mut bytes = Vec::with_capacity(FRAME + body.len());
    bytes.extend(key.0.to_le_bytes());
    bytes.extend(xxh3_64(&body).to_le_bytes());
    bytes.extend(body);
    Some(bytes)
}

/// The graph that was kept under this key; nothing when it was another key, or the bytes are not those that were kept.
#[must_use]
pub fn decode(bytes: &[u8], key: Key) -> Option<Graph> {
    let (frame, body) = bytes.split_at_checked(FRAME)?;
    let (kept, checksum) = frame.split_at(FRAME - 8);
    if kept != key.0.to_le_bytes() || checksum != xxh3_64(body).to_le_bytes() {
        return None;
    }
    image::read(body).ok()
}
