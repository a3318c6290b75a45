//! Where graphs that were made from files are kept from one run to the next.
//!
//! `$CASEGRAPH_CACHE` names the directory, and turns the cache off when empty; without it, it is `casegraph` in the user's
//! cache directory. There is one file for each data directory. None is ever needed: what cannot be read, is damaged or was
//! made from something else is made again, and where nothing can be written nothing is.

use super::output;
use crate::graph::Graph;
use crate::project::cache::{Key, decode, encode};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The file that keeps the graph of one directory, or of the built-in knowledge.
pub(super) struct Cache(Option<PathBuf>);

impl Cache {
    /// The cache of a data directory, or of the built-in knowledge.
    pub fn of(directory: Option<&Path>) -> Self {
        let name = match directory {
            None => Some("builtin".to_owned()),
            Some(directory) => fs::canonicalize(directory).ok().map(|real| {
                let name = xxhash_rust::xxh3::xxh3_64(real.as_os_str().as_encoded_bytes());
                format!("{name:016x}")
            }),
        };
        Self(home().zip(name).map(|(home, name)| home.join(name + ".graph")))
    }

    /// One that keeps nothing.
    pub fn none() -> Self {
        Self(None)
    }

    /// The graph that was kept under this key.
    pub fn get(&self, key: Key) -> Option<Graph> {
        let file = self.0.as_ref()?;
        // Opening a pipe would wait for a writer.
        let regular = fs::metadata(file).is_ok_and(|about| about.is_file());
        decode(&regular.then(|| fs::read(file).ok())??, key)
    }

    /// Keeps a graph. That it cannot be kept changes nothing but the time that the next run takes.
    pub fn put(&self, key: Key, graph: &Graph) {
        let Some((file, bytes)) = self.0.as_ref().zip(encode(graph, key)) else { return };
        let kept = file.parent().is_some_and(|home| fs::create_dir_all(home).is_ok());
        if kept {
            let _ = output::write(file, &bytes);
        }
    }
}

/// The directory of all that is kept.
fn home() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CASEGRAPH_CACHE") {
        return (!named.is_empty()).then(|| PathBuf::from(named));
    }
    let named = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = named.or_else(|| env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".cache")));
    home.map(|home| home.join("casegraph"))
}
