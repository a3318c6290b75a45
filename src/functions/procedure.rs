//! Procedures: what `CALL` can call.
//!
//! A procedure is either built in, a row of a table of names, signatures and code, or it was defined for a run as a
//! table of answers, as test suites define them. Check and run see both as a [`Procedure`].

use super::{Context, algo, show};
use crate::value::{Fault, Key, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A procedure of the table.
pub struct BuiltIn {
    /// The name with its namespace, such as `algo.pageRank`.
    pub name: &'static str,
    /// What a call gives it, the required ones first.
    pub inputs: &'static [Input],
    /// The entries that its last input, a map, may have; none when it takes no map.
    pub settings: &'static [Setting],
    /// What it yields.
    pub outputs: &'static [Output],
    /// What it does, in sentences without the name.
    pub about: &'static str,
    /// A statement that runs on an empty graph without a schema, with the literal of the first cell of its answer.
    pub example: (&'static str, &'static str),
    /// Computes the rows of outputs. The arguments fit the number, and their types are checked here.
    pub call: Rows,
}

/// The code of a built-in procedure.
///
/// # Errors
/// When an argument is none that the procedure is defined for, or it is interrupted.
pub type Rows = fn(&Context<'_>, &[Value]) -> Result<Vec<Vec<Value>>, Fault>;

/// What a call gives.
pub struct Input {
    /// Its name in the documentation, and of the parameter it is taken from when a call names no arguments.
    pub name: &'static str,
    /// Its type.
    pub ty: fn() -> Type,
    /// What stands for it when it is left out; it must be given when there is none.
    pub default: Option<fn() -> Value>,
}

/// What a call yields.
pub struct Output {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: fn() -> Type,
}

/// An entry of a map that steers a procedure.
pub struct Setting {
    /// Its key.
    pub name: &'static str,
    /// What it says, with its default.
    pub about: &'static str,
}

/// A column of a procedure that was defined: its name, its type, and whether it may be null.
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

/// A procedure, wherever it comes from.
#[derive(Clone)]
pub enum Procedure {
    /// A row of the table.
    BuiltIn(&'static BuiltIn),
    /// Defined for a run.
    Defined(Arc<TableProcedure>),
}

impl Procedure {
    /// The name with its namespace.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::BuiltIn(row) => row.name,
            Self::Defined(table) => &table.name,
        }
    }

    /// The names and types of what a call gives, in order.
    #[must_use]
    pub fn inputs(&self) -> Vec<(&str, Type)> {
        match self {
            Self::BuiltIn(row) => row.inputs.iter().map(|input| (input.name, (input.ty)())).collect(),
            Self::Defined(table) => table.inputs.iter().map(|(name, ty, _)| (name.as_str(), ty.clone())).collect(),
        }
    }

    /// How many of them must be given.
    #[must_use]
    pub fn required(&self) -> usize {
        match self {
            Self::BuiltIn(row) => row.inputs.iter().filter(|input| input.default.is_none()).count(),
            Self::Defined(table) => table.inputs.len(),
        }
    }

    /// The names and types of what it yields, in order.
    #[must_use]
    pub fn outputs(&self) -> Vec<(&str, Type)> {
        match self {
            Self::BuiltIn(row) => row.outputs.iter().map(|output| (output.name, (output.ty)())).collect(),
            Self::Defined(table) => table.outputs.iter().map(|(name, ty, _)| (name.as_str(), ty.clone())).collect(),
        }
    }

    /// The rows of outputs for these arguments; a procedure without outputs yields one empty row, which lets the row at
    /// hand through.
    ///
    /// # Errors
    /// As of [`Rows`].
    pub fn call(&self, context: &Context<'_>, args: &[Value]) -> Result<Vec<Vec<Value>>, Fault> {
        match self {
            Self::BuiltIn(row) => {
                let mut args = args.to_vec();
                let left_out = row.inputs.iter().skip(args.len());
                args.extend(left_out.filter_map(|input| input.default.map(|default| default())));
                (row.call)(context, &args)
            }
            Self::Defined(table) => Ok(table.answer(args)),
        }
    }
}

impl std::fmt::Debug for Procedure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl TableProcedure {
    /// The outputs of the rows whose inputs equal the arguments, null being equal to null.
    fn answer(&self, args: &[Value]) -> Vec<Vec<Value>> {
        if self.outputs.is_empty() {
            return vec![Vec::new()];
        }
        let keys = |values: &[Value]| values.iter().cloned().map(Key).collect::<Vec<Key>>();
        let (inputs, args) = (self.inputs.len(), keys(args));
        let rows = self.rows.iter().filter(|row| keys(&row[..inputs]) == args);
        rows.map(|row| row[inputs..].to_vec()).collect()
    }
}

/// Every procedure of the table, in the order of the documentation.
pub fn built_in() -> impl Iterator<Item = &'static BuiltIn> {
    algo::PROCEDURES.iter()
}

/// The procedures that may be called in a run: those of the table, and those defined for it, by name.
///
/// ```
/// use casegraph::functions::procedure::{Procedures, TableProcedure};
/// let mut procedures = Procedures::default();
/// let name = "test.nothing".to_owned();
/// procedures.define(TableProcedure { name, inputs: vec![], outputs: vec![], rows: vec![] });
/// assert!(procedures.get("test.nothing").is_some() && procedures.get("test.other").is_none());
/// assert!(procedures.get("algo.pageRank").is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Procedures(BTreeMap<String, Arc<TableProcedure>>);

impl Procedures {
    /// Adds a procedure; one that was defined before under the same name is replaced.
    pub fn define(&mut self, procedure: TableProcedure) {
        self.0.insert(procedure.name.clone(), Arc::new(procedure));
    }

    /// The procedure of this name. O(number of procedures).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Procedure> {
        if let Some(table) = self.0.get(name) {
            return Some(Procedure::Defined(Arc::clone(table)));
        }
        let rows = built_in().chain(show::COMMANDS);
        rows.into_iter().find(|row| row.name == name).map(Procedure::BuiltIn)
    }

    /// The names of all procedures.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str).chain(built_in().map(|row| row.name))
    }
}
