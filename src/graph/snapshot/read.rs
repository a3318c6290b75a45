//! Snapshot → graph.

use super::bytes::Input;
use super::sections::{Id, Sections};
use super::{DOCUMENTS, Result, Snapshot, TABLES, check, damaged, describe, image, values};
use crate::diag::Source;
use crate::graph::base::{Base, Bits, Block, Cells, Csr, Packed, PackedTable, Rels, Texts};
use crate::graph::{Graph, KeyId, LabelId, Names, Storage};
use bytemuck::Pod;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// Reads a graph, on all threads.
///
/// # Errors
/// When the storage cannot be read, is no snapshot, was written by another version, or is not as it was written.
pub fn read(storage: &dyn Storage) -> Result<Snapshot> {
    let sections = Sections::open(storage)?;
    let description: Vec<u8> = sections.get(sections.last()?)?;
    let mut input = Input::new(&description);
    match input.byte()? {
        TABLES => Ok(Snapshot { graph: tables(input, &sections)?, style: None }),
        DOCUMENTS => {
            let image = input.u32()?;
            let style = input.option(|input| Ok(Source::new(input.str()?, input.str()?)))?;
            input.end()?;
            let image: Vec<u8> = sections.get(image)?;
            Ok(Snapshot { graph: image::read(&image)?, style })
        }
        other => Err(damaged(format!("{other} is no form of a graph"))),
    }
}

fn tables(mut input: Input<'_>, sections: &Sections<'_>) -> Result<Graph> {
    let names = describe::get_names(&mut input)?;
    let schema = describe::get_schema(&mut input)?;
    let mut base = Base { node_end: input.u32()?, ..Base::default() };
    base.segments = sections.get(input.u32()?)?;
    let tables = input.list(|input| {
        let labels = input.list(|input| Ok(LabelId(input.u32()?)))?;
        Ok((labels, TablePlan::get(input, &names)?))
    })?;
    let blocks = input.list(|input| BlockPlan::get(input, &names))?;
    input.end()?;
    if blocks.len() > names.types.len() {
        return Err(damaged("a relationship type has no name"));
    }

    let rows = rows_of(&base, tables.len());
    check::segments(&base, &rows)?;
    base.tables = tables
        .into_par_iter()
        .zip(&rows)
        .map(|((labels, plan), rows)| {
            if !labels.windows(2).all(|pair| pair[0] < pair[1])
                || labels.iter().any(|each| each.0 >= names.labels.len() as u32)
            {
                return Err(damaged("the labels of a node are not in order"));
            }
            plan.read(labels.into(), *rows, sections)
        })
        .collect::<Result<_>>()?;
    let blocks: Vec<Block> = blocks.into_par_iter().map(|plan| plan.read(&base, sections)).collect::<Result<_>>()?;
    for block in &blocks {
        if block.first != base.rel_end {
            return Err(damaged("the ids of its relationships overlap"));
        }
        let count = block.out.nodes.len() as u32;
        base.rel_end = base.rel_end.checked_add(count).ok_or_else(|| damaged("it has too many relationships"))?;
    }
    base.blocks = blocks;
    Ok(Graph::over(Arc::new(schema), names, Arc::new(base)))
}

/// How many rows each table has: up to the last that a node needs.
fn rows_of(base: &Base, tables: usize) -> Vec<u32> {
    let mut rows = vec![0u32; tables];
    for segment in &base.segments {
        if let Some(rows) = rows.get_mut(segment.table as usize) {
            *rows = (*rows).max(segment.row.saturating_add(segment.len));
        }
    }
    rows
}

/// Which sections hold the columns of a table.
struct TablePlan(Vec<(KeyId, ColumnPlan)>);

struct ColumnPlan {
    present: Option<Id>,
    cells: CellsPlan,
}

enum CellsPlan {
    Bool(Id),
    Int(Id),
    Float(Id),
    Text(Id, Id),
    Coded(Id, Vec<Arc<str>>),
    Mixed(Id),
}

impl TablePlan {
    fn get(input: &mut Input<'_>, names: &Names) -> Result<Self> {
        let columns = input.list(|input| {
            let key = KeyId(input.u32()?);
            if key.0 as usize >= names.keys.len() {
                return Err(damaged("a column has no name"));
            }
            let present = input.option(Input::u32)?;
            let cells = match input.byte()? {
                0 => CellsPlan::Bool(input.u32()?),
                1 => CellsPlan::Int(input.u32()?),
                2 => CellsPlan::Float(input.u32()?),
                3 => CellsPlan::Text(input.u32()?, input.u32()?),
                4 => CellsPlan::Coded(input.u32()?, input.list(Input::text)?),
                5 => CellsPlan::Mixed(input.u32()?),
                other => return Err(damaged(format!("{other} is no type of a column"))),
            };
            Ok((key, ColumnPlan { present, cells }))
        });
        columns.map(Self)
    }

    fn read(self, labels: Arc<[LabelId]>, rows: u32, sections: &Sections<'_>) -> Result<PackedTable> {
        let mut table = PackedTable { labels, ..PackedTable::default() };
        for (key, plan) in self.0 {
            let column = plan.read(sections)?;
            check::column(&column, rows)?;
            table.keys.push(key);
            table.columns.push(column);
        }
        Ok(table)
    }
}

impl ColumnPlan {
    fn read(self, sections: &Sections<'_>) -> Result<Packed> {
        fn bits(sections: &Sections<'_>, id: Id) -> Result<Bits> {
            sections.get(id).map(Bits)
        }
        let cells = match self.cells {
            CellsPlan::Bool(id) => Cells::Bool(bits(sections, id)?),
            CellsPlan::Int(id) => Cells::Int(sections.get(id)?),
            CellsPlan::Float(id) => Cells::Float(sections.get(id)?),
            CellsPlan::Text(offsets, bytes) => {
                let bytes = String::from_utf8(sections.get(bytes)?).map_err(|_| damaged("a text is not UTF-8"))?;
                let texts = Texts { offsets: sections.get(offsets)?, bytes };
                check::texts(&texts)?;
                Cells::Text(texts)
            }
            CellsPlan::Coded(codes, words) => Cells::Coded { codes: sections.get(codes)?, words },
            CellsPlan::Mixed(id) => {
                let bytes: Vec<u8> = sections.get(id)?;
                let mut input = Input::new(&bytes);
                let items = input.list(values::get)?;
                input.end()?;
                Cells::Mixed(items)
            }
        };
        Ok(Packed::new(cells, self.present.map(|id| bits(sections, id)).transpose()?))
    }
}

/// Which sections hold the relationships of a type.
struct BlockPlan {
    first: u32,
    out: RowsPlan,
    into: RowsPlan,
    table: TablePlan,
}

impl BlockPlan {
    fn get(input: &mut Input<'_>, names: &Names) -> Result<Self> {
        Ok(Self {
            first: input.u32()?,
            out: RowsPlan::get(input)?,
            into: RowsPlan::get(input)?,
            table: TablePlan::get(input, names)?,
        })
    }

    fn read(self, base: &Base, sections: &Sections<'_>) -> Result<Block> {
        let (out, into) = rayon::join(|| self.out.read(base, sections), || self.into.read(base, sections));
        let (mut out, into) = (out?, into?);
        if out.nodes.len() != into.nodes.len() {
            return Err(damaged("the two directions of a relationship type differ"));
        }
        let table = self.table.read(Arc::default(), out.nodes.len() as u32, sections)?;
        out.rels = Rels::Counted(self.first);
        let out = Arc::new(out);
        let into = Arc::new(Csr { rels: Rels::Turned(Arc::clone(&out), OnceLock::new()), ..into });
        Ok(Block { first: self.first, out, into, table })
    }
}

struct RowsPlan {
    first: u32,
    offsets: Id,
    nodes: Id,
}

impl RowsPlan {
    fn get(input: &mut Input<'_>) -> Result<Self> {
        Ok(Self { first: input.u32()?, offsets: input.u32()?, nodes: input.u32()? })
    }

    fn read(&self, base: &Base, sections: &Sections<'_>) -> Result<Csr> {
        fn array<T: Pod>(sections: &Sections<'_>, id: Id) -> Result<Vec<T>> {
            sections.get(id)
        }
        let rows = Csr {
            first: self.first,
            offsets: array(sections, self.offsets)?,
            nodes: array(sections, self.nodes)?,
            ..Csr::default()
        };
        check::rows(&rows, base)?;
        Ok(rows)
    }
}
