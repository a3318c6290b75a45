//! ORDER BY of all rows: the keys as columns, and rows put in order by their numbers.

use super::Gathered;
use super::block::{Block, Column, ROWS};
use crate::exec::held::Held;
use crate::exec::{Frame, Result, Run, without_place};
use crate::ir::SortKey;
use crate::plan::Sort;
use crate::value::{Bounds, Kept, Value, order};
use std::cmp::Ordering;

/// So many keys stand beside the place of a row.
const NEAR: usize = 2;

/// The bytes of the place of a row while rows are put in order.
const PLACE: u64 = 48;

/// Rows that are to be put in order.
pub(super) struct SortedBlocks<'p> {
    sort: &'p Sort,
    blocks: Kept<'p, Vec<Block>>,
    keys: Kept<'p, Vec<Key>>,
    held: Held<'p>,
}

/// What rows are ordered by.
enum Key {
    Ints(Vec<i64>),
    Values(Vec<Value>),
}

impl<'p> SortedBlocks<'p> {
    pub(super) fn new(sort: &'p Sort, bounds: &'p Bounds) -> Self {
        let keys = sort.keys.iter().map(|_| Key::Ints(Vec::new())).collect();
        Self { sort, blocks: Kept::new(Vec::new(), bounds), keys: Kept::new(keys, bounds), held: Held::new(bounds) }
    }

    /// The rows in order; rows in one place stay in the order in which they came.
    pub(super) fn finish(self, run: &Run<'_>) -> Result<Vec<Block>> {
        let Self { sort, blocks, keys, held } = self;
        let count: usize = blocks.iter().map(|block| block.len).sum();
        held.bytes(PLACE * count as u64)?;
        // The first keys stand beside the place, since they mostly decide.
        let near = keys.iter().zip(&sort.keys).take(NEAR).take_while(|(key, _)| matches!(key, Key::Ints(_))).count();
        let number = |key: usize, at: usize| match (keys.get(key), sort.keys.get(key)) {
            (Some(Key::Ints(ints)), Some(SortKey { descending: true, .. })) => !ints[at],
            (Some(Key::Ints(ints)), _) => ints[at],
            _ => 0,
        };
        let numbers = |at: usize| std::array::from_fn(|key| if key < near { number(key, at) } else { 0 });
        let places: Vec<([i64; NEAR], u32)> = (0..count).map(|at| (numbers(at), at as u32)).collect();
        let later = |a: usize, b: usize| {
            let mut each = keys.iter().zip(&sort.keys).skip(near).map(|(key, by)| key.compare(a, b, by.descending));
            each.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
        };
        let compare = |a: &([i64; NEAR], u32), b: &([i64; NEAR], u32)| {
            a.0.cmp(&b.0).then_with(|| later(a.1 as usize, b.1 as usize))
        };
        let places = run.input.bounds.sort_shared(places, &compare).map_err(without_place)?;
        let whole = whole(&blocks, sort, count);
        let block = |places: &[([i64; NEAR], u32)]| {
            run.check_stop()?;
            let rows: Vec<u32> = places.iter().map(|(_, row)| *row).collect();
            Ok(whole.gather(&rows, |_| true))
        };
        places.chunks(ROWS).map(block).collect()
    }
}

/// All rows in one block.
fn whole(blocks: &[Block], sort: &Sort, count: usize) -> Block {
    let mut whole = Block::new(count);
    for slot in &sort.live {
        let parts: Option<Vec<(&Column, usize)>> =
            blocks.iter().map(|block| Some((block.column(*slot)?, block.len))).collect();
        if let Some(parts) = parts {
            whole.put(*slot, Column::concat(&parts));
        }
    }
    whole
}

impl Gathered for SortedBlocks<'_> {
    fn add_block(&mut self, run: &Run<'_>, block: &Block, frame: &mut Frame) -> Result<()> {
        for (key, by) in self.keys.iter_mut().zip(&self.sort.keys) {
            let column = run.column(&by.expr, block, frame)?;
            self.held.bytes(key.extend(&column, block.len))?;
        }
        // What is no column has one value in all rows, and is in the frame already.
        let block = block.wanted(|slot| self.sort.live.contains(&slot));
        self.held.bytes(block.bytes())?;
        self.blocks.push(block);
        Ok(())
    }

    fn append(&mut self, _: &Run<'_>, mut later: Self) -> Result<()> {
        self.blocks.append(&mut later.blocks);
        for (key, later) in self.keys.iter_mut().zip(std::mem::take(&mut *later.keys)) {
            match later {
                Key::Ints(ints) => {
                    let len = ints.len();
                    key.extend(&Column::Ints(ints), len);
                }
                Key::Values(values) => {
                    let len = values.len();
                    key.extend(&Column::Values(values), len);
                }
            }
        }
        self.held.absorb(later.held);
        Ok(())
    }
}

impl Key {
    /// Takes in the values of more rows; gives about how many bytes they take.
    fn extend(&mut self, column: &Column, len: usize) -> u64 {
        match (&mut *self, column) {
            (Self::Ints(ints), Column::Ints(more)) => {
                ints.extend_from_slice(more);
                8 * len as u64
            }
            (Self::Ints(ints), _) => {
                *self = Self::Values(ints.iter().copied().map(Value::Int).collect());
                self.extend(column, len)
            }
            (Self::Values(values), column) => {
                values.extend((0..len).map(|at| column.value(at)));
                (size_of::<Value>() * len) as u64
            }
        }
    }

    fn compare(&self, a: usize, b: usize, descending: bool) -> Ordering {
        let ordering = match self {
            Self::Ints(ints) => ints[a].cmp(&ints[b]),
            Self::Values(values) => order(&values[a], &values[b]),
        };
        if descending { ordering.reverse() } else { ordering }
    }
}
