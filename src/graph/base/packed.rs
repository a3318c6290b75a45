//! Packed columns: the values of one key, of a fixed number of rows.

use super::super::{KeyId, LabelId};
use crate::value::{Cell, Value};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One bit a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(pub(in crate::graph) Vec<u64>);

impl Bits {
    /// As many bits as rows, none of them set.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(64)])
    }

    /// Sets the bit of a row.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn set(&mut self, row: usize) {
        self.0[row / 64] |= 1 << (row % 64);
    }

    /// As many bits as rows, all of them set.
    #[must_use]
    pub fn full(rows: usize) -> Self {
        let mut bits = Self(vec![u64::MAX; rows.div_ceil(64)]);
        if let (Some(last), 1..) = (bits.0.last_mut(), rows % 64) {
            *last = (1 << (rows % 64)) - 1;
        }
        bits
    }

    /// Takes the bit of a row away.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn clear(&mut self, row: usize) {
        self.0[row / 64] &= !(1 << (row % 64));
    }

    /// Whether no bit is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The bit of a row; not set beyond the last.
    #[must_use]
    pub fn get(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}

/// Texts one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// Where each text begins; one longer than there are texts.
    pub(in crate::graph) offsets: Vec<u32>,
    pub(in crate::graph) bytes: String,
}

impl Default for Texts {
    fn default() -> Self {
        Self { offsets: vec![0], bytes: String::new() }
    }
}

impl Texts {
    /// Adds a text; false when all together would be larger than four gigabytes.
    #[must_use]
    pub fn push(&mut self, text: &str) -> bool {
        self.bytes.push_str(text);
        let end = u32::try_from(self.bytes.len());
        self.offsets.extend(end);
        end.is_ok()
    }

    /// Adds all texts of another list; false when all together would be larger than four gigabytes.
    #[must_use]
    pub fn append(&mut self, other: &Self) -> bool {
        let before = self.bytes.len();
        if u32::try_from(before + other.bytes.len()).is_err() {
            return false;
        }
        self.bytes.push_str(&other.bytes);
        self.offsets.extend(other.offsets[1..].iter().map(|offset| offset + before as u32));
        true
    }

    /// Drops what stands behind so many texts.
    pub fn truncate(&mut self, texts: usize) {
        self.offsets.truncate(texts + 1);
        self.bytes.truncate(self.offsets[self.offsets.len() - 1] as usize);
    }

    /// The text of a row.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        &self.bytes[self.offsets[row] as usize..self.offsets[row + 1] as usize]
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The values of a column, by their type; what stands in a row without a value means nothing.
#[derive(Clone, Debug)]
pub enum Cells {
    /// Booleans, a bit each.
    Bool(Bits),
    /// Integers.
    Int(Vec<i64>),
    /// Floats.
    Float(Vec<f64>),
    /// Texts.
    Text(Texts),
    /// Texts of which many are the same: each row has the number of a word.
    Coded {
        /// The number of each row's word.
        codes: Vec<u32>,
        /// The words, each once.
        words: Vec<Arc<str>>,
    },
    /// Values of several types.
    Mixed(Vec<Value>),
}

/// A packed column.
#[derive(Clone, Debug)]
pub struct Packed {
    /// The values.
    pub cells: Cells,
    /// The rows that have a value; all when absent.
    pub present: Option<Bits>,
    /// See [`Packed::span`]; made when first asked for.
    spans: OnceLock<Box<[(i64, i64)]>>,
}

/// The least and the largest number are noted of so many rows.
const SPAN: usize = 1_024;

impl Packed {
    /// A column of these values, all of which are there unless some rows are named.
    #[must_use]
    pub fn new(cells: Cells, present: Option<Bits>) -> Self {
        Self { cells, present, spans: OnceLock::new() }
    }

    /// Two numbers between which those of some rows lie, if each row has a whole number. O(rows of the column) the first time,
    /// then O(rows asked for / 1,024).
    #[must_use]
    pub fn span(&self, rows: Range<usize>) -> Option<(i64, i64)> {
        let (Cells::Int(values), None) = (&self.cells, &self.present) else { return None };
        let span = |numbers: &[i64]| {
            numbers.iter().fold((i64::MAX, i64::MIN), |(least, most), number| (least.min(*number), most.max(*number)))
        };
        let spans = self.spans.get_or_init(|| values.chunks(SPAN).map(span).collect());
        let spans = spans.get(rows.start / SPAN..rows.end.div_ceil(SPAN))?;
        Some(spans.iter().fold((i64::MAX, i64::MIN), |(least, most), span| (least.min(span.0), most.max(span.1))))
    }

    /// The value of a row; null when it has none.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> Value {
        self.cell(row).value()
    }

    /// The same without a copy.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn cell(&self, row: usize) -> Cell<'_> {
        if self.present.as_ref().is_some_and(|present| !present.get(row)) {
            return Cell::Null;
        }
        match &self.cells {
            Cells::Bool(bits) => Cell::Bool(bits.get(row)),
            Cells::Int(values) => values.get(row).copied().map_or(Cell::Null, Cell::Int),
            Cells::Float(values) => values.get(row).copied().map_or(Cell::Null, Cell::Float),
            Cells::Text(texts) => Cell::Text(texts.get(row)),
            Cells::Coded { codes, words } => Cell::Str(&words[codes[row] as usize]),
            Cells::Mixed(values) => values.get(row).map_or(Cell::Null, Cell::from),
        }
    }
}

impl Packed {
    /// The rows at these places, in this order.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn pick(&self, order: &[u32]) -> Self {
        fn some<T: Clone>(values: &[T], order: &[u32]) -> Vec<T> {
            order.iter().map(|at| values[*at as usize].clone()).collect()
        }
        let bits = |bits: &Bits| {
            let mut picked = Bits::new(order.len());
            order.iter().enumerate().filter(|(_, at)| bits.get(**at as usize)).for_each(|(row, _)| picked.set(row));
            picked
        };
        let cells = match &self.cells {
            Cells::Bool(values) => Cells::Bool(bits(values)),
            Cells::Int(values) => Cells::Int(some(values, order)),
            Cells::Float(values) => Cells::Float(some(values, order)),
            Cells::Coded { codes, words } => Cells::Coded { codes: some(codes, order), words: words.clone() },
            Cells::Mixed(values) => Cells::Mixed(some(values, order)),
            Cells::Text(texts) => {
                let mut picked = Texts::default();
                // As many bytes as before, which were few enough.
                order.iter().for_each(|at| _ = picked.push(texts.get(*at as usize)));
                Cells::Text(picked)
            }
        };
        Self::new(cells, self.present.as_ref().map(bits))
    }
}

/// The packed properties of all nodes of one set of labels, or of all relationships of one type.
#[derive(Clone, Debug, Default)]
pub(in crate::graph) struct PackedTable {
    /// The labels, in order; none for relationships.
    pub labels: Arc<[LabelId]>,
    pub keys: Vec<KeyId>,
    pub columns: Vec<Packed>,
}

impl PackedTable {
    pub fn column(&self, key: KeyId) -> Option<&Packed> {
        let at = self.keys.iter().position(|each| *each == key)?;
        Some(&self.columns[at])
    }

    pub fn cell(&self, row: u32, key: KeyId) -> Cell<'_> {
        self.column(key).map_or(Cell::Null, |column| column.cell(row as usize))
    }

    /// The properties of a row that are there, in the order of the columns.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (KeyId, Value)> {
        let cells = self.keys.iter().zip(&self.columns);
        cells.map(move |(key, column)| (*key, column.get(row as usize))).filter(|(_, value)| !value.is_null())
    }
}
