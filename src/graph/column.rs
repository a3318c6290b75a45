//! Properties as typed columns.

use super::{KeyId, LabelId};
use crate::value::{Cell, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The values of one key in one table. A value that does not fit the column's type turns it into a mixed one.
#[derive(Clone, Debug)]
pub(super) enum Column {
    Bool(Vec<Option<bool>>),
    Int(Vec<Option<i64>>),
    Float(Vec<Option<f64>>),
    Str(Vec<Option<Arc<str>>>),
    Mixed(Vec<Value>),
}

impl Column {
    /// A column of the type of `value`, with no value in any row.
    fn for_value(value: &Value) -> Self {
        match value {
            Value::Bool(_) => Self::Bool(Vec::new()),
            Value::Int(_) => Self::Int(Vec::new()),
            Value::Float(_) => Self::Float(Vec::new()),
            Value::Str(_) => Self::Str(Vec::new()),
            _ => Self::Mixed(Vec::new()),
        }
    }

    fn get(&self, row: usize) -> Value {
        self.cell(row).value()
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Bool(cells) => cells.get(row).copied().flatten().map_or(Cell::Null, Cell::Bool),
            Self::Int(cells) => cells.get(row).copied().flatten().map_or(Cell::Null, Cell::Int),
            Self::Float(cells) => cells.get(row).copied().flatten().map_or(Cell::Null, Cell::Float),
            Self::Str(cells) => cells.get(row).and_then(Option::as_ref).map_or(Cell::Null, Cell::Str),
            Self::Mixed(cells) => cells.get(row).map_or(Cell::Null, Cell::from),
        }
    }

    /// Puts a value into a row; the caller has seen to it that the type fits.
    fn put(&mut self, row: usize, value: Value) {
        fn cell<T: Clone + Default>(cells: &mut Vec<T>, row: usize) -> &mut T {
            if cells.len() <= row {
                cells.resize(row + 1, T::default());
            }
            &mut cells[row]
        }
        match (self, value) {
            (Self::Bool(cells), Value::Bool(value)) => *cell(cells, row) = Some(value),
            (Self::Int(cells), Value::Int(value)) => *cell(cells, row) = Some(value),
            (Self::Float(cells), Value::Float(value)) => *cell(cells, row) = Some(value),
            (Self::Str(cells), Value::Str(value)) => *cell(cells, row) = Some(value),
            (Self::Mixed(cells), value) => *cell(cells, row) = value,
            (Self::Bool(cells), _) => *cell(cells, row) = None,
            (Self::Int(cells), _) => *cell(cells, row) = None,
            (Self::Float(cells), _) => *cell(cells, row) = None,
            (Self::Str(cells), _) => *cell(cells, row) = None,
        }
    }

    fn fits(&self, value: &Value) -> bool {
        matches!(
            (self, value),
            (_, Value::Null)
                | (Self::Mixed(_), _)
                | (Self::Bool(_), Value::Bool(_))
                | (Self::Int(_), Value::Int(_))
                | (Self::Float(_), Value::Float(_))
                | (Self::Str(_), Value::Str(_))
        )
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Bool(cells) => cells.len(),
            Self::Int(cells) => cells.len(),
            Self::Float(cells) => cells.len(),
            Self::Str(cells) => cells.len(),
            Self::Mixed(cells) => cells.len(),
        }
    }
}

/// The properties of all nodes of one set of labels, or of all relationships of one type.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The labels, in order; none for relationships.
    pub(super) labels: Arc<[LabelId]>,
    pub(super) keys: Vec<KeyId>,
    pub(super) columns: Vec<Column>,
    positions: FxHashMap<KeyId, usize>,
    pub(super) rows: u32,
}

impl Table {
    /// An empty table for these labels, whose columns begin with these keys.
    pub(super) fn new(labels: Arc<[LabelId]>, keys: &[KeyId]) -> Self {
        let columns = keys.iter().map(|_| Column::Mixed(Vec::new())).collect();
        Self::of(labels, keys.to_vec(), columns, 0)
    }

    /// A table of these columns, one for each key.
    pub(super) fn of(labels: Arc<[LabelId]>, keys: Vec<KeyId>, columns: Vec<Column>, rows: u32) -> Self {
        let positions = keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        Self { labels, keys, columns, positions, rows }
    }

    /// A new, empty row. A row whose entity is gone is not used again.
    pub(super) fn add_row(&mut self) -> u32 {
        self.rows += 1;
        self.rows - 1
    }

    pub(super) fn cell(&self, row: u32, key: KeyId) -> Cell<'_> {
        self.positions.get(&key).map_or(Cell::Null, |at| self.columns[*at].cell(row as usize))
    }

    /// Puts a value into a row and gives back the old one; null takes the property away.
    pub(super) fn set(&mut self, row: u32, key: KeyId, value: Value) -> Value {
        let row = row as usize;
        let Some(at) = self.positions.get(&key).copied() else {
            if !value.is_null() {
                let mut column = Column::for_value(&value);
                column.put(row, value);
                self.positions.insert(key, self.columns.len());
                self.keys.push(key);
                self.columns.push(column);
            }
            return Value::Null;
        };
        let column = &mut self.columns[at];
        let old = column.get(row);
        if column.len() == 0 && !value.is_null() {
            *column = Column::for_value(&value);
        } else if !column.fits(&value) {
            *column = Column::Mixed((0..column.len()).map(|each| column.get(each)).collect());
        }
        column.put(row, value);
        old
    }

    /// The properties of a row that are there, in the order in which their keys were first used in this table.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (KeyId, Value)> {
        let cells = self.keys.iter().zip(&self.columns);
        cells.map(move |(key, column)| (*key, column.get(row as usize))).filter(|(_, value)| !value.is_null())
    }
}
