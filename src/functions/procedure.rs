//! Procedures that a table stands for, as test suites define them: the rows are given, and a call finds some of them.

use crate::value::{Type, Value};
use std::collections::BTreeMap;

/// A column of a procedure: its name, its type, and whether it may be null.
pub type Column = (String, Type, bool);

/// A procedure whose answers are given as a table.
///
/// A call yields, in the order of the table, the outputs of the rows whose inputs equal the arguments.
#[derive(Clone, Debug)]
pub struct TableProcedure {
    /// The name with its namespace, such as `test.my.proc`.
    pub name: String,
    /// What a call gives it, in order.
    pub inputs: Vec<Column>,
    /// What it yields, in order; nothing for a procedure that is only called for its effect.
    pub outputs: Vec<Column>,
    /// The rows, each with the values of the inputs and then of the outputs.
    pub rows: Vec<Vec<Value>>,
}

/// The procedures that were defined for a run, by name.
///
/// ```
/// use casegraph::functions::procedure::{Procedures, TableProcedure};
/// let mut procedures = Procedures::default();
/// let name = "test.nothing".to_owned();
/// procedures.define(TableProcedure { name, inputs: vec![], outputs: vec![], rows: vec![] });
/// assert!(procedures.get("test.nothing").is_some() && procedures.get("test.other").is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Procedures(BTreeMap<String, TableProcedure>);

impl Procedures {
    /// Adds a procedure; one that was defined before under the same name is replaced.
    pub fn define(&mut self, procedure: TableProcedure) {
        self.0.insert(procedure.name.clone(), procedure);
    }

    /// The procedure of this name. O(log of the number of procedures).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&TableProcedure> {
        self.0.get(name)
    }

    /// Every procedure, by name.
    pub fn iter(&self) -> impl Iterator<Item = &TableProcedure> {
        self.0.values()
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
