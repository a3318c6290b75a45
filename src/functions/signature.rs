//! How the rows of the table are written down: a builder for functions, and short names for the types.

use super::{Call, Function, Param};
use crate::value::{Cell, Type};

impl Function {
    /// A function whose parameters must all be given.
    pub(super) const fn new(name: &'static str, params: &'static [Param], result: fn() -> Type, call: Call) -> Self {
        let required = params.len();
        Self { name, params, required, variadic: false, result, about: "", example: ("", ""), call, of_text: None }
    }

    /// What it does, in one sentence.
    pub(super) const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// How it is computed of a text where that stands.
    pub(super) const fn of_text(mut self, of_text: fn(&str) -> Cell<'static>) -> Self {
        self.of_text = Some(of_text);
        self
    }

    /// A call, with the text of its result.
    pub(super) const fn example(mut self, call: &'static str, result: &'static str) -> Self {
        self.example = (call, result);
        self
    }

    /// The last parameters, so many, may be left out.
    pub(super) const fn optional(mut self, count: usize) -> Self {
        self.required = self.params.len() - count;
        self
    }

    /// The last parameter may be given any number of times, or not at all.
    pub(super) const fn variadic(mut self) -> Self {
        self.required = self.params.len() - 1;
        self.variadic = true;
        self
    }
}

/// A parameter.
pub(super) const fn param(name: &'static str, ty: fn() -> Type) -> Param {
    Param { name, ty }
}

pub(super) fn any() -> Type {
    Type::Any
}
pub(super) fn boolean() -> Type {
    Type::Bool
}
pub(super) fn integer() -> Type {
    Type::Int
}
pub(super) fn float() -> Type {
    Type::Float
}
pub(super) fn number() -> Type {
    Type::Number
}
pub(super) fn number_or_duration() -> Type {
    Type::OneOf(vec![Type::Number, Type::Duration])
}
pub(super) fn string() -> Type {
    Type::Str
}
pub(super) fn list() -> Type {
    Type::list(Type::Any)
}
pub(super) fn strings() -> Type {
    Type::list(Type::Str)
}
pub(super) fn map() -> Type {
    Type::Map
}
pub(super) fn node() -> Type {
    Type::Node
}
pub(super) fn rel() -> Type {
    Type::Rel
}
pub(super) fn path() -> Type {
    Type::Path
}
pub(super) fn list_or_string() -> Type {
    Type::OneOf(vec![list(), Type::Str])
}
pub(super) fn container() -> Type {
    Type::OneOf(vec![list(), Type::Map, Type::Str])
}
pub(super) fn entity() -> Type {
    Type::OneOf(vec![Type::Node, Type::Rel])
}
pub(super) fn entity_or_map() -> Type {
    Type::OneOf(vec![Type::Node, Type::Rel, Type::Map])
}
