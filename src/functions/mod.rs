//! The functions of the language: one table of names, signatures and code.
//!
//! Input: argument values and a [`Context`] (the graph, the clock). Output: a value or a fault. One row of a table is the whole
//! truth about a function: the checker, completion and the documentation read the same row.
//!
//! **Invariant:** a function changes nothing.

mod aggregate;
mod algo;
mod argument;
mod convert;
mod graph;
mod list;
mod math;
mod origin;
pub mod procedure;
mod scalar;
mod show;
mod signature;
mod string;
mod sum;
mod temporal;
mod total;

use crate::graph::View;
use crate::value::temporal::Instant;
use crate::value::{Bounds, Cell, Fault, Type, Value};
use rustc_hash::FxHashMap;
use std::any::Any;
use std::sync::LazyLock;

/// What a function may look at besides its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Context<'g> {
    /// The graph.
    pub view: View<'g>,
    /// When the statement began: all functions of one statement tell the same time.
    pub now: Instant,
    /// The time and the memory that the statement may take; what may take long or much looks at it.
    pub bounds: &'g Bounds,
}

/// The code of a scalar function.
///
/// # Errors
/// When an argument has another type than the parameter, or a value that the function is not defined for.
pub type Call = fn(&Context<'_>, &[Value]) -> Result<Value, Fault>;

/// A scalar function.
pub struct Function {
    /// The name as documented, such as `toUpper`; calls may write it in any case.
    pub name: &'static str,
    /// The names and types of the parameters, the required ones first.
    pub params: &'static [Param],
    /// How many of them must be given.
    pub required: usize,
    /// Whether the last parameter may be given any number of times (then it is not counted in `required`).
    pub variadic: bool,
    /// The type of the result.
    pub result: fn() -> Type,
    /// What it does, in one sentence without the name.
    pub about: &'static str,
    /// A call that runs on its own, with the literal of its result. It is an expression, except that a function of nodes,
    /// relationships or paths is shown by a whole statement for an empty graph without a schema: `CREATE … RETURN …`.
    pub example: (&'static str, &'static str),
    /// Computes it. The arguments fit the number, and their types are checked here; null handling too.
    pub call: Call,
    /// Computes it of a text that need not be copied for it.
    pub of_text: Option<fn(&str) -> Cell<'static>>,
}

/// A parameter of a function.
pub struct Param {
    /// Its name in the documentation.
    pub name: &'static str,
    /// Its type.
    pub ty: fn() -> Type,
}

/// An aggregating function.
pub struct Aggregate {
    /// The name as documented.
    pub name: &'static str,
    /// The parameters; the first is aggregated, the others are constant for the group.
    pub params: &'static [Param],
    /// The type of the result, given the type of the first argument.
    pub result: fn(&Type) -> Type,
    /// What it does, in one sentence without the name.
    pub about: &'static str,
    /// Makes the state of a new group.
    pub start: fn() -> Box<dyn Accumulator>,
}

/// The state of one aggregate for one group.
pub trait Accumulator: Any + Send {
    /// Takes the arguments of one row in.
    ///
    /// # Errors
    /// When a value cannot be aggregated so.
    fn add(&mut self, args: &[Value]) -> Result<(), Fault>;

    /// The same for one argument that is looked at where it stands.
    ///
    /// # Errors
    /// As [`Accumulator::add`].
    fn add_cell(&mut self, cell: Cell<'_>) -> Result<(), Fault> {
        self.add(&[cell.value()])
    }

    /// The same for one whole number of each of several rows.
    ///
    /// # Errors
    /// As [`Accumulator::add`].
    fn add_ints(&mut self, numbers: &[i64]) -> Result<(), Fault> {
        numbers.iter().try_for_each(|number| self.add_cell(Cell::Int(*number)))
    }

    /// Takes in the state of the same aggregate over rows that come later.
    ///
    /// # Errors
    /// When the two together cannot be aggregated so.
    fn append(&mut self, later: Box<dyn Accumulator>) -> Result<(), Fault>;

    /// Whether every value is kept until the end, so that memory grows with the rows.
    fn keeps(&self) -> bool {
        false
    }

    /// The value of the group.
    ///
    /// # Errors
    /// When the result leaves its range, or the statement should end.
    fn finish(self: Box<Self>, bounds: &Bounds) -> Result<Value, Fault>;
}

/// The rows of the table, by duty.
static TABLE: [(&str, &[Function]); 9] = [
    ("Scalar", scalar::FUNCTIONS),
    ("Conversion", convert::FUNCTIONS),
    ("List", list::FUNCTIONS),
    ("String", string::FUNCTIONS),
    ("Graph", graph::FUNCTIONS),
    ("Origin", origin::FUNCTIONS),
    ("Numeric", math::FUNCTIONS),
    ("Temporal", temporal::POINTS),
    ("Duration", temporal::DURATIONS),
];

/// Finds a scalar function by name, in any case. O(length of the name).
///
/// ```
/// let function = casegraph::functions::function("TOUPPER").expect("the language has it");
/// assert_eq!(function.name, "toUpper");
/// ```
#[must_use]
pub fn function(name: &str) -> Option<&'static Function> {
    static BY_NAME: LazyLock<FxHashMap<String, &'static Function>> =
        LazyLock::new(|| functions().map(|row| (row.name.to_ascii_lowercase(), row)).collect());
    BY_NAME.get(&name.to_ascii_lowercase()).copied()
}

/// Finds an aggregating function by name, in any case. O(length of the name).
#[must_use]
pub fn aggregate(name: &str) -> Option<&'static Aggregate> {
    aggregates().find(|row| row.name.eq_ignore_ascii_case(name))
}

/// Every scalar function, in the order of the documentation.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    TABLE.into_iter().flat_map(|(_, rows)| rows)
}

/// The scalar functions by their category.
pub fn categories() -> impl Iterator<Item = (&'static str, &'static [Function])> {
    TABLE.into_iter()
}

/// Every aggregating function, in the order of the documentation.
pub fn aggregates() -> impl Iterator<Item = &'static Aggregate> {
    aggregate::AGGREGATES.iter()
}

/// What the tests of the table's files share.
#[cfg(test)]
mod testing {
    use super::{Context, function};
    use crate::graph::{Graph, Schema};
    use crate::value::temporal::Instant;
    use crate::value::{Bounds, Fault, Value};
    use std::sync::Arc;

    pub(super) fn text(text: &str) -> Value {
        Value::from(text)
    }

    pub(super) fn list(items: impl Into<Vec<Value>>) -> Value {
        Value::list(items.into())
    }

    /// Calls a function on this graph.
    pub(super) fn run_in(graph: &Graph, name: &str, args: &[Value]) -> Result<Value, Fault> {
        let row = function(name).expect("it is in the table");
        let bounds = Bounds::default();
        (row.call)(&Context { view: graph.view(), now: Instant::default(), bounds: &bounds }, args)
    }

    /// Calls a function on an empty graph.
    pub(super) fn run(name: &str, args: &[Value]) -> Result<Value, Fault> {
        run_in(&Graph::new(Arc::new(Schema::default())), name, args)
    }

    /// The fault of a call that fails.
    pub(super) fn fault(name: &str, args: &[Value]) -> Fault {
        run(name, args).map(|value| value.to_literal()).expect_err("it fails")
    }

    /// Compares the literals of the results of some calls with what is expected.
    pub(super) fn check(cases: &[(&str, Vec<Value>, &str)]) {
        for (name, args, expected) in cases {
            let result = run(name, args).map(|value| value.to_literal());
            assert_eq!(result.as_deref(), Ok(*expected), "{name}({args:?})");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_complete_and_every_name_is_unique() {
        let mut names = std::collections::BTreeSet::new();
        for row in functions() {
            assert!(names.insert(row.name.to_ascii_lowercase()), "{} stands twice", row.name);
            assert!(row.required + usize::from(row.variadic) <= row.params.len(), "{}", row.name);
            assert!(row.about.ends_with('.'), "{} needs a sentence", row.name);
            let (call, result) = row.example;
            assert!(call.to_ascii_lowercase().contains(&format!("{}(", row.name.to_ascii_lowercase())), "{}", row.name);
            assert!(!result.is_empty(), "{}", row.name);
            assert!(std::ptr::eq(function(row.name).expect("it is found"), row));
        }
        for row in aggregates() {
            assert!(names.insert(row.name.to_ascii_lowercase()), "{} stands twice", row.name);
            assert!(row.about.ends_with('.'), "{} needs a sentence", row.name);
        }
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert_eq!(function("TOUPPER").map(|row| row.name), Some("toUpper"));
        assert_eq!(aggregate("PercentileDISC").map(|row| row.name), Some("percentileDisc"));
        assert!(function("count").is_none() && aggregate("size").is_none());
        assert!(function("").is_none());
    }
}
