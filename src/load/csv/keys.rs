//! Keys → rows.
//!
//! Integers that lie close together, as those of generated data do, are found in a bitmap with counts: two memory
//! accesses, and a few bits a key. Other integers and texts are hashed.

use crate::graph::{Cells, Packed, Texts};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Which row has a key.
#[derive(Debug)]
pub(super) enum Keys<'t> {
    Near(Near),
    Int(FxHashMap<i64, u32>),
    Text(TextKeys<'t>),
    /// There is no key to find anything by.
    None,
}

/// A row whose key another row has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Twice {
    pub row: u32,
    pub first: u32,
}

impl<'t> Keys<'t> {
    /// The index of a key column, and the rows whose key an earlier row has.
    pub(super) fn of(column: &'t Packed) -> (Self, Vec<Twice>) {
        let mut twice = Vec::new();
        let keys = match &column.cells {
            Cells::Int(values) => match Near::of(values) {
                Some(near) => Self::Near(near),
                None => {
                    let mut rows = FxHashMap::with_capacity_and_hasher(values.len(), rustc_hash::FxBuildHasher);
                    for (row, value) in values.iter().enumerate() {
                        let first = *rows.entry(*value).or_insert(row as u32);
                        if first != row as u32 {
                            twice.push(Twice { row: row as u32, first });
                        }
                    }
                    Self::Int(rows)
                }
            },
            Cells::Text(texts) => Self::Text(TextKeys::of(KeyTexts::Each(texts), &mut twice)),
            Cells::Coded { codes, words } => Self::Text(TextKeys::of(KeyTexts::Coded(codes, words), &mut twice)),
            _ => Self::None,
        };
        (keys, twice)
    }

    /// The row of the key that a field holds.
    pub(super) fn find(&self, field: &[u8], number: Option<i64>) -> Option<u32> {
        match self {
            Self::Near(near) => near.find(number?),
            Self::Int(rows) => rows.get(&number?).copied(),
            Self::Text(keys) => keys.find(field),
            Self::None => None,
        }
    }
}

/// Integer keys in a bitmap, with the number of keys before each word of it.
#[derive(Debug)]
pub(super) struct Near {
    least: i64,
    /// All differences are multiples of this power of two.
    shift: u32,
    words: Vec<(u64, u32)>,
    /// The row of each key in their order; none when the rows are in that order.
    rows: Option<Vec<u32>>,
}

impl Near {
    /// None when the keys lie too far from each other, or one stands twice.
    fn of(values: &[i64]) -> Option<Self> {
        let (least, most) = (*values.iter().min()?, *values.iter().max()?);
        let bits = values.iter().fold(0, |bits, value| bits | value.wrapping_sub(least) as u64);
        let shift = bits.trailing_zeros().min(63);
        let range = (most.wrapping_sub(least) as u64 >> shift).checked_add(1)?;
        if range > 32 * values.len() as u64 + 1024 {
            return None;
        }
        let mut words = vec![(0u64, 0u32); range.div_ceil(64) as usize];
        for value in values {
            let at = value.wrapping_sub(least) as u64 >> shift;
            let (word, bit) = (&mut words[(at / 64) as usize].0, 1 << (at % 64));
            if *word & bit != 0 {
                return None;
            }
            *word |= bit;
        }
        let mut count = 0;
        for (word, before) in &mut words {
            *before = count;
            count += word.count_ones();
        }
        let mut near = Self { least, shift, words, rows: None };
        if !values.is_sorted() {
            let mut rows = vec![0; values.len()];
            for (row, value) in values.iter().enumerate() {
                rows[near.find(*value)? as usize] = row as u32;
            }
            near.rows = Some(rows);
        }
        Some(near)
    }

    fn find(&self, value: i64) -> Option<u32> {
        let distance = value.checked_sub(self.least)? as u64;
        let at = distance >> self.shift;
        let (word, before) = *self.words.get(usize::try_from(at / 64).ok()?)?;
        let bit = 1u64 << (at % 64);
        if word & bit == 0 || at << self.shift != distance {
            return None;
        }
        let rank = before + (word & (bit - 1)).count_ones();
        Some(self.rows.as_ref().map_or(rank, |rows| rows[rank as usize]))
    }
}

/// The texts of a column.
#[derive(Debug)]
enum KeyTexts<'t> {
    Each(&'t Texts),
    Coded(&'t [u32], &'t [std::sync::Arc<str>]),
}

impl KeyTexts<'_> {
    fn get(&self, row: u32) -> &[u8] {
        match self {
            Self::Each(texts) => texts.get(row as usize).as_bytes(),
            Self::Coded(codes, words) => words[codes[row as usize] as usize].as_bytes(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Each(texts) => texts.len(),
            Self::Coded(codes, _) => codes.len(),
        }
    }
}

/// Text keys by their hash, with open addressing.
#[derive(Debug)]
pub(super) struct TextKeys<'t> {
    texts: KeyTexts<'t>,
    /// Some bits of the hash, and the row; the end of the range for none.
    slots: Vec<(u32, u32)>,
}

const EMPTY: u32 = u32::MAX;

impl<'t> TextKeys<'t> {
    fn of(texts: KeyTexts<'t>, twice: &mut Vec<Twice>) -> Self {
        let slots = vec![(0, EMPTY); (texts.len() * 2).next_power_of_two()];
        let mut keys = Self { texts, slots };
        for row in 0..keys.texts.len() as u32 {
            match keys.search(keys.texts.get(row)) {
                Ok(first) => twice.push(Twice { row, first }),
                Err((slot, mark)) => keys.slots[slot] = (mark, row),
            }
        }
        keys
    }

    fn find(&self, field: &[u8]) -> Option<u32> {
        self.search(field).ok()
    }

    /// The row, or the free slot for it with the bits of its hash.
    fn search(&self, field: &[u8]) -> Result<u32, (usize, u32)> {
        let mut hasher = FxHasher::default();
        hasher.write(field);
        let hash = hasher.finish();
        let mask = self.slots.len() - 1;
        let (mut slot, mark) = (hash as usize & mask, (hash >> 32) as u32);
        loop {
            let (other, row) = self.slots[slot];
            if row == EMPTY {
                return Err((slot, mark));
            }
            if other == mark && self.texts.get(row) == field {
                return Ok(row);
            }
            slot = (slot + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: Cells, fields: &[&str]) -> (Vec<Option<u32>>, usize) {
        let column = Packed::new(cells, None);
        let (keys, twice) = Keys::of(&column);
        let find = |field: &&str| keys.find(field.as_bytes(), super::super::column::integer(field.as_bytes()));
        (fields.iter().map(find).collect(), twice.len())
    }

    #[test]
    fn integers_are_found_wherever_they_lie() {
        let near = Cells::Int(vec![640, 64, 128, 6400]);
        assert_eq!(
            rows(near, &["64", "65", "6400", "640", "0", "x"]),
            (vec![Some(1), None, Some(3), Some(0), None, None], 0)
        );
        let far = Cells::Int(vec![i64::MIN, i64::MAX, 0, 0]);
        let least = i64::MIN.to_string();
        assert_eq!(rows(far, &["0", &least, "1"]), (vec![Some(2), Some(0), None], 1));
    }

    #[test]
    fn texts_are_found() {
        let mut texts = Texts::default();
        assert!(["a", "b", "", "a"].iter().all(|text| texts.push(text)));
        assert_eq!(rows(Cells::Text(texts), &["b", "a", "c"]), (vec![Some(1), Some(0), None], 1));
    }
}
