//! The knowledge that is compiled in.

use super::{Project, Rules, open};
use crate::engine::Options;
use crate::load::File;
use std::borrow::Cow;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The built-in data, its rules run, and the built-in queries.
#[must_use]
pub fn builtin() -> Project {
    open(&builtin_data(), &builtin_queries(), Rules::All, &Options::default())
}

/// The files of the built-in data, which messages name as they lie in the source of this program.
#[must_use]
pub fn builtin_data() -> Vec<File> {
    files("data", DATA)
}

/// The files of the built-in saved queries; those of the folders below are decks, which are asked as a whole.
#[must_use]
pub fn builtin_queries() -> Vec<File> {
    files("queries", QUERIES).into_iter().filter(|file| !file.path.contains('/')).collect()
}

fn files(folder: &str, table: &'static [(&str, &[u8])]) -> Vec<File> {
    let file = |(path, bytes): &(&str, &'static [u8])| File {
        path: (*path).to_owned(),
        name: format!("{folder}/{path}"),
        bytes: Cow::Borrowed(bytes),
    };
    table.iter().map(file).collect()
}
