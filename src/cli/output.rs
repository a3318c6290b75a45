//! Where data goes: standard output as it comes, or a file that is written whole or not at all.

use super::answer::broken_off;
use super::failure::{Failure, shown};
use super::interrupt;
use crate::engine;
use crate::value::{Bounds, Rows, Stop, footprint};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// So many bytes are written without a look at whether to go on.
const PIECE: usize = 1 << 16;

/// More links after one another are a circle.
const MOST_LINKS: usize = 40;

/// Where the data of a command goes.
#[derive(Debug)]
pub(super) enum Output {
    /// To standard output, piece by piece.
    Stream,
    /// To a file, all at once at the end.
    File(Kept),
}

/// What is to be written to a file.
#[derive(Debug)]
pub(super) struct Kept {
    path: PathBuf,
    /// In the pieces in which they came, since a list in one piece of memory needs it three times while it grows.
    pieces: Vec<Vec<u8>>,
    /// What the file and the rows that it is made from may take together.
    bounds: Bounds,
    /// The bytes of the rows.
    rows: u64,
}

impl Output {
    /// A file, for which so many bytes may be kept, or standard output for none and for `-`.
    pub fn new(path: Option<&Path>, memory: u64) -> Self {
        match path {
            Some(path) if path != Path::new("-") => {
                let bounds = Bounds::new(Stop::default(), memory);
                Self::File(Kept { path: path.to_owned(), pieces: Vec::new(), bounds, rows: 0 })
            }
            _ => Self::Stream,
        }
    }

    /// Says which rows are kept beside what is put from now on. O(values, for a file).
    pub fn beside(&mut self, rows: &Rows) {
        if let Self::File(kept) = self {
            kept.rows = rows.rows.iter().flatten().map(footprint).sum();
        }
    }

    /// Puts data out, or keeps it for the file. A file for which too much would be kept is none.
    pub fn put(&mut self, data: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), Failure> {
        match self {
            Self::Stream => print(data),
            Self::File(kept) => {
                let data = data.as_ref();
                let room = kept.bounds.take(data.len() as u64).and_then(|()| kept.bounds.fits(kept.rows));
                room.map_err(engine::failed)?;
                kept.pieces.push(data.to_vec());
                Ok(())
            }
        }
    }

    /// Writes the file.
    pub fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Stream => Ok(()),
            Self::File(Kept { path, pieces, .. }) => {
                write_with(&path, |mut file, _| Ok(pieces.iter().try_for_each(|piece| file.write_all(piece))?))
            }
        }
    }
}

/// Puts data on standard output.
pub(super) fn print(data: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), Failure> {
    let mut stream = io::stdout().lock();
    let done = stream.write_all(data.as_ref()).and_then(|()| stream.flush());
    done.map_err(|error| Failure::cannot_write("standard output", &error))
}

/// Writes a file by way of a temporary one beside it, so that a reader sees the old content or the new, and a failure
/// leaves the old.
pub(super) fn write(path: &Path, data: &[u8]) -> Result<(), Failure> {
    write_with(path, |mut file, _| Ok(file.write_all(data)?))
}

/// Puts a picture on standard output, unless somebody asks for an end.
pub(super) fn print_until(data: &[u8], stop: &Stop) -> Result<(), Failure> {
    data.chunks(PIECE).try_for_each(|piece| {
        stop.look().map_err(|_| broken_off("the rest of the picture is not shown"))?;
        print(piece)
    })
}

/// Writes a picture to a file as [`write()`] does, unless somebody asks for an end; then the file is as it was.
pub(super) fn write_until(path: &Path, data: &[u8], stop: &Stop) -> Result<(), Failure> {
    write_with(path, |mut file, _| {
        data.chunks(PIECE).try_for_each(|piece| {
            stop.look().map_err(|why| Unwritten::Failed(why.into()))?;
            Ok(file.write_all(piece)?)
        })
    })
}

/// Why a file is as it was.
pub(super) enum Unwritten {
    /// It cannot be written.
    Io(io::Error),
    /// There is nothing to write.
    Failed(Failure),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes a file as [`write()`] does, through a function that puts its content. A signal that comes meanwhile ends the
/// program once the function has returned, which may look whether one has come.
pub(super) fn write_with<T>(
    path: &Path,
    put: impl FnOnce(&fs::File, &Stop) -> Result<T, Unwritten>,
) -> Result<T, Failure> {
    // Devices and pipes cannot be replaced, and a link is followed rather than overwritten.
    let target = fs::canonicalize(path).unwrap_or_else(|_| follow(path));
    let done = match fs::metadata(&target) {
        Ok(about) if about.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory).into()),
        Ok(about) if !about.is_file() => {
            let file = fs::OpenOptions::new().write(true).open(&target);
            file.map_err(Unwritten::Io).and_then(|file| put(&file, &Stop::default()))
        }
        about => interrupt::whole(|stop| replace(&target, |file| put(file, stop), about.ok())),
    };
    done.map_err(|why| match why {
        Unwritten::Io(error) => Failure::cannot_write(&shown(path), &error),
        Unwritten::Failed(failure) => failure,
    })
}

/// Where a link leads to a file that is not there yet; the path itself when it is no link.
fn follow(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(next) = fs::read_link(&target) else { break };
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    target
}

fn replace<T>(
    target: &Path,
    put: impl FnOnce(&fs::File) -> Result<T, Unwritten>,
    old: Option<fs::Metadata>,
) -> Result<T, Unwritten> {
    if target.file_name().is_none() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput).into());
    }
    let (temporary, file) = beside(target)?;
    let done = put(&file).and_then(|put| {
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&temporary, target)?;
        Ok(put)
    });
    if done.is_err() {
        // What could not be finished is not left behind; that this may fail too changes nothing.
        let _ = fs::remove_file(&temporary);
    }
    done
}

/// A new file in the same directory. Its name is short whatever the other's length, and not that of one that a run which
/// was killed has left.
fn beside(target: &Path) -> io::Result<(PathBuf, fs::File)> {
    let mut number = 0;
    loop {
        let path = target.with_file_name(format!(".casegraph-{}-{number}.tmp", std::process::id()));
        match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            file => return file.map(|file| (path, file)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::failure::Exit;
    use super::*;
    use crate::value::Why;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let directory = std::env::temp_dir().join(format!("casegraph-output-{}", std::process::id()));
        fs::create_dir_all(&directory).expect("a directory for the test");
        let path = directory.join("answer.csv");
        write(&path, b"old").expect("the first write");
        write(&path, b"new").expect("the second write");
        assert_eq!(fs::read(&path).expect("the file"), b"new");
        let stop = Stop::default();
        write_until(&path, b"newer", &stop).expect("nobody asks for an end");
        stop.ask(Why::Asked);
        assert!(matches!(write_until(&path, b"x", &stop), Err(Failure::Found(Exit::Interrupted, _))));
        assert_eq!(fs::read(&path).expect("the file"), b"newer");
        assert_eq!(fs::read_dir(&directory).expect("the directory").count(), 1);
        assert!(matches!(write(&directory, b"x"), Err(Failure::Found(Exit::Io, _))));
        fs::remove_dir_all(&directory).expect("the directory is removed");
    }
}
