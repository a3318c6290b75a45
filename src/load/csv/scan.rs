//! A table file → records, on several threads.
//!
//! A file is cut into chunks at line ends, and each chunk is read by one thread into a sink of its own. Within quotes a
//! line end is no end, and whether a chunk begins within quotes is not known to who reads it: as soon as any chunk meets a
//! quote, all is given up and the file is read again from its beginning by one thread.

use super::{Progress, Table};
use crate::diag::Code;
use rayon::prelude::*;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};

/// The bytes that one thread reads at a time.
const CHUNK: u64 = 1 << 20;

/// The bad lines that a chunk keeps to be shown; more are only counted.
const MOST_SHOWN: usize = 100;

/// The bytes of a line that are kept to be shown.
const MOST_TEXT: usize = 200;

/// The fields of one record.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    bytes: &'a [u8],
    fields: &'a [(u32, u32)],
}

impl<'a> Record<'a> {
    pub(super) fn get(&self, at: usize) -> &'a [u8] {
        let (start, end) = self.fields[at];
        &self.bytes[start as usize..end as usize]
    }
}

/// What is wrong with a record.
#[derive(Debug)]
pub(super) struct Problem {
    pub code: Code,
    pub message: String,
    /// The column at fault.
    pub field: Option<usize>,
    pub hint: Option<String>,
}

impl Problem {
    pub(super) fn new(code: Code, field: Option<usize>, message: String) -> Box<Self> {
        Box::new(Self { code, message, field, hint: None })
    }
}

/// Takes records. One that it refuses leaves no trace in it.
pub(super) trait Sink: Send {
    fn take(&mut self, record: &Record<'_>) -> Result<(), Box<Problem>>;
}

/// A line that was refused.
#[derive(Debug)]
pub(super) struct Bad {
    /// The line in the part, from 0.
    pub line: u32,
    /// The text of the line, or its beginning.
    pub text: String,
    /// The bytes of the text at fault.
    pub span: (usize, usize),
    pub problem: Box<Problem>,
}

/// What came of a chunk.
pub(super) struct Part<S> {
    pub sink: S,
    /// How many lines there are.
    pub lines: u32,
    /// How many records were taken.
    pub rows: u32,
    /// The row and line, both from 0, from which on a row stands on each line.
    pub runs: Vec<(u32, u32)>,
    pub bad: Vec<Bad>,
    /// How many lines are bad, of which not all are kept.
    pub bad_count: u64,
}

impl<S: Sink> Part<S> {
    fn new(sink: S) -> Self {
        Self { sink, lines: 0, rows: 0, runs: Vec::new(), bad: Vec::new(), bad_count: 0 }
    }

    /// Hands a record over, whose `lines` lines lie in `text` as written.
    fn record(&mut self, record: &Record<'_>, columns: usize, lines: u32, text: &[u8]) {
        let given = record.fields.len();
        let taken = if given == columns {
            self.sink.take(record)
        } else {
            let message = format!("the line has {}, and the table has {columns}", fields(given));
            Err(Problem::new(crate::diag::codes::CSV_LINE, None, message))
        };
        match taken {
            Ok(()) => {
                let last = self.runs.last().copied();
                if last.is_none_or(|(row, line)| line + (self.rows - row) != self.lines) {
                    self.runs.push((self.rows, self.lines));
                }
                self.rows += 1;
            }
            Err(problem) => self.refuse(problem, record, text),
        }
        self.lines += lines;
    }

    fn refuse(&mut self, problem: Box<Problem>, record: &Record<'_>, text: &[u8]) {
        self.bad_count += 1;
        if self.bad.len() == MOST_SHOWN {
            return;
        }
        let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let shown = String::from_utf8_lossy(&line[..line.len().min(MOST_TEXT)]).into_owned();
        // The place of a field is known where the record is the text itself, which it is not once quotes are taken away.
        let raw = std::ptr::eq(record.bytes.as_ptr_range().end, text.as_ptr_range().end);
        let place = problem.field.filter(|_| raw).map(|field| record.fields[field]);
        let start = record.bytes.len().saturating_sub(text.len());
        let span = place.map_or((0, shown.len()), |(from, to)| (from as usize - start, to as usize - start));
        let span = (span.0.min(shown.len()), span.1.min(shown.len()));
        self.bad.push(Bad { line: self.lines, text: shown, span, problem });
    }
}

fn fields(count: usize) -> String {
    if count == 1 { String::from("1 field") } else { format!("{count} fields") }
}

/// Reads all records of a table into sinks, in order.
pub(super) fn scan<S: Sink>(
    table: &Table<'_>,
    sink: impl Fn() -> S + Sync,
    progress: &Progress<'_>,
) -> io::Result<Vec<Part<S>>> {
    let size = table.storage.size();
    let quoted = AtomicBool::new(false);
    let starts: Vec<u64> = (0..(size - table.start).div_ceil(CHUNK)).map(|at| table.start + at * CHUNK).collect();
    let parts = starts.par_iter().map_init(Vec::new, |buffer, start| {
        if quoted.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let range = *start..(*start + CHUNK).min(size);
        progress.next(range.end - range.start)?;
        read_chunk(table, range, buffer)?;
        let part = chunk(table, buffer, sink());
        quoted.fetch_or(part.is_none(), Ordering::Relaxed);
        Ok(part)
    });
    let parts: Vec<Option<Part<S>>> = parts.collect::<io::Result<_>>()?;
    match parts.into_iter().collect() {
        Some(parts) => Ok(parts),
        None => Ok(vec![quoted_records(table, sink())?]),
    }
}

/// Fills the buffer with the lines that begin in a range of the file.
fn read_chunk(table: &Table<'_>, range: std::ops::Range<u64>, buffer: &mut Vec<u8>) -> io::Result<()> {
    let size = table.storage.size();
    // The byte before tells whether a line begins with the range.
    let before = u64::from(range.start > table.start);
    let length = (range.end - range.start + before) as usize;
    buffer.resize(length, 0);
    table.storage.read_at(range.start - before, buffer)?;
    let mut end = range.end;
    while buffer.last() != Some(&b'\n') && end < size {
        let more = (size - end).min(4096) as usize;
        let length = buffer.len();
        buffer.resize(length + more, 0);
        table.storage.read_at(end, &mut buffer[length..])?;
        end += more as u64;
        if let Some(at) = memchr::memchr(b'\n', &buffer[length..]) {
            buffer.truncate(length + at + 1);
            break;
        }
    }
    if before == 1 {
        // A line that began before belongs to the chunk before, and may fill all of this one.
        let own = length - 1;
        let skip = memchr::memchr(b'\n', buffer).map_or(buffer.len(), |at| at + 1);
        buffer.drain(..if skip > own { buffer.len() } else { skip });
    }
    Ok(())
}

/// Reads the records of whole lines; none when there is a quote among them.
fn chunk<S: Sink>(table: &Table<'_>, bytes: &[u8], sink: S) -> Option<Part<S>> {
    let mut part = Part::new(sink);
    let mut fields: Vec<(u32, u32)> = Vec::with_capacity(table.columns.len());
    let (mut line, mut field) = (0, 0);
    let mut end_line = |end: usize, field: usize, line: usize, fields: &mut Vec<(u32, u32)>| {
        let text_end = if end > line && bytes[end - 1] == b'\r' { end - 1 } else { end };
        if text_end > line {
            fields.push((field as u32, text_end.max(field) as u32));
            let record = Record { bytes: &bytes[..text_end], fields };
            part.record(&record, table.columns.len(), 1, &bytes[line..text_end]);
        } else {
            part.lines += 1;
        }
        fields.clear();
    };
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == table.delimiter {
            fields.push((field as u32, at as u32));
            field = at + 1;
        } else if *byte == b'\n' {
            end_line(at, field, line, &mut fields);
            (line, field) = (at + 1, at + 1);
        } else if *byte == b'"' {
            return None;
        }
    }
    if line < bytes.len() {
        end_line(bytes.len(), field, line, &mut fields);
    }
    Some(part)
}

/// Reads a whole file in which quotes occur.
fn quoted_records<S: Sink>(table: &Table<'_>, sink: S) -> io::Result<Part<S>> {
    let mut part = Part::new(sink);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(table.delimiter)
        .buffer_capacity(1 << 18)
        .from_reader(Stream { table, at: table.start, quotes: 0 });
    let mut record = csv::ByteRecord::new();
    let mut fields: Vec<(u32, u32)> = Vec::new();
    while reader.read_byte_record(&mut record).map_err(io::Error::from)? {
        let line = record.position().map_or(0, |position| position.line() as u32 - 1);
        part.lines = line;
        fields.clear();
        let ranges = (0..record.len()).filter_map(|at| record.range(at));
        fields.extend(ranges.map(|range| (range.start as u32, range.end as u32)));
        let text = record.iter().collect::<Vec<_>>().join(&table.delimiter);
        part.record(&Record { bytes: record.as_slice(), fields: &fields }, table.columns.len(), 1, &text);
    }
    if reader.get_ref().quotes % 2 == 1 {
        let message = String::from("a quote is opened and never closed");
        let problem = Problem::new(crate::diag::codes::CSV_LINE, None, message);
        part.refuse(problem, &Record { bytes: &[], fields: &[] }, &[]);
        part.bad_count = u64::MAX;
    }
    part.lines = reader.position().line() as u32;
    Ok(part)
}

/// A table as a stream, in which quotes are counted.
struct Stream<'t> {
    table: &'t Table<'t>,
    at: u64,
    quotes: u64,
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = (self.table.storage.size() - self.at).min(buffer.len() as u64) as usize;
        self.table.storage.read_at(self.at, &mut buffer[..length])?;
        self.at += length as u64;
        self.quotes += memchr::memchr_iter(b'"', &buffer[..length]).count() as u64;
        Ok(length)
    }
}
