//! Opening tables: where their lines begin, and the names of their columns.

use super::Folder;
use super::column::Spec;
use super::manifest::{Kind, Manifest, TableSpec, Word};
use crate::diag::codes::{CANNOT_READ, CSV_COLUMN, CSV_LINE};
use crate::diag::{Diagnostic, Diagnostics, Source, nearest};
use crate::graph::Storage;
use std::sync::Arc;

/// The bytes within which a header ends.
const LONGEST_HEADER: u64 = 1 << 20;

/// A table file.
pub(super) struct Table<'m> {
    pub spec: &'m TableSpec,
    /// The path as messages show it.
    pub name: String,
    pub storage: Box<dyn Storage>,
    pub delimiter: u8,
    pub columns: Vec<Column>,
    /// Where the first line behind the header begins.
    pub start: u64,
    /// The number of that line, from 1.
    pub first_line: u32,
}

/// A column as the header has it.
pub(super) struct Column {
    /// The whole text.
    pub text: Arc<str>,
    /// The name of the property: the text without a type behind a colon, as in `id:ID(Person)` or `age:int`.
    pub name: Arc<str>,
    pub kind: Option<Kind>,
}

/// Opens every table, or tells all that is wrong with them.
pub(super) fn open_all<'m>(
    manifest: &'m Manifest,
    folder: &dyn Folder,
    source: &Arc<Source>,
) -> Result<(Vec<Table<'m>>, Vec<Table<'m>>), Diagnostics> {
    let mut findings = Diagnostics::new();
    let mut each = |spec| open(&manifest.base, spec, folder, source).map_err(|finding| findings.push(*finding)).ok();
    let nodes: Vec<_> = manifest.nodes.iter().filter_map(|spec| each(&spec.table)).collect();
    let edges: Vec<_> = manifest.edges.iter().filter_map(|spec| each(&spec.table)).collect();
    if findings.is_empty() { Ok((nodes, edges)) } else { Err(findings) }
}

/// Opens a table and reads its header.
fn open<'m>(
    base: &str,
    spec: &'m TableSpec,
    folder: &dyn Folder,
    manifest: &Arc<Source>,
) -> Result<Table<'m>, Box<Diagnostic>> {
    let path = if base.is_empty() { spec.file.text.to_string() } else { format!("{base}/{}", spec.file.text) };
    let name = folder.shown(&path);
    let unreadable = |error: std::io::Error| {
        let text = error.to_string();
        let reason = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
        Diagnostic::error(CANNOT_READ, format!("cannot read {name}: {reason}")).at(manifest, spec.file.node.span, "")
    };
    let storage = folder.open(&path).map_err(unreadable)?;
    let mut head = vec![0; storage.size().min(LONGEST_HEADER) as usize];
    storage.read_at(0, &mut head).map_err(unreadable)?;
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let (mut start, mut first_line, mut header) = (mark as u64, 1, None);
    if spec.form.header {
        let (length, lines, fields) = read_header(&head[mark..], spec.form.delimiter);
        (start, first_line, header) = (start + length, 1 + lines, Some(fields));
    }
    let columns = match (&spec.columns, header) {
        (Some(names), header) => {
            if header.as_ref().is_some_and(|header| header.len() != names.len()) {
                let count = header.map_or(0, |header| header.len());
                let message = format!("{name} has {count} columns, and {} are named", names.len());
                return Err(Diagnostic::error(CSV_COLUMN, message).at(manifest, spec.file.node.span, "").into());
            }
            names.iter().map(|name| Column { text: name.clone(), name: name.clone(), kind: None }).collect()
        }
        (None, header) => header.unwrap_or_default().iter().map(|text| column(text)).collect::<Vec<_>>(),
    };
    if columns.is_empty() {
        let finding = Diagnostic::error(CSV_LINE, format!("{name} has no header line"));
        return Err(finding.at(manifest, spec.file.node.span, "").hint("`header: false` and `columns` say so.").into());
    }
    Ok(Table { spec, name, storage, delimiter: spec.form.delimiter, columns, start, first_line })
}

/// The first record: how long it is, how many lines it takes, and its fields.
fn read_header(bytes: &[u8], delimiter: u8) -> (u64, u32, Vec<String>) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    if !reader.read_byte_record(&mut record).unwrap_or(false) {
        return (0, 0, Vec::new());
    }
    let position = reader.position();
    let fields = record.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect();
    let mut length = position.byte();
    // The reader ends behind the carriage return of a line end of two bytes.
    if bytes.get(length as usize) == Some(&b'\n') && bytes.get(length as usize - 1) == Some(&b'\r') {
        length += 1;
    }
    let lines = bytes[..length as usize].iter().filter(|byte| **byte == b'\n').count().max(1);
    (length, lines as u32, fields)
}

/// A column by its text. A known type behind a colon is none of its name.
fn column(text: &str) -> Column {
    let whole = |kind| Column { text: text.into(), name: text.into(), kind };
    let Some((name, suffix)) = text.rsplit_once(':') else { return whole(None) };
    let word = suffix.split('(').next().unwrap_or_default().to_ascii_lowercase();
    let kind = match word.as_str() {
        "int" | "long" | "short" | "byte" | "integer" => Some(Kind::Int),
        "float" | "double" => Some(Kind::Float),
        "boolean" | "bool" => Some(Kind::Bool),
        "string" | "char" => Some(Kind::Text),
        "id" | "start_id" | "end_id" => None,
        _ => return whole(None),
    };
    let name = if name.is_empty() { text } else { name };
    Column { text: text.into(), name: name.into(), kind }
}

impl Table<'_> {
    /// The place of a column that the manifest names, by its whole text or its name.
    pub(super) fn find(&self, word: &Word, manifest: &Arc<Source>) -> Result<usize, Box<Diagnostic>> {
        let found = self.columns.iter().position(|column| column.text == word.text);
        let found = found.or_else(|| self.columns.iter().position(|column| column.name == word.text));
        found.ok_or_else(|| {
            let message = format!("{} has no column `{}`", self.name, word.text);
            let finding = Diagnostic::error(CSV_COLUMN, message).at(manifest, word.node.span, "");
            let texts: Vec<&str> = self.columns.iter().map(|column| &*column.text).collect();
            Box::new(match nearest(&word.text, texts.iter().copied()) {
                Some(near) => finding.fix(word.node.span, near),
                None => finding.hint(format!("Its columns are {}.", texts.join(", "))),
            })
        })
    }

    /// The columns that become properties; `key` is the place of the key, `ends` are places that become none.
    pub(super) fn properties(
        &self,
        key: Option<usize>,
        ends: &[usize],
        manifest: &Arc<Source>,
    ) -> Result<Vec<Spec>, Diagnostics> {
        let mut findings = Diagnostics::new();
        let mut find = |word| self.find(word, manifest).map_err(|finding| findings.push(*finding)).ok();
        let ignored: Vec<usize> = self.spec.ignore.iter().filter_map(&mut find).collect();
        let types: Vec<(usize, Kind)> =
            self.spec.types.iter().filter_map(|(word, kind)| Some((find(word)?, *kind))).collect();
        if !findings.is_empty() {
            return Err(findings);
        }
        let wanted = (0..self.columns.len()).filter(|at| !ends.contains(at) && !ignored.contains(at));
        let spec = |at: usize| Spec {
            field: at,
            name: Arc::clone(&self.columns[at].name),
            kind: types.iter().find(|each| each.0 == at).map_or(self.columns[at].kind, |each| Some(each.1)),
            key: key == Some(at),
            null: self.spec.form.null.clone(),
        };
        Ok(wanted.map(spec).collect())
    }
}
