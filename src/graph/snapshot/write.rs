//! Graph → snapshot.

use super::bytes::Output;
use super::sections::{Id, Writer};
use super::{DOCUMENTS, TABLES, describe, image, values};
use crate::diag::Source;
use crate::graph::base::{Block, Cells, Csr, Packed, PackedTable, Segment, Texts};
use crate::graph::{Graph, KeyId, LabelId, Names, Schema};
use std::io::{self, Seek, Write};

/// Writes a graph that was made from documents, or one of which nothing was written since it was loaded in bulk, and the
/// looks of its pictures. The bytes depend on nothing else.
///
/// # Errors
/// When the output cannot be written; when something was deleted from a graph of documents, of which the ids would not be
/// those that they were (`InvalidInput`).
pub fn write<W: Write + Seek>(graph: &Graph, style: Option<&Source>, output: W) -> io::Result<W> {
    if let Some(image) = image::write(graph) {
        let mut scribe = Scribe { sections: Writer::new(output)?, description: Output::default() };
        scribe.description.byte(DOCUMENTS);
        scribe.section(&image)?;
        scribe.description.option(style, |output, style| {
            output.text(style.name());
            output.text(style.text());
        });
        return scribe.finish();
    }
    let base = &graph.base;
    if base.node_end == 0 {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a rule has deleted something"));
    }
    let mut pieces = Pieces::new(output)?;
    for table in &base.tables {
        pieces.table(&table.labels, columns(table))?;
    }
    for Block { first, out, into, table } in &base.blocks {
        pieces.block(*first, out, into, columns(table))?;
    }
    pieces.finish(&graph.names, &graph.schema, base.node_end, &base.segments)
}

fn columns(table: &PackedTable) -> impl ExactSizeIterator<Item = (KeyId, &Packed)> {
    table.keys.iter().copied().zip(&table.columns)
}

/// A snapshot of tables that is being written, a piece at a time.
#[derive(Debug)]
pub(in crate::graph) struct Pieces<W> {
    scribe: Scribe<W>,
    tables: Listed,
    blocks: Listed,
}

/// What was written, as the description will list it.
#[derive(Debug, Default)]
struct Listed {
    count: u32,
    described: Vec<u8>,
}

impl Listed {
    /// Takes what the description says of one more.
    fn add(&mut self, description: &mut Output) {
        self.count += 1;
        self.described.append(&mut description.0);
    }

    fn put(&self, description: &mut Output) {
        description.u32(self.count);
        description.0.extend(&self.described);
    }
}

impl<W: Write + Seek> Pieces<W> {
    pub fn new(output: W) -> io::Result<Self> {
        let scribe = Scribe { sections: Writer::new(output)?, description: Output::default() };
        Ok(Self { scribe, tables: Listed::default(), blocks: Listed::default() })
    }

    /// Writes the columns of the next table, of nodes that carry labels.
    pub fn table<'c>(
        &mut self,
        labels: &[LabelId],
        columns: impl ExactSizeIterator<Item = (KeyId, &'c Packed)>,
    ) -> io::Result<()> {
        self.scribe.description.list(labels, |output, label| output.u32(label.0));
        self.scribe.table(columns)?;
        self.tables.add(&mut self.scribe.description);
        Ok(())
    }

    /// Writes the relationships of the next type.
    pub fn block<'c>(
        &mut self,
        first: u32,
        out: &Csr,
        into: &Csr,
        columns: impl ExactSizeIterator<Item = (KeyId, &'c Packed)>,
    ) -> io::Result<()> {
        self.scribe.description.u32(first);
        self.scribe.rows(out)?;
        self.scribe.rows(into)?;
        self.scribe.table(columns)?;
        self.blocks.add(&mut self.scribe.description);
        Ok(())
    }

    /// Writes what there is to say of the whole, and gives the output.
    pub fn finish(self, names: &Names, schema: &Schema, node_end: u32, segments: &[Segment]) -> io::Result<W> {
        let Self { mut scribe, tables, blocks } = self;
        scribe.description.byte(TABLES);
        describe::put_names(&mut scribe.description, names);
        describe::put_schema(&mut scribe.description, schema);
        scribe.description.u32(node_end);
        scribe.section(segments)?;
        tables.put(&mut scribe.description);
        blocks.put(&mut scribe.description);
        scribe.finish()
    }
}

/// Writes arrays as sections, and their numbers into the description.
#[derive(Debug)]
struct Scribe<W> {
    sections: Writer<W>,
    description: Output,
}

impl<W: Write + Seek> Scribe<W> {
    fn finish(mut self) -> io::Result<W> {
        let description = std::mem::take(&mut self.description.0);
        self.sections.put(&description)?;
        self.sections.finish()
    }

    fn section<T: bytemuck::NoUninit>(&mut self, array: &[T]) -> io::Result<()> {
        let id: Id = self.sections.put(array)?;
        self.description.u32(id);
        Ok(())
    }

    fn rows(&mut self, rows: &Csr) -> io::Result<()> {
        self.description.u32(rows.first);
        self.section(&rows.offsets)?;
        self.section(&rows.nodes)
    }

    fn table<'c>(&mut self, columns: impl ExactSizeIterator<Item = (KeyId, &'c Packed)>) -> io::Result<()> {
        self.description.u32(columns.len() as u32);
        for (key, column) in columns {
            self.description.u32(key.0);
            self.column(column)?;
        }
        Ok(())
    }

    fn column(&mut self, column: &Packed) -> io::Result<()> {
        self.description.bool(column.present.is_some());
        if let Some(present) = &column.present {
            self.section(&present.0)?;
        }
        match &column.cells {
            Cells::Bool(bits) => {
                self.description.byte(0);
                self.section(&bits.0)
            }
            Cells::Int(values) => {
                self.description.byte(1);
                self.section(values)
            }
            Cells::Float(values) => {
                self.description.byte(2);
                self.section(values)
            }
            Cells::Text(texts) => {
                self.description.byte(3);
                self.texts(texts)
            }
            Cells::Coded { codes, words } => {
                self.description.byte(4);
                self.section(codes)?;
                self.description.list(words, |output, word| output.text(word));
                Ok(())
            }
            Cells::Mixed(items) => {
                self.description.byte(5);
                let mut bytes = Output::default();
                bytes.list(items, values::put);
                self.section(&bytes.0)
            }
        }
    }

    fn texts(&mut self, texts: &Texts) -> io::Result<()> {
        self.section(&texts.offsets)?;
        self.section(texts.bytes.as_bytes())
    }
}
