//! Reading: single texts, query directories, and data directories with everything below them.

use super::failure::{Exit, Failure, about_file, shown};
use crate::diag::codes::CANNOT_READ;
use crate::diag::{Diagnostic, Diagnostics, Source, Span};
use crate::load::File;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most bytes that are read from one place; no text for people is as large.
const MOST: u64 = 64_000_000;

/// From so many files on it is worth starting threads to read them.
const MANY: usize = 200;

/// A text file, such as a query.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let name = shown(path);
    let bytes = fs::File::open(path).and_then(whole).map_err(|error| Failure::cannot_read(&name, &error))?;
    utf8(&name, bytes)
}

/// All of standard input.
pub(super) fn stdin() -> Result<String, Failure> {
    let bytes = whole(io::stdin().lock()).map_err(|error| Failure::cannot_read("standard input", &error))?;
    utf8("standard input", bytes)
}

/// Everything that a file or stream gives, which may be a device that never ends.
fn whole(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(io::Error::other(format!("it has more than {} megabytes", MOST / 1_000_000)));
    }
    Ok(bytes)
}

fn utf8(name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
        let source = Source::new(name, before);
        let message = format!("{name} is not UTF-8 text");
        Failure::one(Exit::Io, Diagnostic::error(CANNOT_READ, message).at(&source, Span::new(good, good), "up to here"))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The YAML and Cypher files below a data directory, ordered by path.
///
/// Hidden entries are left out. A directory is entered once, so that links in a circle do no harm. Everything that
/// cannot be read is reported at once.
pub(super) fn data(directory: &Path) -> Result<Vec<File>, Failure> {
    let mut walk = Walk::default();
    walk.enter(directory, "");
    walk.read();
    if walk.findings.is_empty() {
        walk.files.sort_by(|a, b| a.path.cmp(&b.path));
        return Ok(walk.files);
    }
    Err(Failure::Found(Exit::Io, walk.findings))
}

/// The Cypher files of a query directory, ordered by name; none when there is no such directory.
pub(super) fn queries(directory: &Path) -> Result<Vec<File>, Failure> {
    if !directory.is_dir() {
        return Ok(Vec::new());
    }
    let mut walk = Walk::default();
    for (path, name) in walk.list(directory) {
        if name.ends_with(".cypher") {
            walk.found.push((path, name));
        }
    }
    walk.read();
    if walk.findings.is_empty() { Ok(walk.files) } else { Err(Failure::Found(Exit::Io, walk.findings)) }
}

/// The names of the queries in a directory, without reading them.
pub(super) fn query_names(directory: &Path) -> Vec<String> {
    let listed = if directory.is_dir() { Walk::default().list(directory) } else { Vec::new() };
    listed.into_iter().filter_map(|(_, name)| name.strip_suffix(".cypher").map(str::to_owned)).collect()
}

#[derive(Default)]
struct Walk {
    /// The files to read, with the paths that they will have.
    found: Vec<(PathBuf, String)>,
    files: Vec<File>,
    entered: BTreeSet<PathBuf>,
    findings: Diagnostics,
}

impl Walk {
    fn enter(&mut self, directory: &Path, prefix: &str) {
        match fs::canonicalize(directory) {
            Ok(real) => {
                if !self.entered.insert(real) {
                    return;
                }
            }
            Err(error) => return self.fail(directory, &error),
        }
        for (path, name) in self.list(directory) {
            let place = format!("{prefix}{name}");
            // A directory with the name of a document is a mistake, which would leave facts out in silence.
            if [".yaml", ".yml", ".cypher"].iter().any(|kind| name.ends_with(kind)) {
                self.found.push((path, place));
            } else if path.is_dir() {
                self.enter(&path, &format!("{place}/"));
            }
        }
    }

    /// The entries of a directory by name, without the hidden ones.
    fn list(&mut self, directory: &Path) -> Vec<(PathBuf, String)> {
        let entries = fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = entries.unwrap_or_else(|error| {
            self.fail(directory, &error);
            Vec::new()
        });
        let named = entries.iter().map(|entry| (entry.path(), entry.file_name().to_string_lossy().into_owned()));
        let mut named: Vec<_> = named.filter(|(_, name)| !name.starts_with('.')).collect();
        named.sort_by(|(_, a), (_, b)| a.cmp(b));
        named
    }

    /// Reads what was found, on all threads when it is much.
    fn read(&mut self) {
        let found = std::mem::take(&mut self.found);
        let read = |(path, _): &(PathBuf, String)| {
            // Opening a pipe would wait for a writer.
            fs::metadata(path).and_then(|about| {
                if about.is_file() { fs::File::open(path).and_then(whole) } else { Err(no_file(&about)) }
            })
        };
        let read: Vec<io::Result<Vec<u8>>> =
            if found.len() < MANY { found.iter().map(read).collect() } else { found.par_iter().map(read).collect() };
        for ((path, place), read) in found.into_iter().zip(read) {
            match read {
                Ok(bytes) => self.files.push(File { path: place, name: shown(&path), bytes: bytes.into() }),
                Err(error) => self.fail(&path, &error),
            }
        }
    }

    fn fail(&mut self, path: &Path, error: &io::Error) {
        let link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        let finding = about_file(CANNOT_READ, "cannot read", &shown(path), error);
        let broken = link && error.kind() == io::ErrorKind::NotFound;
        self.findings.push(if broken { finding.hint("The link leads nowhere.") } else { finding });
    }
}

/// What is wrong with something that stands where a file should.
fn no_file(about: &fs::Metadata) -> io::Error {
    if about.is_dir() { io::ErrorKind::IsADirectory.into() } else { io::Error::other("it is no file") }
}
