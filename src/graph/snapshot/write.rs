//! Graph → snapshot.

use super::bytes::Output;
use super::sections::{Id, Writer};
use super::{DOCUMENTS, TABLES, describe, image, values};
use crate::diag::Source;
use crate::graph::Graph;
use crate::graph::base::{Block, Cells, Csr, Packed, PackedTable, Texts};
use std::io::{self, Seek, Write};

/// Writes a graph that was made from documents, or one of which nothing was written since it was loaded in bulk, and the
/// looks of its pictures. The bytes depend on nothing else.
///
/// # Errors
/// When the output cannot be written; when something was deleted from a graph of documents, of which the ids would not be
/// those that they were (`InvalidInput`).
pub fn write<W: Write + Seek>(graph: &Graph, style: Option<&Source>, output: W) -> io::Result<W> {
    let mut scribe = Scribe { sections: Writer::new(output)?, description: Output::default() };
    if let Some(image) = image::write(graph) {
        scribe.description.byte(DOCUMENTS);
        scribe.section(&image)?;
        scribe.description.option(style, |output, style| {
            output.text(style.name());
            output.text(style.text());
        });
    } else if graph.base.node_end == 0 {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a rule has deleted something"));
    } else {
        scribe.description.byte(TABLES);
        scribe.tables(graph)?;
    }
    let description = scribe.description.0;
    scribe.sections.put(&description)?;
    scribe.sections.finish()
}
/// Writes arrays as sections, and their numbers into the description.
struct Scribe<W> {
    sections: Writer<W>,
    description: Output,
}

impl<W: Write + Seek> Scribe<W> {
    fn tables(&mut self, graph: &Graph) -> io::Result<()> {
        describe::put_names(&mut self.description, &graph.names);
        describe::put_schema(&mut self.description, &graph.schema);
        let base = &graph.base;
        self.description.u32(base.node_end);
        self.section(&base.segments)?;
        self.description.u32(base.tables.len() as u32);
        for table in &base.tables {
            self.description.list(&table.labels, |output, label| output.u32(label.0));
            self.table(table)?;
        }
        self.description.u32(base.blocks.len() as u32);
        for Block { first, out, into, table } in &base.blocks {
            self.description.u32(*first);
            self.rows(out)?;
            self.rows(into)?;
            self.table(table)?;
        }
        Ok(())
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

    fn table(&mut self, table: &PackedTable) -> io::Result<()> {
        self.description.u32(table.keys.len() as u32);
        for (key, column) in table.keys.iter().zip(&table.columns) {
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
