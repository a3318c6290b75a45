//! Some rows, a column for each variable.

use crate::exec::{Frame, get, set};
use crate::ir::Slot;
use crate::value::{NodeId, RelId, Value, footprint};

/// So many rows are handed on together: their columns stay in the cache that is near while each operator looks at them.
pub(in crate::exec) const ROWS: usize = 2_048;

/// The values of a variable or an expression in some rows.
#[derive(Clone, Debug)]
pub(in crate::exec) enum Column {
    Nodes(Vec<NodeId>),
    Rels(Vec<RelId>),
    Ints(Vec<i64>),
    /// Some of a few values, each row by its number.
    Coded(Vec<Value>, Vec<u32>),
    /// Values of any kind.
    Values(Vec<Value>),
    /// The same value in every row.
    Same(Value),
}

impl Column {
    /// These values, as ids or numbers where all of them are.
    pub(super) fn of(values: Vec<Value>) -> Self {
        fn all<T>(values: &[Value], one: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
            values.iter().map(one).collect()
        }
        let typed = match values.first() {
            Some(Value::Node(_)) => all(&values, as_node).map(Self::Nodes),
            Some(Value::Int(_)) => all(&values, as_int).map(Self::Ints),
            Some(Value::Rel(_)) => all(&values, as_rel).map(Self::Rels),
            _ => None,
        };
        typed.unwrap_or(Self::Values(values))
    }

    pub(in crate::exec) fn value(&self, at: usize) -> Value {
        match self {
            Self::Nodes(nodes) => Value::Node(nodes[at]),
            Self::Rels(rels) => Value::Rel(rels[at]),
            Self::Ints(ints) => Value::Int(ints[at]),
            Self::Coded(words, codes) => words[codes[at] as usize].clone(),
            Self::Values(values) => values[at].clone(),
            Self::Same(value) => value.clone(),
        }
    }

    /// All values of several columns, each with so many rows.
    pub(super) fn concat(columns: &[(&Self, usize)]) -> Self {
        fn all<'c, T: Copy + 'c>(
            columns: &[(&'c Column, usize)],
            ids: impl Fn(&'c Column) -> Option<&'c [T]>,
        ) -> Option<Vec<T>> {
            let parts: Option<Vec<&[T]>> = columns.iter().map(|(column, _)| ids(column)).collect();
            parts.map(|parts| parts.concat())
        }
        let nodes = || all(columns, |column| if let Self::Nodes(nodes) = column { Some(nodes) } else { None });
        let ints = || all(columns, |column| if let Self::Ints(ints) = column { Some(ints) } else { None });
        let values = || columns.iter().flat_map(|(column, len)| (0..*len).map(|at| column.value(at))).collect();
        nodes().map(Self::Nodes).or_else(|| ints().map(Self::Ints)).unwrap_or_else(|| Self::Values(values()))
    }

    /// The values in these places, which are in order, or of which none stands twice.
    pub(super) fn gather(&self, places: &[u32]) -> Self {
        fn at<T: Clone>(values: &[T], places: &[u32]) -> Vec<T> {
            places.iter().map(|place| values[*place as usize].clone()).collect()
        }
        match self {
            // Places come in order, so that all of them are one if the first and the last are.
            Self::Values(values) if places.len() > 1 && places.first() == places.last() => {
                Self::Same(values[places[0] as usize].clone())
            }
            Self::Nodes(nodes) => Self::Nodes(at(nodes, places)),
            Self::Rels(rels) => Self::Rels(at(rels, places)),
            Self::Ints(ints) => Self::Ints(at(ints, places)),
            Self::Coded(words, codes) => Self::Coded(words.clone(), at(codes, places)),
            Self::Values(values) => Self::Values(at(values, places)),
            Self::Same(value) => Self::Same(value.clone()),
        }
    }
}

/// Values that are put together one by one.
#[derive(Debug, Default)]
pub(super) struct Items {
    /// Those that came before something else than a node did.
    nodes: Vec<NodeId>,
    others: Vec<Value>,
}

impl Items {
    #[inline]
    pub(super) fn add(&mut self, item: &Value) {
        match item {
            Value::Node(node) if self.others.is_empty() => self.nodes.push(*node),
            other => {
                self.others.extend(self.nodes.drain(..).map(Value::Node));
                self.others.push(other.clone());
            }
        }
    }

    /// All of them, after which there are none.
    pub(super) fn take(&mut self) -> Column {
        match self.others.is_empty() {
            true => Column::Nodes(std::mem::take(&mut self.nodes)),
            false => Column::of(std::mem::take(&mut self.others)),
        }
    }
}

fn as_node(value: &Value) -> Option<NodeId> {
    if let Value::Node(node) = value { Some(*node) } else { None }
}

fn as_rel(value: &Value) -> Option<RelId> {
    if let Value::Rel(rel) = value { Some(*rel) } else { None }
}

fn as_int(value: &Value) -> Option<i64> {
    if let Value::Int(int) = value { Some(*int) } else { None }
}

/// Some rows.
#[derive(Clone, Debug, Default)]
pub(in crate::exec) struct Block {
    /// How many rows there are.
    pub(in crate::exec) len: usize,
    columns: Vec<(Slot, Column)>,
    /// How often each row counts; once when absent.
    pub(super) times: Option<Vec<i64>>,
}

impl Block {
    /// So many rows without a column.
    pub(in crate::exec) fn new(len: usize) -> Self {
        Self { len, ..Self::default() }
    }

    /// Gives a variable a value in each row.
    pub(in crate::exec) fn put(&mut self, slot: Slot, column: Column) {
        match self.columns.iter_mut().find(|(each, _)| *each == slot) {
            Some((_, known)) => *known = column,
            None => self.columns.push((slot, column)),
        }
    }

    pub(in crate::exec) fn column(&self, slot: Slot) -> Option<&Column> {
        self.columns.iter().find(|(each, _)| *each == slot).map(|(_, column)| column)
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = (Slot, &Column)> {
        self.columns.iter().map(|(slot, column)| (*slot, column))
    }

    /// The rows in these places, with the columns of which `wanted` says so.
    pub(in crate::exec) fn gather(&self, places: &[u32], wanted: impl Fn(Slot) -> bool) -> Self {
        let columns = self.columns.iter().filter(|(slot, _)| wanted(*slot));
        let times = self.times.as_ref().map(|times| places.iter().map(|place| times[*place as usize]).collect());
        Self {
            len: places.len(),
            columns: columns.map(|(slot, column)| (*slot, column.gather(places))).collect(),
            times,
        }
    }

    /// The same rows with fewer columns.
    pub(super) fn wanted(&self, wanted: impl Fn(Slot) -> bool) -> Self {
        let columns = self.columns.iter().filter(|(slot, _)| wanted(*slot)).cloned().collect();
        Self { len: self.len, columns, times: self.times.clone() }
    }

    /// About how many bytes it takes.
    pub(in crate::exec) fn bytes(&self) -> u64 {
        let column = |column: &Column| match column {
            Column::Nodes(nodes) => 4 * nodes.len() as u64,
            Column::Rels(rels) => 4 * rels.len() as u64,
            Column::Ints(ints) => 8 * ints.len() as u64,
            Column::Coded(_, codes) => 4 * codes.len() as u64,
            Column::Values(values) => values.iter().map(footprint).sum(),
            Column::Same(value) => footprint(value),
        };
        self.columns.iter().map(|(_, each)| column(each)).sum()
    }

    /// The values of some variables in a row.
    pub(in crate::exec) fn row(&self, at: usize, slots: &[Slot], frame: &Frame) -> Vec<Value> {
        let value =
            |slot: &Slot| self.column(*slot).map_or_else(|| get(frame, *slot).clone(), |column| column.value(at));
        slots.iter().map(value).collect()
    }

    /// Puts the values of a row into the frame.
    pub(in crate::exec) fn load(&self, at: usize, frame: &mut Frame) {
        for (slot, column) in &self.columns {
            set(frame, *slot, column.value(at));
        }
    }
}

/// Rows that are put together one by one, until they are enough for a block.
pub(super) struct Rows {
    slots: Vec<Slot>,
    values: Vec<Vec<Value>>,
    len: usize,
}

impl Rows {
    /// Rows of these variables.
    pub(super) fn new(slots: Vec<Slot>) -> Self {
        Self { values: slots.iter().map(|_| Vec::new()).collect(), slots, len: 0 }
    }

    /// Takes in the row in the frame; gives a block when there are enough.
    pub(super) fn add(&mut self, frame: &Frame) -> Option<Block> {
        for (slot, values) in self.slots.iter().zip(&mut self.values) {
            values.push(frame[slot.0 as usize].clone());
        }
        self.len += 1;
        (self.len == ROWS).then(|| self.take()).flatten()
    }

    /// What is left.
    pub(super) fn take(&mut self) -> Option<Block> {
        let mut block = Block::new(std::mem::take(&mut self.len));
        for (slot, values) in self.slots.iter().zip(&mut self.values) {
            block.put(*slot, Column::of(std::mem::take(values)));
        }
        (block.len > 0).then_some(block)
    }
}
