//! The functions of the language: one table of names, signatures and code.
//!
//! Input: argument values and a [`Context`] (the graph). Output: a value or a fault. One row of a table is the whole
//! truth about a function: the checker, completion and the documentation read the same row.
//!
//! **Invariant:** a function changes nothing.

use crate::graph::View;
use crate::value::{Fault, Type, Value};

/// What a function may look at besides its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Context<'g> {
    /// The graph.
    pub view: View<'g>,
}

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
    /// A call that runs on its own, with the text of its result.
    pub example: (&'static str, &'static str),
    /// Computes it. The arguments fit the number, and their types are checked here; null handling too.
    pub call: fn(&Context<'_>, &[Value]) -> Result<Value, Fault>,
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
pub trait Accumulator {
    /// Takes the arguments of one row in.
    ///
    /// # Errors
    /// When a value cannot be aggregated so.
    fn add(&mut self, args: &[Value]) -> Result<(), Fault>;

    /// The value of the group.
    ///
    /// # Errors
    /// When the result leaves its range.
    fn finish(self: Box<Self>) -> Result<Value, Fault>;
}

/// Finds a scalar function by name, in any case.
#[must_use]
pub fn function(_name: &str) -> Option<&'static Function> {
    None
}

/// Finds an aggregating function by name, in any case.
#[must_use]
pub fn aggregate(_name: &str) -> Option<&'static Aggregate> {
    None
}

/// Every scalar function, in the order of the documentation.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    std::iter::empty()
}

/// Every aggregating function, in the order of the documentation.
pub fn aggregates() -> impl Iterator<Item = &'static Aggregate> {
    std::iter::empty()
}
