//! Files that several threads read at once.

use crate::graph::Storage;
use crate::load::csv::Folder;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A file that is open, with its length at that time.
pub(super) struct FileStorage {
    #[cfg(unix)]
    file: File,
    #[cfg(not(unix))]
    file: std::sync::Mutex<File>,
    size: u64,
}

impl FileStorage {
    pub fn open(path: &Path) -> io::Result<Self> {
        // Opening a pipe would wait for a writer.
        let about = std::fs::metadata(path)?;
        if about.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !about.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        #[cfg(not(unix))]
        let file = std::sync::Mutex::new(file);
        Ok(Self { file, size })
    }
}

impl Storage for FileStorage {
    fn size(&self) -> u64 {
        self.size
    }

    #[cfg(unix)]
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, buffer, at)
    }

    #[cfg(not(unix))]
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        use std::io::{Read, Seek, SeekFrom};
        let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(buffer)
    }
}

/// The folder of a manifest.
pub(super) struct DiskFolder(pub PathBuf);

impl Folder for DiskFolder {
    fn open(&self, path: &str) -> io::Result<Box<dyn Storage>> {
        FileStorage::open(&self.0.join(path)).map(|file| Box::new(file) as Box<dyn Storage>)
    }

    fn shown(&self, path: &str) -> String {
        super::failure::shown(&self.0.join(path))
    }
}
