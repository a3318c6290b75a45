//! OPTIONAL MATCH: what is found for the rows of a block, and nulls for those for which nothing is.

use super::block::{Block, Column};
use super::pipe::{Out, Pipe};
use super::stage::Stage;
use crate::exec::Result;
use crate::ir::Slot;
use crate::value::Value;

/// Nothing was found for the row.
const NONE: u32 = u32::MAX;

/// The rows that come next.
#[derive(Default)]
struct Merged {
    /// The row of the block that each comes from.
    rows: Vec<u32>,
    /// Which of the rows that were found it is.
    found: Vec<u32>,
}

impl Pipe<'_, '_, '_> {
    /// Sends each row on with what is found for it, or with nulls.
    pub(super) fn optional(
        &mut self,
        at: usize,
        inner: &[Stage<'_>],
        nulls: &[Slot],
        block: &Block,
        out: &mut Out<'_>,
    ) -> Result<()> {
        let number = Slot(self.frame.len() as u32 - 1);
        let mut numbered = block.wanted(|_| true);
        numbered.put(number, Column::Ints((0..block.len as i64).collect()));
        let mut pipe = Pipe {
            run: self.run,
            stages: inner,
            frame: self.frame.clone(),
            groups: None,
            ends: (None, self.run.current.get()),
        };
        let mut next = 0;
        pipe.push(0, numbered, &mut |found, _| {
            let Some(Column::Ints(numbers)) = found.column(number) else { unreachable!("rows are numbered") };
            let mut merged = Merged::default();
            for (place, row) in numbers.iter().enumerate() {
                merged.skip(next..*row as u32);
                merged.rows.push(*row as u32);
                merged.found.push(place as u32);
                next = *row as u32 + 1;
            }
            self.merged(at, nulls, block, found, &merged, out)
        })?;
        let mut rest = Merged::default();
        rest.skip(next..block.len as u32);
        self.merged(at, nulls, block, &Block::new(0), &rest, out)
    }

    fn merged(
        &mut self,
        at: usize,
        nulls: &[Slot],
        block: &Block,
        found: &Block,
        merged: &Merged,
        out: &mut Out<'_>,
    ) -> Result<()> {
        let needs = &self.stages[at].needs;
        let mut rows = block.gather(&merged.rows, |slot| needs.has(slot));
        for slot in nulls.iter().filter(|slot| needs.has(**slot)) {
            rows.put(
                *slot,
                found.column(*slot).map_or(Column::Same(Value::Null), |column| pick(column, &merged.found)),
            );
        }
        self.push(at + 1, rows, out)
    }
}

impl Merged {
    /// Takes in rows for which nothing was found.
    fn skip(&mut self, rows: std::ops::Range<u32>) {
        self.found.resize(self.found.len() + rows.len(), NONE);
        self.rows.extend(rows);
    }
}

/// The values in these places, which are all of them in order, and nulls between them.
fn pick(column: &Column, places: &[u32]) -> Column {
    if places.iter().all(|place| *place != NONE) {
        return column.clone();
    }
    let value = |place: &u32| if *place == NONE { Value::Null } else { column.value(*place as usize) };
    Column::Values(places.iter().map(value).collect())
}
