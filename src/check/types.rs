//! What is known of an expression before any row is seen.

use crate::value::Type;
use std::rc::Rc;

/// The types of the schema that a node or relationship may have, as sorted positions; `None` when nothing is known.
pub(super) type Kinds = Option<Rc<[usize]>>;

/// A static type. It refines [`Type`] by the schema's types.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ty {
    /// A node of one of these types.
    Node(Kinds),
    /// A relationship of one of these types.
    Rel(Kinds),
    /// A list of these.
    List(Box<Ty>),
    /// Anything else.
    Plain(Type),
}

impl Ty {
    pub(super) const ANY: Self = Self::Plain(Type::Any);
    pub(super) const BOOL: Self = Self::Plain(Type::Bool);

    pub(super) fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// Without what the schema knows.
    pub(super) fn plain(&self) -> Type {
        match self {
            Self::Node(_) => Type::Node,
            Self::Rel(_) => Type::Rel,
            Self::List(element) => Type::list(element.plain()),
            Self::Plain(ty) => ty.clone(),
        }
    }

    /// The type of the items, when this is a list; anything otherwise.
    pub(super) fn element(&self) -> Self {
        match self {
            Self::List(element) => (**element).clone(),
            Self::Plain(Type::List(element)) => Self::from((**element).clone()),
            _ => Self::ANY,
        }
    }

    /// The narrowest type known to hold both.
    pub(super) fn join(self, other: &Self) -> Self {
        match (self, other) {
            (a, b) if a == *b => a,
            (Self::Plain(Type::Null), b) => b.clone(),
            (a, Self::Plain(Type::Null)) => a,
            (Self::Node(_), Self::Node(_)) => Self::Node(None),
            (Self::Rel(_), Self::Rel(_)) => Self::Rel(None),
            (Self::List(a), Self::List(b)) => Self::list(a.join(b)),
            (
                Self::Plain(Type::Int | Type::Float | Type::Number),
                Self::Plain(Type::Int | Type::Float | Type::Number),
            ) => Self::Plain(Type::Number),
            _ => Self::ANY,
        }
    }
}

impl From<Type> for Ty {
    fn from(ty: Type) -> Self {
        match ty {
            Type::Node => Self::Node(None),
            Type::Rel => Self::Rel(None),
            Type::List(element) => Self::list(Self::from(*element)),
            ty => Self::Plain(ty),
        }
    }
}
