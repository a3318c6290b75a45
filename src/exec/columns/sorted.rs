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
        let bounds = run.input.bounds;
        let places: Vec<u32> = match packed(&keys, sort, count) {
            Some((numbers, row)) => {
                let sorted = bounds.sort_shared(numbers, &u64::cmp).map_err(without_place)?;
                sorted.into_iter().map(|number| (number & row) as u32).collect()
            }
            None => compared(&keys, sort, count, bounds)?,
        };
        let whole = whole(&blocks, sort, count);
        let block = |rows: &[u32]| {
            run.check_stop()?;
            Ok(whole.gather(rows, |_| true))
        };
        places.chunks(ROWS).map(block).collect()
    }
}

/// The keys of each row as one number that ends with that of the row, and a mask for that one; none where they are no whole
/// numbers, or span too many.
fn packed(keys: &[Key], sort: &Sort, count: usize) -> Option<(Vec<u64>, u64)> {
    let bits = |most: u64| u64::BITS - most.leading_zeros();
    let mut columns = Vec::new();
    for (key, by) in keys.iter().zip(&sort.keys) {
        let Key::Ints(ints) = key else { return None };
        let (least, most) = (*ints.iter().min()?, *ints.iter().max()?);
        columns.push((ints, least, most, by.descending));
    }
    let row = bits(count as u64 - 1);
    let spans = columns.iter().map(|(_, least, most, _)| bits(most.abs_diff(*least)));
    if spans.clone().sum::<u32>() + row > u64::BITS {
        return None;
    }
    let mut numbers = vec![0u64; count];
    for ((ints, least, most, descending), span) in columns.iter().zip(spans.clone()) {
        let add = |number: &mut u64, distance: u64| *number = number.unbounded_shl(span) | distance;
        match descending {
            true => numbers.iter_mut().zip(*ints).for_each(|(number, int)| add(number, most.abs_diff(*int))),
            false => numbers.iter_mut().zip(*ints).for_each(|(number, int)| add(number, int.abs_diff(*least))),
        }
    }
    numbers.iter_mut().zip(0u64..).for_each(|(number, at)| *number = number.unbounded_shl(row) | at);
    Some((numbers, 1u64.unbounded_shl(row).wrapping_sub(1)))
}

/// The places of the rows in order, found by comparing their keys.
fn compared(keys: &[Key], sort: &Sort, count: usize, bounds: &Bounds) -> Result<Vec<u32>> {
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
    let compare =
        |a: &([i64; NEAR], u32), b: &([i64; NEAR], u32)| a.0.cmp(&b.0).then_with(|| later(a.1 as usize, b.1 as usize));
    let places = bounds.sort_shared(places, &compare).map_err(without_place)?;
    Ok(places.into_iter().map(|(_, row)| row).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;
    use crate::ir::{Expr, Slot};

    fn sort(descending: &[bool]) -> Sort {
        let key = |descending: &bool| SortKey { expr: Expr::slot(Slot(0), Span::default()), descending: *descending };
        Sort { keys: descending.iter().map(key).collect(), live: Vec::new(), most: None, plain: true }
    }

    #[test]
    fn packed_keys_order_as_compared_ones() {
        let some = |step: i64, least: i64| (0..500).map(|at| least + at * step % 41).collect::<Vec<i64>>();
        for (first, second) in
            [(some(7, -20), some(11, 0)), (some(0, 3), some(3, i64::MIN)), (some(5, i64::MAX - 40), some(1, -1))]
        {
            let keys = [Key::Ints(first), Key::Ints(second)];
            for descending in [[false, false], [true, false], [false, true], [true, true]] {
                let sort = sort(&descending);
                let (mut numbers, row) = packed(&keys, &sort, 500).expect("the keys span little");
                numbers.sort_unstable();
                let places: Vec<u32> = numbers.iter().map(|number| (number & row) as u32).collect();
                assert_eq!(Some(places), compared(&keys, &sort, 500, &Bounds::default()).ok());
            }
        }
    }

    #[test]
    fn wide_keys_and_other_values_are_compared() {
        let wide = [Key::Ints(vec![i64::MIN, i64::MAX])];
        assert!(packed(&wide, &sort(&[false]), 2).is_none());
        assert!(packed(&[Key::Values(vec![Value::Null; 2])], &sort(&[false]), 2).is_none());
        assert!(packed(&[Key::Ints(vec![i64::MAX])], &sort(&[true]), 1).is_some_and(|(numbers, _)| numbers == [0]));
    }
}
