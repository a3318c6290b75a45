//! Values of the language: what a variable, a property or a cell of a result can hold.
//!
//! Here are the values, their types, three-valued logic, equality, equivalence, ordering and arithmetic; [`temporal`] has
//! the dates and times. A node or a
//! relationship is only its id here; what stands behind it is known to [`crate::graph`].
//!
//! **Invariant:** it imports nothing of this crate, and it knows no places in texts: an operation that fails gives a
//! [`Fault`], to which the executor adds the span.

mod arith;
mod bounded;
mod bounds;
mod cell;
mod compare;
mod extent;
mod fault;
mod kept;
mod key;
mod literal;
mod logic;
mod number;
mod path;
mod pile;
mod room;
mod rows;
pub mod temporal;
mod types;

pub use arith::{MAX_ITEMS, MAX_TEXT, add, add_to, divide, modulo, multiply, negate, power, subtract};
pub use bounds::{Bounds, DEFAULT_MEMORY, Held, Stop, Why, footprint, size};
pub use cell::Cell;
pub use compare::{compare, equals, greater, greater_or_equal, less, less_or_equal, order};
pub use extent::{Extent, MAX_DEPTH};
pub use fault::{Fault, FaultKind};
pub use kept::{Kept, free};
pub use key::Key;
pub use literal::{format_float, is_unprintable, literal, write_escape};
pub use logic::{and, not, or, xor};
pub use path::Path;
pub use pile::Pile;
pub use room::{Counted, Room};
pub use rows::Rows;
pub use temporal::Temporal;
pub use types::Type;

use std::collections::BTreeMap;
use std::sync::Arc;

/// A node, for the life of its graph; ids are never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(transparent)]
pub struct NodeId(pub u32);

/// A relationship, for the life of its graph; ids are never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(transparent)]
pub struct RelId(pub u32);

/// A map value. Keys are kept in order, so that what is printed never depends on chance.
pub type Map = BTreeMap<Arc<str>, Value>;

/// Any value. Cloning is O(1): what is large is shared.
///
/// `PartialEq` is left out on purpose: the language has three notions of sameness, [`equals`], [`Key`] and [`order`].
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// The missing value.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number of 64 bits.
    Int(i64),
    /// A floating-point number of 64 bits.
    Float(f64),
    /// A text.
    Str(Arc<str>),
    /// A list of values of any types.
    List(Arc<Vec<Value>>),
    /// A map from names to values.
    Map(Arc<Map>),
    /// A node of the graph.
    Node(NodeId),
    /// A relationship of the graph.
    Rel(RelId),
    /// A walk through the graph.
    Path(Arc<Path>),
    /// A point in time or an amount of it.
    Temporal(Temporal),
}

impl Value {
    /// A text value.
    pub fn str(text: impl Into<Arc<str>>) -> Self {
        Self::Str(text.into())
    }

    /// A list value.
    #[must_use]
    pub fn list(items: Vec<Self>) -> Self {
        Self::List(Arc::new(items))
    }

    /// A map value.
    #[must_use]
    pub fn map(entries: Map) -> Self {
        Self::Map(Arc::new(entries))
    }

    /// Whether this is the missing value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The type, for messages and for [`Type::accepts`].
    #[must_use]
    pub fn kind(&self) -> Type {
        match self {
            Self::Null => Type::Null,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Float(_) => Type::Float,
            Self::Str(_) => Type::Str,
            Self::List(_) => Type::list(Type::Any),
            Self::Map(_) => Type::Map,
            Self::Node(_) => Type::Node,
            Self::Rel(_) => Type::Rel,
            Self::Path(_) => Type::Path,
            Self::Temporal(temporal) => temporal.kind(),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::str(value)
    }
}

impl From<Option<bool>> for Value {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Null, Self::Bool)
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn a_value_is_no_larger_than_a_text() {
        assert_eq!(size_of::<Value>(), 24);
    }
}
