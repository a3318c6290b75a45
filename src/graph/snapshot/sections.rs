//! The frame of a snapshot: sections with checksums.

use super::{MAGIC, Refusal, Result, VERSION, damaged};
use crate::graph::Storage;
use bytemuck::{NoUninit, Pod};
use std::io::{self, Seek, SeekFrom, Write};
use xxhash_rust::xxh3::xxh3_64;

const HEADER: usize = 64;
const ALIGN: u64 = 64;

/// The number of a section.
pub(super) type Id = u32;

/// A section in the table.
#[derive(Clone, Copy, Debug, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
struct Entry {
    offset: u64,
    length: u64,
    checksum: u64,
}

/// Writes sections one after the other.
#[derive(Debug)]
pub(super) struct Writer<W> {
    output: W,
    at: u64,
    table: Vec<Entry>,
}

impl<W: Write + Seek> Writer<W> {
    pub(super) fn new(mut output: W) -> io::Result<Self> {
        output.write_all(&[0; HEADER])?;
        Ok(Self { output, at: HEADER as u64, table: Vec::new() })
    }

    /// Writes an array as a section.
    pub(super) fn put<T: NoUninit>(&mut self, array: &[T]) -> io::Result<Id> {
        // On machines that keep numbers the other way around, bytes are turned before they are written.
        let turned: Option<Vec<u8>> = cfg!(target_endian = "big").then(|| turn::<T>(bytemuck::cast_slice(array)));
        let bytes = turned.as_deref().unwrap_or_else(|| bytemuck::cast_slice(array));
        let gap = self.at.next_multiple_of(ALIGN) - self.at;
        self.output.write_all(&[0; ALIGN as usize][..gap as usize])?;
        self.output.write_all(bytes)?;
        let offset = self.at + gap;
        self.table.push(Entry { offset, length: bytes.len() as u64, checksum: xxh3_64(bytes) });
        self.at = offset + bytes.len() as u64;
        Ok(self.table.len() as Id - 1)
    }

    /// Writes the table, and the header that makes the file a snapshot.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let start = self.at;
        let mut table = Vec::with_capacity(self.table.len() * 24);
        for Entry { offset, length, checksum } in &self.table {
            [offset, length, checksum].iter().for_each(|number| table.extend(number.to_le_bytes()));
        }
        self.output.write_all(&table)?;
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        header.extend(VERSION.to_le_bytes());
        header.extend((self.table.len() as u32).to_le_bytes());
        header.extend(start.to_le_bytes());
        header.extend((start + table.len() as u64).to_le_bytes());
        header.resize(HEADER - 8, 0);
        let checksum = xxh3_64(&[&header[..], &table].concat());
        header.extend(checksum.to_le_bytes());
        self.output.seek(SeekFrom::Start(0))?;
        self.output.write_all(&header)?;
        Ok(self.output)
    }
}

/// The sections of a file.
pub(super) struct Sections<'f> {
    storage: &'f dyn Storage,
    table: Vec<Entry>,
}

impl<'f> Sections<'f> {
    /// Reads header and table.
    pub(super) fn open(storage: &'f dyn Storage) -> Result<Self> {
        let size = storage.size();
        let mut header = [0; HEADER];
        let begins = size.min(HEADER as u64) as usize;
        storage.read_at(0, &mut header[..begins])?;
        if header[..MAGIC.len()] != MAGIC {
            return Err(Refusal::Foreign);
        }
        if begins < HEADER {
            return Err(damaged("it ends within its header"));
        }
        let u32_at = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().unwrap_or_default());
        let u64_at = |at: usize| u64::from_le_bytes(header[at..at + 8].try_into().unwrap_or_default());
        if u32_at(8) != VERSION {
            return Err(Refusal::Version(u32_at(8)));
        }
        let (count, start, end) = (u64::from(u32_at(12)), u64_at(16), u64_at(24));
        if end != size {
            return Err(damaged(format!("it has {size} bytes, and {end} were written")));
        }
        if start < HEADER as u64 || start.checked_add(count * 24) != Some(end) {
            return Err(damaged("its table is not where it should be"));
        }
        let mut bytes = vec![0; (end - start) as usize];
        storage.read_at(start, &mut bytes)?;
        if xxh3_64(&[&header[..HEADER - 8], &bytes].concat()) != u64_at(HEADER - 8) {
            return Err(damaged("its table has another checksum"));
        }
        let numbers: Vec<u64> =
            bytes.chunks_exact(8).map(|each| u64::from_le_bytes(each.try_into().unwrap_or_default())).collect();
        let table: Vec<Entry> =
            numbers.chunks_exact(3).map(|each| Entry { offset: each[0], length: each[1], checksum: each[2] }).collect();
        let inside = |entry: &Entry| entry.offset.checked_add(entry.length).is_some_and(|end| end <= start);
        if !table.iter().all(inside) {
            return Err(damaged("a section lies outside of it"));
        }
        Ok(Self { storage, table })
    }

    /// The number of the last section.
    pub(super) fn last(&self) -> Result<Id> {
        self.table.len().checked_sub(1).map(|last| last as Id).ok_or_else(|| damaged("it has no section"))
    }

    /// Reads a section. No more is allocated than the file is long.
    pub(super) fn get<T: Pod>(&self, id: Id) -> Result<Vec<T>> {
        let entry = self.table.get(id as usize).ok_or_else(|| damaged(format!("there is no section {id}")))?;
        let length = entry.length as usize;
        if !length.is_multiple_of(size_of::<T>()) {
            return Err(damaged(format!("section {id} has a broken length")));
        }
        let mut array: Vec<T> = bytemuck::zeroed_vec(length / size_of::<T>());
        let bytes: &mut [u8] = bytemuck::cast_slice_mut(&mut array);
        self.storage.read_at(entry.offset, bytes)?;
        if xxh3_64(bytes) != entry.checksum {
            return Err(damaged(format!("section {id} has another checksum")));
        }
        if cfg!(target_endian = "big") {
            let turned = turn::<T>(bytes);
            bytes.copy_from_slice(&turned);
        }
        Ok(array)
    }
}

/// The bytes of each number, or of each number of four bytes in a record, the other way around.
fn turn<T>(bytes: &[u8]) -> Vec<u8> {
    let width = if size_of::<T>() > 8 { 4 } else { size_of::<T>() };
    bytes.chunks_exact(width).flat_map(|number| number.iter().rev().copied()).collect()
}
